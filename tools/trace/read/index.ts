/**
 * Reads everything a trace needs. Independent reads run in parallel, so that a trace waits for a few rounds of requests
 * only, however many it makes.
 * @module
 */
import { namedService } from '../../../src/conversation/service';
import type { AccountView } from '../../account/account-view';
import { workspaceOf } from '../../account/flex/workspace';
import type { Facts } from '../facts';
import { handoffsOf, isReal, pick, rivalsOf } from '../handoffs';
import { found, type Reads, type Subject } from '../trace';
import { type Asked, readAsked } from './asked';
import { readCallFacts } from './call';
import { contactOf, isCallBy, subjectOf, wantedOf } from './contact';
import {
	choose,
	readClassicChat,
	readConfigured,
	readConversation,
	readParticipants,
	readSummary,
} from './conversation';
import { type Flow, findExecutions, readFlow, withSteps } from './executions';
import { listTasks, readTaskFacts } from './tasks';

/**
 * Everything about the handoff of an id.
 * @param given the ID that was given
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
	const asked = await readAsked(account, reads, given, flowing);
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
		rivals: [],
		...known,
		now,
		isFound,
		flow,
		conversations,
		unread: new Set(reads.failures.map(({ product }) => product)),
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
	// Both are known without the configuration when the conversation itself has them.
	const { isReleased, serviceSid } = configured ?? {
		isReleased: here?.statusCallbacks ? false : undefined,
		serviceSid: here && namedService(here),
	};
	const { execution } = handoff;
	const rivalSids = rivalsOf(handoff, others).map(({ tasks }) => tasks[0]?.sid);
	const [withItsSteps, call, chat, task] = await Promise.all([
		execution && reads.from('Studio', () => withSteps(twilio, flow?.sid ?? '', execution)),
		callSid === asked.subject.callSid ? askedCall : readCallFacts(account, reads, callSid),
		!isCall &&
			conversationSid &&
			reads.from('Conversations', () => readClassicChat(twilio, conversationSid, serviceSid)),
		readTaskFacts(account, reads, asked.task, subject.taskSid, rivalSids),
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
		execution: withItsSteps ?? execution,
		...task,
		summary: (await summarizing) || undefined,
	};
}

function withAsked<T extends { readonly sid: string }>(
	all: readonly T[],
	asked: T | undefined,
): readonly T[] {
	return asked ? [asked, ...all.filter(({ sid }) => sid !== asked.sid)] : all;
}
