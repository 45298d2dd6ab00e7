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
	impact: 'Handoffs of messages fail: /handoff doesn’t exist, and the flow can’t find the customer’s chat.',
	advice: 'Run npx handoff deploy.',
	look: async ({ project }) => {
		const live = await project.deployment();
		if (live) return ok(`https://${live.domain}, build ${live.buildSid}`);
		return wrong('no Functions', { fixes: [DEPLOY] });
	},
};
