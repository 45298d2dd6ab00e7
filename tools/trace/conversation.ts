/**
 * The conversation in Conversation Orchestrator: its state, its customer, and whether the virtual agent released it.
 *
 * TAC's tool sets it INACTIVE and removes its status callbacks before it hands over; a handoff that failed for certain
 * restores both (src/handoff/give-back.ts).
 * @module
 */
import type { Twilio } from 'twilio';
import type { ParticipantInstance } from 'twilio/lib/rest/conversations/v2/participant';
import * as z from 'zod';
import { type Customer, chooseCustomer, type ParticipantLike } from '../../src/conversation/customer';
import { findService } from '../../src/conversation/service';
import { HandoffError } from '../../src/http/errors';
import { getJson } from '../../src/twilio/get-json';
import type { AccountView } from '../account/account-view';
import { askingFor } from '../account/asking';
import { fetchConfiguration } from '../account/orchestrator-configuration';
import { adviceFor } from './advice';
import { fine, note, type TraceEntry, wrong } from './trace';
import { isoOf, maskedNumber } from './values';

const text = z.nullish(z.string());
const callbacks = z.nullish(z.array(z.unknown()));
/** Field names: twilio-node 6.2 `rest/conversations/v2/conversation.d.ts`. */
const answer = z.looseObject({
	status: text,
	createdAt: text,
	updatedAt: text,
	configurationId: text,
	configuration: z.nullish(z.looseObject({ statusCallbacks: callbacks })),
});

export interface TracedConversation {
	/** ACTIVE, INACTIVE or CLOSED. */
	readonly status: string;
	readonly createdAt: string | undefined;
	readonly updatedAt: string | undefined;
	/** Whether the virtual agent stopped listening; `undefined` when that is not known. */
	readonly isReleased: boolean | undefined;
}

export type TracedParticipant = ParticipantLike & Pick<ParticipantInstance, 'createdAt'>;

/** @throws {HandoffError} when Twilio cannot be read */
export async function readConversation(
	account: AccountView,
	conversationId: string,
): Promise<TracedConversation | 'missing'> {
	const uri = `https://conversations.twilio.com/v2/Conversations/${conversationId}`;
	const found = await askingFor('reading the conversation', async () =>
		answer.parse(await getJson(account.twilio, uri)),
	);
	if (!found) return 'missing';
	return {
		status: found.status ?? '',
		createdAt: isoOf(found.createdAt),
		updatedAt: isoOf(found.updatedAt),
		isReleased: await isReleased(account, found),
	};
}

/** Where the configuration has no callbacks either, as it may for calls only, their absence means nothing. */
async function isReleased(
	account: AccountView,
	{ configuration, configurationId }: z.infer<typeof answer>,
): Promise<boolean | undefined> {
	const own = configuration?.statusCallbacks;
	if (!own) return undefined;
	if (own.length > 0) return false;
	if (!/^[\w-]+$/.test(configurationId ?? '')) return undefined;
	try {
		const original = await fetchConfiguration(account, configurationId ?? '');
		return original?.statusCallbacks?.length ? true : undefined;
	} catch {
		return undefined;
	}
}

/** @throws {HandoffError} when Twilio cannot be read */
export async function readParticipants(
	twilio: Twilio,
	conversationId: string,
): Promise<readonly TracedParticipant[]> {
	// The conversation's own entry says when it is missing.
	const list = () => twilio.conversations.v2.participants(conversationId).list();
	return (await askingFor('reading the participants', list)) ?? [];
}

/** How the customers of a conversation are reached. */
export interface Contact {
	readonly addresses: readonly string[];
	/** `CA…`, of a customer on the phone. */
	readonly callSid: string | undefined;
	readonly isVoice: boolean;
	/** `CH…`: the classic conversations behind them. */
	readonly conversationSids: readonly string[];
}

export function contactOf(participants: readonly TracedParticipant[]): Contact {
	const customers = participants.filter(({ type }) => type === 'CUSTOMER');
	const own = customers.flatMap(({ addresses }) => addresses ?? []);
	const all = participants.flatMap(({ addresses }) => addresses ?? []);
	return {
		addresses: own.map(({ address }) => address),
		callSid: [...own, ...all].find(({ channelId }) => channelId?.startsWith('CA'))?.channelId,
		isVoice: own[0]?.channel === 'VOICE',
		conversationSids: own.flatMap(({ channelId }) => (channelId?.startsWith('CH') ? [channelId] : [])),
	};
}

/** What a handoff finds, or the error with which it is refused. */
type Found<T> = T | { readonly refusal: HandoffError };

/**
 * The customer of a chat, chosen by the code that chooses it in a handoff.
 * @param address the customer's, as the handoff had it
 */
export function chooseTraced(
	conversationId: string,
	participants: readonly TracedParticipant[],
	address: string | undefined,
): Found<{ readonly customer: Customer }> {
	try {
		const hints = address === undefined || address === '' ? {} : { address };
		return { customer: chooseCustomer(conversationId, participants, hints) };
	} catch (error) {
		if (error instanceof HandoffError) return { refusal: error };
		throw error;
	}
}

/** The classic service it is connected to. @throws {HandoffError} when Twilio cannot be read */
export async function readBridge(
	twilio: Twilio,
	conversationId: string,
): Promise<Found<{ readonly serviceSid: string | undefined }>> {
	try {
		return { serviceSid: (await findService(twilio, conversationId)).serviceSid };
	} catch (error) {
		if (error instanceof HandoffError && error.code === 'conversation_not_found') {
			return { serviceSid: undefined };
		}
		if (error instanceof HandoffError && error.code === 'not_bridged') return { refusal: error };
		throw error;
	}
}

/** That it began, or that there is none. */
export function conversationEntries(conversation: TracedConversation | 'missing'): TraceEntry[] {
	if (conversation === 'missing') {
		const advice = 'Check the ID, and that it belongs to this account and region.';
		return [wrong('Orchestrator', 'Conversation not found.', { advice })];
	}
	return [fine('Orchestrator', 'The conversation began.', conversation.createdAt)];
}

/** Its state now. None of that is wrong by itself: it shows how far a handoff came. */
export function statusEntry({ status, updatedAt, isReleased }: TracedConversation): TraceEntry {
	const agent =
		isReleased === undefined
			? ''
			: ` The virtual agent ${isReleased ? 'no longer listens' : 'still listens'} to it.`;
	const reason = status === 'INACTIVE' ? ', as it is after a handoff or a pause' : '';
	return note('Orchestrator', `The conversation is ${status}${reason}.${agent}`, updatedAt);
}

/** Of a handoff that failed, or whose task was canceled: the virtual agent has the customer again. */
export function givenBackEntries({ status, isReleased, updatedAt }: TracedConversation): TraceEntry[] {
	if (status !== 'ACTIVE' || isReleased !== false) return [];
	return [fine('Orchestrator', GIVEN_BACK, updatedAt)];
}

export const GIVEN_BACK =
	'The conversation was given back to the virtual agent, which replies to the customer.';

/** Of a chat that reached the queue: when the tool did not release it, the virtual agent and a human agent both answer. */
export function releaseEntries({ status, isReleased }: TracedConversation): TraceEntry[] {
	if (status !== 'ACTIVE' || isReleased !== false) return [];
	return [
		wrong('Orchestrator', 'The virtual agent still listens, although the chat was handed over.', {
			impact: 'The virtual agent and the agent in Flex both answer the customer.',
			advice:
				'In your handoff tool, set the conversation INACTIVE and clear its status callbacks first, as TAC’s own tool does.',
		}),
	];
}

/** Where the customer is. */
export function customerEntry({ channel, address }: Customer): TraceEntry {
	if (channel === 'CHAT') return fine('Orchestrator', 'The customer is in a web chat.');
	const number = maskedNumber(address);
	return fine('Orchestrator', `The customer is on ${channel}${number === undefined ? '' : `, ${number}`}.`);
}

const REFUSALS: Readonly<Record<string, string>> = {
	customer_not_found: 'The conversation has no customer (participant of type CUSTOMER).',
	ambiguous_customer: 'The conversation leads to more than one chat, and nothing says which one is meant.',
	not_bridged: 'The conversation is not connected to a classic conversation that Flex can show.',
};

/** Why every handoff of this conversation fails. */
export function refusalEntry({ code, message, field }: HandoffError): TraceEntry {
	return wrong('Orchestrator', REFUSALS[code] ?? message, {
		impact: 'The handoff of this chat is refused, and no agent in Flex receives it.',
		advice: adviceFor(code, field),
	});
}

/** The virtual and the human agent in the conversation. */
export function agentEntries(participants: readonly TracedParticipant[]): TraceEntry[] {
	const joined = (type: string) => participants.find((participant) => participant.type === type);
	const human = joined('HUMAN_AGENT');
	return [
		...(joined('AI_AGENT')
			? []
			: [note('Orchestrator', 'The conversation has no virtual agent (participant of type AI_AGENT).')]),
		...(human
			? [fine('Orchestrator', 'An agent (HUMAN_AGENT) joined the conversation.', isoOf(human.createdAt))]
			: []),
	];
}
