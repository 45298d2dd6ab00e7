/**
 * The customer and the chat they are in, judged by the code that judges them in a handoff.
 * @module
 */
import type { Twilio } from 'twilio';
import type { ParticipantInstance } from 'twilio/lib/rest/conversations/v2/participant';
import { type Customer, chooseCustomer, type ParticipantLike } from '../../src/conversation/customer';
import { findService } from '../../src/conversation/service';
import { HandoffError } from '../../src/http/errors';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { adviceFor } from './advice';
import { fine, note, type TraceEntry, wrong } from './trace';
import { isoOf, maskedNumber } from './values';

export type TracedParticipant = ParticipantLike & Pick<ParticipantInstance, 'createdAt'>;

/** @throws {HandoffError} when Twilio cannot be read */
export async function readParticipants(
	twilio: Twilio,
	conversationId: string,
): Promise<readonly TracedParticipant[]> {
	try {
		return await twilio.conversations.v2.participants(conversationId).list();
	} catch (error) {
		// The conversation's own entry says that there is none.
		if (statusOf(error) === 404) return [];
		throw fromTwilio('reading the participants', error);
	}
}

/** What the customers' addresses tell. */
export interface Contact {
	readonly addresses: readonly string[];
	/** `CA…`, of a customer on the phone. */
	readonly callSid?: string;
	readonly channels: readonly string[];
	/** `CH…`: the classic conversations behind them. */
	readonly conversationSids: readonly string[];
}

/** How the customers of a conversation are reached. */
export function contactOf(participants: readonly TracedParticipant[]): Contact {
	const customers = participants.filter(({ type }) => type === 'CUSTOMER');
	const own = customers.flatMap(({ addresses }) => addresses ?? []);
	const all = participants.flatMap(({ addresses }) => addresses ?? []);
	const callSid = [...own, ...all].find(({ channelId }) => channelId?.startsWith('CA'))?.channelId;
	return {
		addresses: own.map(({ address }) => address),
		...(callSid !== undefined && { callSid }),
		channels: own.map(({ channel }) => channel),
		conversationSids: own.flatMap(({ channelId }) => (channelId?.startsWith('CH') ? [channelId] : [])),
	};
}

/** The customer of a chat, or why a handoff finds none. */
export type Choice = { readonly customer: Customer } | { readonly refusal: HandoffError };

/** @param address what the handoff said of the customer, when it came that far */
export function chooseTraced(
	conversationId: string,
	participants: readonly TracedParticipant[],
	address: string | undefined,
): Choice {
	try {
		const hints = address === undefined || address === '' ? {} : { address };
		return { customer: chooseCustomer(conversationId, participants, hints) };
	} catch (error) {
		if (error instanceof HandoffError) return { refusal: error };
		throw error;
	}
}

/** The classic service it is bridged to, or why there is none. @throws {HandoffError} when Twilio cannot be read */
export async function readBridge(
	twilio: Twilio,
	conversationId: string,
): Promise<{ readonly serviceSid: string } | { readonly refusal: HandoffError } | undefined> {
	try {
		return { serviceSid: (await findService(twilio, conversationId)).serviceSid };
	} catch (error) {
		if (!(error instanceof HandoffError)) throw error;
		if (error.code === 'conversation_not_found') return undefined;
		if (error.code === 'not_bridged') return { refusal: error };
		throw error;
	}
}

/** Where the customer is, or why a handoff does not find out. */
export function customerEntries(choice: Choice): TraceEntry[] {
	if ('refusal' in choice) return [refusalEntry(choice.refusal)];
	const { channel, address } = choice.customer;
	if (channel === 'CHAT') return [fine('Orchestrator', 'The customer is in a web chat.')];
	const number = maskedNumber(address);
	return [fine('Orchestrator', `The customer is on ${channel}${number === undefined ? '' : `, ${number}`}.`)];
}

const REFUSALS: Readonly<Record<string, string>> = {
	customer_not_found: 'Nobody in the conversation is its customer (type CUSTOMER).',
	ambiguous_customer: 'The conversation leads to more than one chat, and nothing says which is meant.',
	not_bridged: 'The conversation is not connected with a chat that Flex could show.',
};

/** Why no handoff of this conversation can work. */
export function refusalEntry({ code, message, field }: HandoffError): TraceEntry {
	return wrong('Orchestrator', REFUSALS[code] ?? message, {
		impact: 'A handoff of this chat is refused, and no person in Flex hears of it.',
		advice: adviceFor(code, field),
	});
}

/** Who else is in the conversation. */
export function agentEntries(participants: readonly TracedParticipant[]): TraceEntry[] {
	const joined = (type: string) => participants.find((participant) => participant.type === type);
	const person = joined('HUMAN_AGENT');
	return [
		...(joined('AI_AGENT')
			? []
			: [note('Orchestrator', 'The conversation has no virtual agent (AI_AGENT) in it.')]),
		...(person
			? [fine('Orchestrator', 'A person (HUMAN_AGENT) joined the conversation.', isoOf(person.createdAt))]
			: []),
	];
}
