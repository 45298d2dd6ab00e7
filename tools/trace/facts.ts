/**
 * What is known of a handoff, and how each part of it is read. No failure stops the rest.
 * @module
 */
import type { AccountView } from '../account/account-view';
import { type CallRequest, readCall, readRequests, type TracedCall } from './call';
import { type ClassicChat, readClassicChat } from './classic';
import { readTracedConversation, type TracedConversation } from './conversation';
import { type Choice, type Contact, readBridge, readParticipants, type TracedParticipant } from './customer';
import { type Execution, withSteps } from './execution';
import type { Search } from './find-flow';
import { type FoundTask, readTask } from './find-task';
import type { ListedTask } from './find-tasks';
import type { Summary } from './summary';
import { type People, readPeople, storyOf, type TaskStory } from './task';
import { attempt, failureOf, got, type Read, type Subject, type TraceEntry } from './trace';

/** Parts that do not apply, such as the call of a chat, are not there. */
export interface Facts {
	readonly subject: Subject;
	readonly isCall: boolean;
	/** Whether there is a later handoff: what the conversation is like now says nothing of this one then. */
	readonly isOutdated: boolean;
	/** Which other handoffs the conversation has. */
	readonly othersNote: readonly TraceEntry[];
	readonly conversation?: Read<TracedConversation | undefined>;
	readonly participants?: Read<readonly TracedParticipant[]>;
	readonly choice?: Choice;
	readonly bridge?: Read<Awaited<ReturnType<typeof readBridge>>>;
	readonly chat?: Read<ClassicChat | undefined>;
	readonly search: Search;
	readonly execution?: Execution;
	/** That it is one of another flow than `.env` names. */
	readonly flowNote: readonly TraceEntry[];
	readonly stepsFailure: readonly TraceEntry[];
	readonly call?: Read<TracedCall | undefined>;
	readonly requests?: Read<readonly CallRequest[]>;
	readonly task?: TaskStory;
	readonly taskFailures: readonly TraceEntry[];
	readonly people?: Read<People>;
	readonly summary?: Read<Summary | undefined>;
}

/** The conversation in Orchestrator, and who is in it. */
export async function readSpoken(
	account: AccountView,
	conversationId: string | undefined,
): Promise<Pick<Facts, 'conversation' | 'participants'>> {
	if (conversationId === undefined) return {};
	const [conversation, participants] = await Promise.all([
		attempt('Orchestrator', () => readTracedConversation(account, conversationId)),
		attempt('Orchestrator', () => readParticipants(account.twilio, conversationId)),
	]);
	return { conversation, participants };
}

/** The call, and what Twilio asked about it. */
export async function readCallFacts(
	{ twilio }: AccountView,
	callSid: string | undefined,
): Promise<Pick<Facts, 'call' | 'requests'>> {
	if (callSid === undefined) return {};
	const [call, requests] = await Promise.all([
		attempt('Voice', () => readCall(twilio, callSid)),
		attempt('Voice', () => readRequests(twilio, callSid)),
	]);
	return { call, requests };
}

/** The execution with its steps. */
export async function readSteps(
	{ twilio }: AccountView,
	execution: Execution | undefined,
): Promise<Pick<Facts, 'execution' | 'stepsFailure'>> {
	if (!execution) return { stepsFailure: [] };
	const steps = await attempt('Studio', () => withSteps(twilio, execution));
	return { execution: got(steps) ?? execution, stepsFailure: failureOf(steps) };
}

/** The bridge, and the classic conversation behind it. */
export async function readChatFacts(
	{ twilio }: AccountView,
	conversationId: string | undefined,
	conversationSid: string | undefined,
	{ addresses }: Contact,
): Promise<Pick<Facts, 'bridge' | 'chat'>> {
	const bridge =
		conversationId === undefined
			? undefined
			: await attempt('Orchestrator', () => readBridge(twilio, conversationId));
	const bridged = got(bridge);
	const serviceSid = bridged && 'serviceSid' in bridged ? bridged.serviceSid : undefined;
	const chat =
		conversationSid === undefined
			? undefined
			: await attempt('Conversations', () => readClassicChat(twilio, conversationSid, serviceSid, addresses));
	return { ...(bridge && { bridge }), ...(chat && { chat }) };
}

/**
 * The task and, while it waits, the people it waits for.
 * @param asked when it was read already
 */
export async function readTaskFacts(
	account: AccountView,
	listed: ListedTask | undefined,
	asked: FoundTask | undefined,
	from: Date,
): Promise<Pick<Facts, 'task' | 'taskFailures' | 'people'>> {
	const found = asked ?? (listed && (await readTask(account, listed.sid, listed.live, from)));
	if (!found) return { taskFailures: [] };
	const task = storyOf(found);
	const { status, queueSid } = task;
	const people =
		status === 'pending' && queueSid !== undefined
			? await attempt('TaskRouter', () => readPeople(account, queueSid))
			: undefined;
	return { task, taskFailures: found.failures, ...(people && { people }) };
}
