/**
 * The workflow that handoffs are routed by.
 * @module
 */
import type { WorkflowInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/workflow';
import type { AccountView } from '../../account/account-view';
import { named } from '../../account/format';
import { isMalformed } from '../../account/settings';
import { lookAtWorkspace, readWorkflows, type Workspace } from '../../account/workspace';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';

const SETTING = 'TWILIO_FLEX_WORKFLOW_SID';

export const workflow: Check = {
	name: 'workflow',
	title: 'The workflow of handoffs',
	expected: `${SETTING} is a workflow of Flex, or Flex has only one`,
	impact: 'No task can be made of a handoff: the customer asks for a person, and nobody in Flex sees it.',
	advice: `Set ${SETTING} in .env to one of the workflows (Twilio Console: TaskRouter > Workspaces > Workflows), then npm run deploy.`,
	look: (account) =>
		lookAtWorkspace(account, async (workspace) => {
			const set = account.settings[SETTING];
			if (isMalformed(account.settings, SETTING))
				return skipped(`${SETTING} is malformed: see agent-connect/settings`);
			const all = await readWorkflows(account, workspace);
			const chosen = choose(all, set);
			if (chosen) {
				const why = set === undefined ? ', the only one, which npm run deploy takes' : '';
				return ok(`${named(chosen.friendlyName, chosen.sid)}${why}`);
			}
			return set === undefined ? leftOpen(workspace, all) : unknown(account, workspace, all, set);
		}),
};

/**
 * As `npm run deploy` chooses: the setting, or the only one (studio/values.ts).
 * @returns `undefined` when there is none of that SID, or several and no setting
 */
export async function chosenWorkflow(
	account: AccountView,
	workspace: Workspace,
): Promise<WorkflowInstance | undefined> {
	return choose(await readWorkflows(account, workspace), account.settings[SETTING]);
}

function choose(all: readonly WorkflowInstance[], set: string | undefined): WorkflowInstance | undefined {
	if (set !== undefined) return all.find(({ sid }) => sid === set);
	return all.length === 1 ? all[0] : undefined;
}

function unknown(
	account: AccountView,
	{ flex }: Workspace,
	all: readonly WorkflowInstance[],
	set: string,
): Observation {
	const [only, ...more] = all;
	const found = `Flex has no workflow ${set}; it has: ${choices(all, flex.taskrouter_target_workflow_sid)}`;
	if (only === undefined || more.length > 0) return wrong(found);
	return wrong(found, { fixes: [setInEnv(account, SETTING, only.sid)] });
}

function leftOpen({ flex }: Workspace, all: readonly WorkflowInstance[]): Observation {
	const found = `${SETTING} is not set, and Flex has: ${choices(all, flex.taskrouter_target_workflow_sid)}`;
	return wrong(found, { impact: 'npm run deploy does not know which one to take, and stops.' });
}

function choices(all: readonly WorkflowInstance[], flexs: unknown): string {
	const each = all.map(
		({ sid, friendlyName }) => `${named(friendlyName, sid)}${sid === flexs ? ', Flex’s own default' : ''}`,
	);
	return each.join('; ') || 'none at all';
}
