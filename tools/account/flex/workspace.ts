/**
 * The TaskRouter workspace that Flex works with, and which of its workflows and task channels handoffs use: found here
 * for deploy, doctor and trace alike.
 * @module
 */
import type { Twilio } from 'twilio';
import type { TaskChannelInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/taskChannel';
import type { TaskQueueInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/taskQueue';
import type { WorkflowInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/workflow';
import type { AccountView } from '../account-view';
import { asking } from '../asking';
import { SetupError } from '../errors';
import { type FlexConfiguration, findFlexConfiguration } from './configuration';

export const WORKFLOW_SETTING = 'TWILIO_FLEX_WORKFLOW_SID';

/** The task channels of the flow's two Send to Flex widgets. Flex limits per channel how many tasks an agent gets at once. */
export const VOICE_CHANNEL = { setting: 'TWILIO_FLEX_VOICE_CHANNEL_SID', uniqueName: 'voice' } as const;
export const CHAT_CHANNEL = { setting: 'TWILIO_FLEX_CHAT_CHANNEL_SID', uniqueName: 'chat' } as const;

export interface Workspace {
	readonly sid: string;
	readonly flex: FlexConfiguration;
}

/**
 * @returns `undefined` when the account has no Flex
 * @throws {HandoffError} when Twilio does not respond
 */
export function readFlex(account: AccountView): Promise<FlexConfiguration | undefined> {
	return account.once('flex-configuration', () => findFlexConfiguration(account.twilio));
}

/** Whether Flex can be used: its setup is finished, and it has a workspace. */
export function isReady({ status, taskrouter_workspace_sid }: FlexConfiguration): boolean {
	return (status ?? 'ok') === 'ok' && Boolean(taskrouter_workspace_sid);
}

/** @returns `undefined` when Flex is not ready */
export async function findWorkspace(account: AccountView): Promise<Workspace | undefined> {
	const flex = await readFlex(account);
	const sid = flex?.taskrouter_workspace_sid;
	return flex && sid && isReady(flex) ? { sid, flex } : undefined;
}

/**
 * The SDK's context of the workspace, whether Flex is ready or not.
 * @throws {SetupError} when Flex has no workspace
 * @throws {HandoffError} when Twilio does not respond
 */
export async function workspaceOf(account: AccountView) {
	const sid = (await readFlex(account))?.taskrouter_workspace_sid;
	if (!sid) throw new SetupError('Flex isn’t set up in this account (no TaskRouter workspace).');
	return account.twilio.taskrouter.v1.workspaces(sid);
}

/**
 * The rule by which a workflow or a task channel is chosen: what `.env` sets, or else the only one that fits.
 * @param set the setting's value
 * @returns `undefined` when none has the SID that is set; when nothing is set, and none or several fit
 */
export function choose<T extends { readonly sid: string }>(
	all: readonly T[],
	set: string | undefined,
	fits: (each: T) => boolean = () => true,
): T | undefined {
	if (set !== undefined) return all.find(({ sid }) => sid === set);
	const [only, ...more] = all.filter(fits);
	return more.length === 0 ? only : undefined;
}

/** @throws {HandoffError} when Twilio does not respond; so do the functions below */
export function listWorkflows(twilio: Twilio, workspaceSid: string): Promise<WorkflowInstance[]> {
	return asking('listing the workflows', () =>
		twilio.taskrouter.v1.workspaces(workspaceSid).workflows.list(),
	);
}

export function listTaskChannels(twilio: Twilio, workspaceSid: string): Promise<TaskChannelInstance[]> {
	return asking('listing the task channels', () =>
		twilio.taskrouter.v1.workspaces(workspaceSid).taskChannels.list(),
	);
}

export function readWorkflows(account: AccountView, { sid }: Workspace): Promise<WorkflowInstance[]> {
	return account.once('flex/workflows', () => listWorkflows(account.twilio, sid));
}

/** The workflow of handoffs, chosen as by `choose`. */
export async function chosenWorkflow(
	account: AccountView,
	workspace: Workspace,
): Promise<WorkflowInstance | undefined> {
	return choose(await readWorkflows(account, workspace), account.settings[WORKFLOW_SETTING]);
}

export function readTaskChannels(account: AccountView, { sid }: Workspace): Promise<TaskChannelInstance[]> {
	return account.once('flex/task-channels', () => listTaskChannels(account.twilio, sid));
}

export function readQueues(account: AccountView, { sid }: Workspace): Promise<TaskQueueInstance[]> {
	return account.once('flex/queues', () =>
		asking('listing the queues', () => account.twilio.taskrouter.v1.workspaces(sid).taskQueues.list()),
	);
}
