/**
 * What is known of a handoff, and how each part of it is read. No failure stops the rest.
 * @module
 */
import type { AccountView } from '../account-view';
import { type CallRequest, readCall, readRequests, type TracedCall } from './call';
import { type ClassicChat, readClassicChat } from './classic';
import { readTracedConversation, type TracedConversation } from './conversation';
import { type Choice, type Contact, readBridge, readParticipants, type TracedParticipant } from './customer';
import { type Execution, withSteps } from './execution';
import { type FoundExecution, findExecution } from './find-execution';
import { findTask } from './find-task';
import { taskSidsIn } from './ids';
import type { Resolved } from './subject';
import type { Summary } from './summary';
import { type People, readPeople, storyOf, type TaskStory } from './task';
import type { Period } from './task-log';
import { attempt, failureOf, got, type Read, type Subject, type TraceEntry } from './trace';

/** Parts that do not apply, such as the call of a chat, are not there. */
export interface Facts {
	readonly subject: Subject;
	readonly isCall: boolean;
	readonly conversation?: Read<TracedConversation | undefined>;
	readonly participants?: Read<readonly TracedParticipant[]>;
	readonly choice?: Choice;
	readonly bridge?: Read<Awaited<ReturnType<typeof readBridge>>>;
	readonly chat?: Read<ClassicChat | undefined>;
	readonly execution: Read<FoundExecution>;
	readonly stepsFailure: readonly TraceEntry[];
	readonly call?: Read<TracedCall | undefined>;
	readonly requests?: Read<readonly CallRequest[]>;
	readonly task: Read<TaskStory | undefined>;
	readonly logFailure: readonly TraceEntry[];
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

/** The execution with its steps: the one that was asked for, or the one that is found. */
export async function readExecutionFacts(
	account: AccountView,
	resolved: Resolved,
	{ addresses }: Contact,
	callSid: string | undefined,
	period: Period,
): Promise<Pick<Facts, 'execution' | 'stepsFailure'>> {
	const asked = resolved.subject;
	// A conversation may hold calls and chats of one customer: who asks for one does not mean the other.
	const sought = {
		...(asked.callSid === undefined &&
			asked.conversationId !== undefined && { conversationId: asked.conversationId }),
		...(callSid !== undefined && { callSid }),
		...(asked.conversationSid !== undefined && { isChat: true as const }),
		...period,
		addresses,
	};
	const known = resolved.execution;
	const found: Read<FoundExecution> = known
		? { value: { execution: known } }
		: await attempt('Studio', () => findExecution(account, sought));
	const execution = got(found)?.execution;
	if (!execution) return { execution: found, stepsFailure: [] };
	const steps = await attempt('Studio', () => withSteps(account.twilio, execution));
	return { execution: { value: { execution: got(steps) ?? execution } }, stepsFailure: failureOf(steps) };
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

/** The task and, while it waits, the people it waits for. */
export async function readTaskFacts(
	account: AccountView,
	subject: Subject,
	execution: Execution | undefined,
	period: Period,
): Promise<Pick<Facts, 'task' | 'logFailure' | 'people'>> {
	const sids = taskSidsIn(execution?.widgets);
	const found = await attempt('TaskRouter', () => findTask(account, subject, sids, period));
	if (!('value' in found)) return { task: found, logFailure: [] };
	if (!found.value) return { task: { value: undefined }, logFailure: [] };
	const story = storyOf(found.value);
	const { queueSid } = story;
	const people =
		story.status === 'pending' && queueSid !== undefined
			? await attempt('TaskRouter', () => readPeople(account, queueSid))
			: undefined;
	return { task: { value: story }, logFailure: failureOf(found.value.log), ...(people && { people }) };
}
