/**
 * Checks that handoffs use a workflow of Flex.
 * @module
 */
import type { WorkflowInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/workflow';
import type { AccountView } from '../../account/account-view';
import { isMalformed } from '../../account/env/settings';
import { choose, readWorkflows, WORKFLOW_SETTING, type Workspace } from '../../account/flex/workspace';
import { named } from '../../account/format';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';
import { lookAtWorkspace } from '../engine/look-at-workspace';

export const workflow: Check = {
	name: 'workflow',
	title: 'Workflow',
	expected: `${WORKFLOW_SETTING} is a Flex workflow, or Flex has only one`,
	impact: 'Handoffs don’t create tasks, so no agent receives the customer.',
	advice: `Set ${WORKFLOW_SETTING} in .env to one of the workflows (Console: TaskRouter > Workspaces > Workflows), then run npx handoff deploy.`,
	look: (account) =>
		lookAtWorkspace(account, async (workspace) => {
			if (isMalformed(account.settings, WORKFLOW_SETTING)) {
				return skipped(`${WORKFLOW_SETTING} is malformed; see agent-connect/settings`);
			}
			const set = account.settings[WORKFLOW_SETTING];
			const all = await readWorkflows(account, workspace);
			const chosen = choose(all, set);
			if (chosen) {
				const why = set === undefined ? ', the only one, which npx handoff deploy uses' : '';
				return ok(`${named(chosen.friendlyName, chosen.sid)}${why}`);
			}
			return set === undefined ? undecided(workspace, all) : notFound(account, workspace, all, set);
		}),
};

function notFound(
	account: AccountView,
	workspace: Workspace,
	all: readonly WorkflowInstance[],
	set: string,
): Observation {
	const only = choose(all, undefined);
	const found = `workflow ${set} not found in Flex. Available: ${choices(workspace, all)}`;
	return wrong(found, only && { fixes: [setInEnv(account, WORKFLOW_SETTING, only.sid)] });
}

function undecided(workspace: Workspace, all: readonly WorkflowInstance[]): Observation {
	return wrong(`${WORKFLOW_SETTING} is not set, and Flex has: ${choices(workspace, all)}`, {
		impact: 'npx handoff deploy stops because it can’t choose a workflow.',
	});
}

function choices({ flex }: Workspace, all: readonly WorkflowInstance[]): string {
	const each = all.map(({ sid, friendlyName }) => {
		const isDefault = sid === flex.taskrouter_target_workflow_sid;
		return `${named(friendlyName, sid)}${isDefault ? ', Flex’s default' : ''}`;
	});
	return each.join('; ') || 'none';
}
