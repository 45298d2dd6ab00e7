/**
 * Whether the Functions respond at all.
 * @module
 */
import { ERRORS, FUNCTIONS } from '../../account/console';
import { type Check, ok, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';
import { inWords, lookAtResponses } from './responses';

export const reachable: Check = {
	name: 'reachable',
	title: 'Functions reachable',
	expected: 'every one of them responds',
	impact: 'Handoffs of messages fail, and so do those of calls through /handoff.',
	advice: `Look at what is deployed (${FUNCTIONS}); npx handoff deploy deploys it again.`,
	look: (account) =>
		lookAtResponses(account, ({ domain }, responses) => {
			const url = `https://${domain}`;
			const crashes = responses.filter(({ isCrash }) => isCrash);
			// When nothing at all is right, the deployment itself may be gone.
			if (!responses.some((response) => response.ok)) {
				return wrong(`${url}: ${responses[0]?.found ?? 'no response'}`, { fixes: [DEPLOY] });
			}
			if (crashes.length === 0) return ok(url);
			return wrong(`${url}: ${inWords(crashes)}`, { advice: CRASH });
		}),
};

/** No fix: what is deployed may be what this folder has, and then a deployment changes nothing. */
const CRASH = `Read the error in the log of the Functions (${ERRORS}), correct the cause, and run npx handoff deploy. If it deployed nothing new, this folder’s Functions crash too: npx handoff start runs them on this machine.`;
