/**
 * Reads everything a trace rests on. What does not need each other is read side by side: a trace waits for a few rounds
 * of requests, however many it makes.
 * @module
 */
import type { ParticipantLike } from '../../../src/conversation/customer';
import type { AccountView } from '../../account/account-view';
import { workspaceOf } from '../../account/flex/workspace';
import type { Facts } from '../facts';
import { callSidOf, type Handoff, handoffsOf, isDuplicate, isReal, pick, rivalsOf } from '../handoffs';
import { found, type Reads, type Subject } from '../trace';
import { isPlaced, readCall, readRequests, type TracedCall } from './call';
import {
	type ChosenCustomer,
	choose,
	listConversations,
	readClassicChat,
	readConfigured,
	readConversation,
	readParticipants,
	readSummary,
	type TracedConversation,
} from './conversation';
import {
	type Execution,
	type Flow,
	fetchExecution,
	findExecutions,
	readFlow,
	type Wanted,
	withSteps,
} from './executions';
import { KEPT_MS, listTasks, readAgents, readTask, type TracedTask } from './tasks';

/** Clocks differ, and a flow starts some seconds after the conversation was last changed. */
const BEFORE_MS = 60_000;
const AFTER_MS = 10 * 60_000;

/** The ids that the one that was given leads to, and what was read on the way. */
interface Asked {
	readonly subject: Subject;
	readonly execution?: Execution | undefined;
	readonly task?: TracedTask | undefined;
	readonly conversations?: number | undefined;
}

/**
 * Everything about the handoff of an id.
 * @param given what was asked for
 * @returns what could be read; the failures are in `reads`
 */
export async function readFacts(
	account: AccountView,
	reads: Reads,
	given: Subject,
	now: Date,
): Promise<Facts> {
	// Every trace needs these, whatever it turns out to be about.
	const flowing = reads.from('Studio', () => readFlow(account, reads));
	const working = reads.from('TaskRouter', () => workspaceOf(account));
	const asked = await ask(account, reads, given, flowing);
	const isFound = !(given.executionSid && !asked.execution) && !(given.taskSid && !asked.task);
	const known = isFound && (await readHandoff(account, reads, asked, flowing, now));
	const [flow] = await Promise.all([flowing, working]);
	const { subject, conversations } = asked;
	return {
		subject,
		isCall: false,
		search: 'incomplete',
		handoff: { tasks: [] },
		others: [],
		duplicates: [],
		rivals: [],
		...known,
		now,
		isFound,
		flow,
		conversations,
		unread: new Set(reads.failures.map(({ product }) => product)),
	};
}

/** Goes from the id that was given to the v2 conversation, as far as Twilio knows: to the newest of a call or a chat. */
async function ask(
	account: AccountView,
	reads: Reads,
	given: Subject,
	flowing: Promise<Flow | undefined>,
): Promise<Asked> {
	const { executionSid, taskSid } = given;
	const flowSid = executionSid && (await flowing)?.sid;
	const execution = flowSid
		? await reads.from('Studio', () => fetchExecution(account.twilio, flowSid, executionSid))
		: undefined;
	const task = taskSid === undefined ? undefined : await readTask(account, reads, taskSid);
	const { conversationId, callSid } = execution ?? {};
	const ids = { ...(conversationId && { conversationId }), ...(callSid && { callSid }), ...task?.ids };
	const subject = { ...ids, ...given };
	const channelId = subject.callSid ?? subject.conversationSid;
	if (subject.conversationId !== undefined || channelId === undefined) return { subject, execution, task };
	const listed = await reads.from('Orchestrator', () => listConversations(account, channelId));
	const [newest] = listed ?? [];
	return {
		subject: { ...subject, ...(newest !== undefined && { conversationId: newest }) },
		execution,
		task,
		conversations: listed?.length,
	};
}

/** The conversation, its handoffs, and all about the one that is meant. */
async function readHandoff(
	account: AccountView,
	reads: Reads,
	asked: Asked,
	flowing: Promise<Flow | undefined>,
	now: Date,
) {
	const { twilio } = account;
	const { conversationId: id } = asked.subject;
	// Nothing else waits for the summary.
	const summarizing = id && reads.from('Intelligence', () => readSummary(twilio, id));
	const [flow, conversation, participants, askedCall] = await Promise.all([
		flowing,
		id === undefined ? undefined : reads.from('Orchestrator', () => readConversation(account, id)),
		id === undefined ? undefined : reads.from('Orchestrator', () => readParticipants(twilio, id)),
		readCallFacts(account, reads, asked.subject.callSid),
	]);
	const here = found(conversation);
	const contact = contactOf(participants ?? []);
	const wanted = wantedOf(asked.subject, contact, here, found(askedCall.call), now);
	const [{ executions, search }, tasks, configured] = await Promise.all([
		findExecutions(account, reads, flow, wanted),
		reads.from('TaskRouter', () => listTasks(account, wanted)),
		here && reads.from('Orchestrator', () => readConfigured(account, here)),
	]);
	const all = handoffsOf(withAsked(executions, asked.execution), withAsked(tasks ?? [], asked.task));
	const handoff = pick(all, asked.subject);
	const others = all.filter((each) => each !== handoff && isReal(each));
	const isCall = isCallBy(handoff, asked.subject, contact);
	const isThere = id !== undefined && conversation !== 'missing' && participants !== undefined;
	const customer = isThere && !isCall ? choose(id, participants, handoff.execution?.address) : undefined;
	const ends = isCall ? { callSid: wanted.callSid } : { customer };
	const subject = subjectOf(asked.subject, handoff, ends);
	const { callSid, conversationSid } = subject;
	// Both are known without the configuration when the conversation itself says so.
	const { isReleased, serviceSid } = configured ?? {
		isReleased: here?.callbacks ? false : undefined,
		serviceSid: here?.serviceSid,
	};
	const { execution } = handoff;
	const [withItsSteps, call, chat, task] = await Promise.all([
		execution && reads.from('Studio', () => withSteps(twilio, flow?.sid ?? '', execution)),
		callSid === asked.subject.callSid ? askedCall : readCallFacts(account, reads, callSid),
		!isCall &&
			conversationSid &&
			reads.from('Conversations', () => readClassicChat(twilio, conversationSid, serviceSid)),
		readTaskFacts(account, reads, asked.task, subject.taskSid, rivalsOf(handoff, others)),
	]);
	return {
		isCall,
		subject,
		search,
		conversation,
		isReleased,
		customer,
		serviceSid: isCall ? undefined : serviceSid,
		chat: chat || undefined,
		...(isCall && call),
		handoff,
		others,
		duplicates: all.flatMap((each) =>
			each !== handoff && each.execution && isDuplicate(each.execution) ? [each.execution] : [],
		),
		execution: withItsSteps ?? execution,
		...task,
		summary: (await summarizing) || undefined,
	};
}

/** All ids of a handoff: a call has no chat. @param contact the call, or who writes */
function subjectOf(
	asked: Subject,
	handoff: Handoff,
	contact: { readonly callSid?: string | undefined; readonly customer?: ChosenCustomer | undefined },
): Subject {
	const callSid = callSidOf(handoff) ?? contact.callSid;
	const chosen = typeof contact.customer === 'object' ? contact.customer.conversationSid : undefined;
	const conversationSid = callSid === undefined ? (asked.conversationSid ?? chosen) : undefined;
	const { conversationSid: _, ...rest } = asked;
	const taskSid = asked.taskSid ?? handoff.tasks[0]?.sid;
	return {
		...rest,
		...(callSid !== undefined && { callSid }),
		...(conversationSid !== undefined && { conversationSid }),
		...(handoff.execution && { executionSid: handoff.execution.sid }),
		...(taskSid !== undefined && { taskSid }),
	};
}

/** The task, those of other handoffs at the same time, and while it waits the agents who can get it. */
async function readTaskFacts(
	account: AccountView,
	reads: Reads,
	known: TracedTask | undefined,
	taskSid: string | undefined,
	others: readonly Handoff[],
) {
	const read = async (sid: string | undefined) => {
		if (sid === undefined || known?.sid === sid) return sid && known;
		return readTask(account, reads, sid);
	};
	const [task, ...rivals] = await Promise.all(
		[taskSid, ...others.map(({ tasks }) => tasks[0]?.sid)].map(read),
	);
	const queueSid = task && task.status === 'pending' && task.queueSid;
	const agents = queueSid ? await reads.from('TaskRouter', () => readAgents(account, queueSid)) : undefined;
	return { task: task || undefined, rivals: rivals.flatMap((each) => each || []), agents };
}

/** The call, and what Twilio requested for it. */
async function readCallFacts({ twilio }: AccountView, reads: Reads, callSid: string | undefined) {
	if (callSid === undefined) return { call: undefined, requests: undefined };
	const [call, requests] = await Promise.all([
		reads.from('Voice', () => readCall(twilio, callSid)),
		reads.from('Voice', () => readRequests(twilio, callSid)),
	]);
	return { call, requests };
}

function withAsked<T extends { readonly sid: string }>(
	all: readonly T[],
	asked: T | undefined,
): readonly T[] {
	return asked ? [asked, ...all.filter(({ sid }) => sid !== asked.sid)] : all;
}

/** How the customers of a conversation are reached: by calls (`CA…`) and by classic conversations (`CH…`). */
function contactOf(participants: readonly ParticipantLike[]) {
	const all = participants.flatMap(({ type, addresses }) =>
		(addresses ?? []).map(({ address, channel, channelId = '' }) => ({ type, address, channel, channelId })),
	);
	const own = all.filter(({ type }) => type === 'CUSTOMER');
	return {
		addresses: own.map(({ address }) => address),
		callSid: [...own, ...all].find(({ channelId }) => channelId.startsWith('CA'))?.channelId,
		isVoice: own[0]?.channel === 'VOICE',
		conversationSids: own.map(({ channelId }) => channelId).filter((sid) => sid.startsWith('CH')),
	};
}

/** Which handoffs to find, and when they can have been. Only a CLOSED conversation cannot be handed over again. */
function wantedOf(
	{ conversationId, conversationSid, callSid = '' }: Subject,
	contact: ReturnType<typeof contactOf>,
	conversation: TracedConversation | undefined,
	call: TracedCall | undefined,
	now: Date,
): Wanted {
	const { createdAt, updatedAt, status } = conversation ?? {};
	const begin = createdAt ?? call?.startedAt;
	return {
		conversationId,
		callSid: callSid || contact.callSid,
		conversationSids: conversationSid === undefined ? contact.conversationSids : [conversationSid],
		addresses: [...contact.addresses, ...(call ? [isPlaced(call) ? call.to : call.from] : [])],
		from: new Date(begin === undefined ? now.getTime() - KEPT_MS : Date.parse(begin) - BEFORE_MS),
		to: status === 'CLOSED' && updatedAt ? new Date(Date.parse(updatedAt) + AFTER_MS) : undefined,
	};
}

/** By what became of it, else by what was asked for, else by where the customer is. */
function isCallBy(handoff: Handoff, asked: Subject, contact: ReturnType<typeof contactOf>): boolean {
	if (callSidOf(handoff) !== undefined) return true;
	if (handoff.execution) return false;
	if (asked.callSid !== undefined) return true;
	if (asked.conversationSid !== undefined || contact.conversationSids.length > 0) return false;
	return contact.callSid !== undefined || contact.isVoice;
}
