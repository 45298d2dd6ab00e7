/**
 * Whether the live Functions are this folder's version.
 * @module
 */
import type { Check } from '../engine/check';
import { judge, lookAtReachable } from './responses';

export const version: Check = {
	name: 'version',
	title: 'Functions version',
	expected: 'the live version is this folder’s',
	impact: 'Handoffs run a different version.',
	advice: 'Run npx handoff deploy.',
	look: (account) =>
		lookAtReachable(account, (_live, responses) => judge(responses, 'version', account.project.version)),
};
