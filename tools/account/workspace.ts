/**
 * The TaskRouter workspace that Flex works with, and what is in it.
 * @module
 */
import type { TaskChannelInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/taskChannel';
import type { TaskQueueInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/taskQueue';
import type { WorkflowInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/workflow';
import { type Observation, skipped } from '../doctor/engine/check';
import type { AccountView } from './account-view';
import { asking } from './asking';
import { type FlexConfiguration, findFlexConfiguration } from './flex-configuration';

export interface Workspace {
	readonly sid: string;
	readonly flex: FlexConfiguration;
}

/** Whether Flex can be worked with: its onboarding is over, and it names a workspace. */
export function isReady({ status, taskrouter_workspace_sid }: FlexConfiguration): boolean {
	return (status ?? 'ok') === 'ok' && Boolean(taskrouter_workspace_sid);
}

/**
 * Looks at the workspace once Flex is ready. Before, `flex/instance` says what is wrong.
 * @throws {HandoffError} when Twilio does not answer
 */
export async function lookAtWorkspace(
	account: AccountView,
	look: (workspace: Workspace) => Observation | Promise<Observation>,
): Promise<Observation> {
	const workspace = await findWorkspace(account);
	return workspace ? look(workspace) : skipped('Flex is not set up: see flex/instance');
}

/** @returns `undefined` as long as Flex is not ready */
export async function findWorkspace(account: AccountView): Promise<Workspace | undefined> {
	const flex = await findFlexConfiguration(account);
	const sid = flex?.taskrouter_workspace_sid;
	return flex && sid && isReady(flex) ? { sid, flex } : undefined;
}

export function readWorkflows(account: AccountView, { sid }: Workspace): Promise<WorkflowInstance[]> {
	return account.once('flex/workflows', () =>
		asking('listing the workflows', () => account.twilio.taskrouter.v1.workspaces(sid).workflows.list()),
	);
}

export function readQueues(account: AccountView, { sid }: Workspace): Promise<TaskQueueInstance[]> {
	return account.once('flex/queues', () =>
		asking('listing the queues', () => account.twilio.taskrouter.v1.workspaces(sid).taskQueues.list()),
	);
}

export function readTaskChannels(account: AccountView, { sid }: Workspace): Promise<TaskChannelInstance[]> {
	return account.once('flex/task-channels', () =>
		asking('listing the task channels', () =>
			account.twilio.taskrouter.v1.workspaces(sid).taskChannels.list(),
		),
	);
}
