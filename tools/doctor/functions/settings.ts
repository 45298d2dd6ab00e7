/**
 * Whether the live Functions have the settings in `.env`.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { readKey } from '../../account/agent-connect/api-key';
import { malformedNames } from '../../account/env/settings';
import { chosenWorkflow, findWorkspace } from '../../account/flex/workspace';
import { type Check, skipped, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';
import { judge, lookAtReachable } from './responses';

export const settings: Check = {
	name: 'settings',
	title: 'Functions settings',
	expected: 'the Functions have the settings in .env, and accept the virtual agent’s API key',
	impact: 'The Functions reject the virtual agent’s requests, or use different settings than .env.',
	advice: 'Run npx handoff deploy.',
	look: async (account) => {
		const key = await readKey(account);
		if (key?.orchestrator !== 'accepted')
			return skipped('the API key doesn’t work; see agent-connect/api-key');
		const reported = await reportedElsewhere(account);
		return lookAtReachable(account, async (live, responses) => {
			const differing = await account.project.variablesThatDiffer(live);
			const names = differing.filter((name) => !reported.has(name));
			if (names.length === 0) return judge(responses, 'settings', 'as in .env');
			return wrong(`missing, different, or not in .env: ${names.join(', ')}`, { fixes: [DEPLOY] });
		});
	},
};

/** The settings that another check reports: a deployment would stop at them. */
async function reportedElsewhere(account: AccountView): Promise<ReadonlySet<string>> {
	const isUndecided = await findWorkspace(account)
		.then(async (workspace) => workspace && (await chosenWorkflow(account, workspace)) === undefined)
		.catch(() => false);
	return new Set([...malformedNames(account.settings), ...(isUndecided ? ['TWILIO_FLEX_WORKFLOW_SID'] : [])]);
}
