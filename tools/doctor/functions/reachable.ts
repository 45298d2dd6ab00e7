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
	expected: 'all Functions respond',
	impact: 'Messaging handoffs fail, and so do call handoffs through /handoff.',
	advice: `Check what is deployed (${FUNCTIONS}), or deploy again: npx handoff deploy.`,
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

/** No fix: this folder may have the same Functions, and then a deployment changes nothing. */
const CRASH = `Read the error in the Functions’ log (${ERRORS}), fix the cause, and run npx handoff deploy. If that deploys nothing new, the Functions in this folder crash too. To run them locally: npx handoff start.`;
