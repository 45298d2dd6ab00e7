/**
 * Where the customer of a conversation is, which handoffs there may be, and whose ids one has.
 * @module
 */
import type { ParticipantLike } from '../../../src/conversation/customer';
import type { PhoneCall } from '../../account/call';
import { callSidOf, type Handoff } from '../handoffs';
import type { Subject } from '../trace';
import { isPlaced } from './call';
import type { ChosenCustomer, TracedConversation } from './conversation';
import type { Wanted } from './executions';
import { KEPT_MS } from './tasks';

/** Clocks differ, and a flow starts some seconds after the conversation was last changed. */
const BEFORE_MS = 60_000;
const AFTER_MS = 10 * 60_000;

/** How the customers of a conversation are reached: by calls (`CA…`) and by classic conversations (`CH…`). */
export function contactOf(participants: readonly ParticipantLike[]) {
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

/** Which handoffs to find, and when they can have been. Only a CLOSED conversation can’t be handed off again. */
export function wantedOf(
	{ conversationId, conversationSid, callSid = '' }: Subject,
	contact: ReturnType<typeof contactOf>,
	conversation: TracedConversation | undefined,
	call: PhoneCall | undefined,
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

/** By the handoff itself, else by the given ID, else by where the customer is. */
export function isCallBy(handoff: Handoff, asked: Subject, contact: ReturnType<typeof contactOf>): boolean {
	if (callSidOf(handoff) !== undefined) return true;
	if (handoff.execution) return false;
	if (asked.callSid !== undefined) return true;
	if (asked.conversationSid !== undefined || contact.conversationSids.length > 0) return false;
	return contact.callSid !== undefined || contact.isVoice;
}

/** All ids of a handoff: a call has no chat. @param contact the call, or who writes */
export function subjectOf(
	asked: Subject,
	handoff: Handoff,
	contact: { readonly callSid?: string | undefined; readonly customer?: ChosenCustomer | undefined },
): Subject {
	const callSid = callSidOf(handoff) ?? contact.callSid;
	const chosen = typeof contact.customer === 'object' ? contact.customer.conversationSid : undefined;
	const conversationSid = callSid === undefined ? (asked.conversationSid ?? chosen) : undefined;
	return {
		...asked,
		callSid,
		conversationSid,
		executionSid: handoff.execution?.sid ?? asked.executionSid,
		taskSid: asked.taskSid ?? handoff.tasks[0]?.sid,
	};
}
