/**
 * Whether the Functions reject unauthenticated requests.
 * @module
 */
import type { Check } from '../engine/check';
import { judge, lookAtReachable } from './responses';

export const strangers: Check = {
	name: 'strangers',
	title: 'Functions authentication',
	expected: '401 without credentials, 403 with wrong credentials',
	impact:
		'Anyone who finds the URL can look up customers, and send calls and messages to your agents’ queue.',
	advice: 'Run npx handoff deploy.',
	look: (account) =>
		lookAtReachable(account, (_live, responses) =>
			judge(responses, 'authentication', 'unauthenticated requests are rejected'),
		),
};
