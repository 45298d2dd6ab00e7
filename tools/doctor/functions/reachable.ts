/**
 * Whether the Functions respond at all.
 * @module
 */
import { type Check, ok, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';
import { lookAtResponses } from './responses';

/** Wrong when no response is right: then nothing else is known about them. */
export const reachable: Check = {
	name: 'reachable',
	title: 'Functions reachable',
	expected: 'they respond',
	impact: 'Handoffs of messages fail, and so do those of calls through /handoff.',
	advice:
		'Look at what is deployed (Console: Functions and Assets > Services); npx handoff deploy deploys it again.',
	look: (account) =>
		lookAtResponses(account, ({ domain }, responses) => {
			if (responses.some((response) => response.ok)) return ok(`https://${domain}`);
			return wrong(`https://${domain}: ${responses[0]?.found ?? 'no response'}`, { fixes: [DEPLOY] });
		}),
};
