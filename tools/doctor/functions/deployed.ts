/**
 * Whether the Functions are deployed.
 * @module
 */
import { type Check, ok, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';

export const deployed: Check = {
	name: 'deployed',
	title: 'Functions deployed',
	expected: 'the account has this project’s Functions',
	impact:
		'Messaging handoffs fail: /handoff doesn’t exist, and the flow can’t find the customer’s conversation.',
	advice: 'Run npx handoff deploy.',
	look: async ({ project }) => {
		const live = await project.deployment();
		if (live) return ok(`https://${live.domain}, build ${live.buildSid}`);
		return wrong('not found', { fixes: [DEPLOY] });
	},
};
