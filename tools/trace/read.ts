/**
 * Reads everything a trace rests on; what does not need each other, in parallel.
 * @module
 */
import type { Twilio } from 'twilio';
import type { AccountView } from '../account/account-view';
import { type CallRequest, isPlaced, readCall, readRequests, type TracedCall } from './call';
import { type ClassicChat, readClassicChat } from './classic';
import {
	type Contact,
	chooseTraced,
	contactOf,
	readBridge,
	readConversation,
	readParticipants,
	type TracedConversation,
	type TracedParticipant,
} from './conversation';
import { type Execution, withSteps } from './execution';
import { callSidOf, findHandoff, type Handoff, isOutdated, otherEntries, type Search } from './handoffs';
import type { Resolved } from './resolve';
import { readSummary, type Summary } from './summary';
import { type Agents, KEPT_MS, readAgents, readTask, type TracedTask } from './task';
import { found, type Reads, type Subject, type TraceEntry } from './trace';

/** Clocks differ, and a flow starts some seconds after the conversation was last changed. */
const BEFORE_MS = 60_000;
const AFTER_MS = 10 * 60_000;

/** `undefined`: does not apply, such as the call of a chat, or could not be read. */
export interface Facts {
	readonly subject: Subject;
	readonly isCall: boolean;
	/** Whether there is a later handoff: the state of the conversation now says nothing about this one then. */
	readonly isOutdated: boolean;
	/** Which other handoffs the conversation has. */
	readonly others: readonly TraceEntry[];
	readonly search: Search;
	readonly conversation: TracedConversation | 'missing' | undefined;
	readonly participants: readonly TracedParticipant[] | undefined;
	readonly choice: ReturnType<typeof chooseTraced> | undefined;
	readonly bridge: Awaited<ReturnType<typeof readBridge>> | undefined;
	readonly chat: ClassicChat | 'missing' | undefined;
	readonly execution: Execution | undefined;
	readonly call: TracedCall | 'missing' | undefined;
	readonly requests: readonly CallRequest[] | undefined;
	/** Whether there is a task, though nothing more may be known about it. */
	readonly hasTask: boolean;
	readonly task: TracedTask | undefined;
	readonly agents: Agents | 'no queue' | undefined;
	readonly summary: Summary | 'missing' | undefined;
}

/** Failures to read are in `reads`. */
export async function readFacts(
	account: AccountView,
	reads: Reads,
	resolved: Resolved,
	now: Date,
): Promise<Facts> {
	const { twilio } = account;
	const { subject: asked } = resolved;
	const { conversationId } = asked;
	const of = <T>(read: (id: string) => Promise<T>) =>
		conversationId === undefined ? undefined : read(conversationId);
	// Nothing else waits for the summary.
	const summarizing = of((id) => reads.from('Intelligence', () => readSummary(twilio, id)));
	const [conversation, participants] = await Promise.all([
		of((id) => reads.from('Orchestrator', () => readConversation(account, id))),
		of((id) => reads.from('Orchestrator', () => readParticipants(twilio, id))),
	]);
	const contact = contactOf(participants ?? []);
	const firstCallSid = asked.callSid ?? contact.callSid;
	const firstCall = await readCallFacts(account, reads, firstCallSid);
	const known = found(firstCall.call);
	const { handoff, others, search } = await findHandoff(account, reads, resolved, {
		conversationId,
		callSid: firstCallSid,
		conversationSids:
			asked.conversationSid === undefined ? contact.conversationSids : [asked.conversationSid],
		addresses: [...contact.addresses, ...(known ? [isPlaced(known) ? known.to : known.from] : [])],
		...periodOf(found(conversation), known, now),
	});
	const isCall = isCallBy(handoff, asked, contact);
	const callSid = isCall ? (callSidOf(handoff) ?? firstCallSid) : undefined;
	const choice =
		isCall || conversationId === undefined || participants === undefined
			? undefined
			: chooseTraced(conversationId, participants, handoff.execution?.address);
	const conversationSid =
		asked.conversationSid ?? (choice && 'customer' in choice ? choice.customer.conversationSid : undefined);
	const { execution, task: listed } = handoff;
	const subject: Subject = {
		...asked,
		...(callSid !== undefined && { callSid }),
		...(!isCall && conversationSid !== undefined && { conversationSid }),
		...(execution && { executionSid: execution.sid }),
		...(listed && { taskSid: listed.sid }),
	};
	const [withItsSteps, call, chat, task] = await Promise.all([
		execution && reads.from('Studio', () => withSteps(twilio, execution)),
		callSid === firstCallSid ? firstCall : readCallFacts(account, reads, callSid),
		isCall ? undefined : readChatFacts(twilio, reads, subject),
		listed && (resolved.task?.sid === listed.sid ? resolved.task : readTask(account, reads, listed.sid)),
	]);
	const queueSid = task?.status === 'pending' ? task.queueSid : undefined;
	return {
		subject,
		isCall,
		isOutdated: isOutdated(others, handoff),
		others: otherEntries(others, handoff),
		search,
		conversation,
		participants,
		choice,
		bridge: chat?.bridge,
		chat: chat?.chat,
		execution: withItsSteps ?? execution,
		call: isCall ? call.call : undefined,
		requests: isCall ? call.requests : undefined,
		hasTask: listed !== undefined,
		task,
		agents: (queueSid && (await reads.from('TaskRouter', () => readAgents(account, queueSid)))) || undefined,
		summary: await summarizing,
	};
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

/** The connected service, and the classic conversation in it. */
async function readChatFacts(twilio: Twilio, reads: Reads, { conversationId, conversationSid }: Subject) {
	const bridge =
		conversationId && (await reads.from('Orchestrator', () => readBridge(twilio, conversationId)));
	const serviceSid = bridge && 'serviceSid' in bridge ? bridge.serviceSid : undefined;
	const chat =
		conversationSid &&
		(await reads.from('Conversations', () => readClassicChat(twilio, conversationSid, serviceSid)));
	return { bridge: bridge || undefined, chat: chat || undefined };
}

/** When the handoffs of the conversation can have been. Only a CLOSED conversation cannot be handed over again. */
function periodOf(
	conversation: TracedConversation | undefined,
	call: TracedCall | undefined,
	now: Date,
): { readonly from: Date; readonly to: Date | undefined } {
	const begin = conversation?.createdAt ?? call?.startedAt;
	// A call may outlast the last change of its conversation, and reaches the flow when its AI session ends.
	const end = [conversation?.updatedAt, call?.endedAt]
		.filter((each) => each !== undefined)
		.sort()
		.at(-1);
	const isOver =
		conversation?.status === 'CLOSED' && end !== undefined && (!call || call.endedAt !== undefined);
	return {
		from: new Date(begin === undefined ? now.getTime() - KEPT_MS : Date.parse(begin) - BEFORE_MS),
		to: isOver ? new Date(Date.parse(end) + AFTER_MS) : undefined,
	};
}

/** By what became of it, else by what was asked for, else by where the customer is. */
function isCallBy(handoff: Handoff, asked: Subject, contact: Contact): boolean {
	if (callSidOf(handoff) !== undefined) return true;
	if (handoff.execution) return false;
	if (asked.callSid !== undefined) return true;
	if (asked.conversationSid !== undefined || contact.conversationSids.length > 0) return false;
	return contact.callSid !== undefined || contact.isVoice;
}
