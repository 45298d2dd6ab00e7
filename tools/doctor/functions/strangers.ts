/**
 * Whether the Functions refuse unauthenticated requests.
 * @module
 */
import type { Check } from '../engine/check';
import { judge, lookAtReachable } from './responses';

export const strangers: Check = {
	name: 'strangers',
	title: 'Functions authentication',
	expected: 'requests without credentials get 401, and those with wrong credentials 403',
	impact:
		'Anyone who finds the address can look customers up, and put calls and chats into your agents’ queue.',
	advice: 'Run npx handoff deploy.',
	look: (account) =>
		lookAtReachable(account, (_live, responses) =>
			judge(responses, 'authentication', 'unauthenticated requests are refused'),
		),
};
