/**
 * Finds the customer of a conversation and the classic conversation they are chatting in.
 * @module
 */
import type { Twilio } from 'twilio';
import type { ParticipantInstance } from 'twilio/lib/rest/conversations/v2/participant';
import {
	AmbiguousCustomerError,
	ConversationNotFoundError,
	CustomerNotFoundError,
	InvalidRequestError,
	NotBridgedError,
} from '../http/errors';
import { optionalText } from '../http/params';
import { isSid } from '../ids';
import { fromTwilio, statusOf } from '../twilio/errors';
import { parseConversationId } from './conversation-id';

const CHANNELS = ['VOICE', 'SMS', 'RCS', 'WHATSAPP', 'CHAT', 'VIDEO'] as const;

/** Which of a customer's several classic conversations is meant. */
export interface CustomerHints {
	readonly channel?: string;
	readonly address?: string;
}

export interface CustomerQuery extends CustomerHints {
	readonly conversationId: string;
}

/** The customer, and the classic conversation (`CH…`) behind the address they use. */
export interface Customer {
	readonly conversationId: string;
	readonly conversationSid: string;
	readonly participantId: string;
	/** `""` for an unknown customer. */
	readonly profileId: string;
	readonly channel: string;
	readonly address: string;
	/** The customer's display name; `""` when they have none. */
	readonly name: string;
}

/**
 * Reads the parameters of `/participant-lookup`.
 * @throws {InvalidRequestError} naming the parameter
 */
export function parseCustomerQuery(params: Readonly<Record<string, unknown>>): CustomerQuery {
	const conversationId = parseConversationId(params.conversationId);
	const channel = optionalText(params.channel, 'channel')?.toUpperCase();
	if (channel !== undefined && !CHANNELS.some((known) => known === channel)) {
		throw new InvalidRequestError('channel', `channel must be one of ${CHANNELS.join(', ')}.`);
	}
	// A plus sign that was not escaped in a query arrives as a space; no address begins with one.
	const address = optionalText(params.address, 'address')?.replace(
		/^((?:whatsapp|rcs|sms):)? (?=\d)/i,
		'$1+',
	);
	return {
		conversationId,
		...(channel !== undefined && { channel }),
		...(address !== undefined && { address }),
	};
}

/**
 * Asks Twilio for all participants of a conversation, every page of them, and picks the customer's classic conversation.
 * @throws {ConversationNotFoundError | CustomerNotFoundError | AmbiguousCustomerError | NotBridgedError}
 * @throws {HandoffError} when Twilio fails
 */
export async function findCustomer(twilio: Twilio, query: CustomerQuery): Promise<Customer> {
	const { conversationId } = query;
	let participants: ParticipantInstance[];
	try {
		participants = await twilio.conversations.v2.participants(conversationId).list();
	} catch (error) {
		if (statusOf(error) === 404) throw new ConversationNotFoundError(conversationId, error);
		throw fromTwilio('reading the participants', error);
	}
	return chooseCustomer(conversationId, participants, query);
}

/** The fields of a participant used here; the SDK's instance has it, and so has a fixture. */
export type ParticipantLike = Pick<ParticipantInstance, 'id' | 'type' | 'name' | 'profileId' | 'addresses'>;

/**
 * Picks the one classic conversation the hints leave, or refuses. One customer may hold several addresses (grouping
 * by profile merges channels), and several customers may share a conversation.
 * @throws {CustomerNotFoundError | AmbiguousCustomerError | NotBridgedError}
 */
export function chooseCustomer(
	conversationId: string,
	participants: readonly ParticipantLike[],
	hints: CustomerHints,
): Customer {
	const customers = customersAmong(participants, hints);
	if (customers.length === 0) throw new CustomerNotFoundError(conversationId);
	const candidates = customers.flatMap((participant) =>
		(participant.addresses ?? []).flatMap(({ channel, address, channelId }): Customer[] =>
			// For voice it is a call's (`CA…`).
			isSid('CH', channelId)
				? [
						{
							conversationId,
							conversationSid: channelId,
							participantId: participant.id,
							profileId: participant.profileId ?? '',
							channel,
							address: address ?? '',
							name: participant.name ?? '',
						},
					]
				: [],
		),
	);
	if (candidates.length === 0)
		throw new NotBridgedError(conversationId, 'classic conversation for its customer');
	// Hints choose among several; a single conversation needs no choosing, even if the hints do not match.
	const matching = narrow(candidates, hints);
	const chosen = matching.length === 0 && conversationCount(candidates) === 1 ? candidates : matching;
	const [customer] = chosen;
	if (customer === undefined || conversationCount(chosen) > 1) {
		throw new AmbiguousCustomerError(conversationId, conversationCount(candidates));
	}
	return customer;
}

/**
 * The participants of type CUSTOMER. The classic bridge makes inbound participants UNKNOWN, and TAC makes them CUSTOMER
 * with best effort only: without one, it is the one UNKNOWN participant at the given address.
 * @see https://github.com/twilio/twilio-agent-connect-python/pull/19
 */
function customersAmong(
	participants: readonly ParticipantLike[],
	{ address }: CustomerHints,
): readonly ParticipantLike[] {
	const customers = participants.filter(({ type }) => type === 'CUSTOMER');
	if (customers.length > 0 || address === undefined) return customers;
	const unknown = participants.filter(
		({ type, addresses }) =>
			type === 'UNKNOWN' &&
			addresses?.some((each) => bareAddress(each.address ?? '') === bareAddress(address)),
	);
	return unknown.length === 1 ? unknown : [];
}

function conversationCount(candidates: readonly Customer[]): number {
	return new Set(candidates.map(({ conversationSid }) => conversationSid)).size;
}

function narrow(candidates: readonly Customer[], { channel, address }: CustomerHints): Customer[] {
	const onChannel = candidates.filter((candidate) => channel === undefined || candidate.channel === channel);
	if (address === undefined) return onChannel;
	const exact = onChannel.filter((candidate) => candidate.address === address);
	// TAC and Orchestrator do not always agree on the prefix: whatsapp:+1… here, +1… there.
	return exact.length > 0
		? exact
		: onChannel.filter((candidate) => bareAddress(candidate.address) === bareAddress(address));
}

/** An address without its channel's prefix: TAC and Orchestrator do not always agree on it. */
export function bareAddress(address: string): string {
	return address.replace(/^(whatsapp|rcs|sms):/i, '').toLowerCase();
}
