/**
 * Whether a person has a customer's chat: whoever accepts its task in Flex is added to the interaction as a participant.
 *
 * GUESS(person-in-chat): this participant is one of the classic conversation, too, with an identity, as every participant has
 * that no phone number or address is bound to. The participants of a chat that an agent has accepted would settle it.
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/invites-subresource
 * @module
 */
import type { Twilio } from 'twilio';
import type { ParticipantInstance } from 'twilio/lib/rest/conversations/v1/service/conversation/participant';
import type { Conversation } from './conversation';
import { bareAddress, chooseCustomer, type ParticipantLike } from './customer';
import { findServiceOf } from './service';

/** What of a classic participant matters here. */
export type ClassicParticipant = Pick<ParticipantInstance, 'identity' | 'messagingBinding'>;

/** Where a customer's chat is; what is missing is looked up. */
interface Chat {
	readonly conversationId: string;
	readonly conversationSid: string | undefined;
	readonly address: string | undefined;
}

/**
 * Asks Twilio for both kinds of participants of a chat.
 * @throws {HandoffError} when the customer's chat is not found
 * @throws RestException, or the network's own error
 */
export async function isWithPerson(
	twilio: Twilio,
	{ conversationId, conversationSid, address }: Chat,
	conversation: Conversation,
): Promise<boolean> {
	const [participants, { serviceSid }] = await Promise.all([
		twilio.conversations.v2.participants(conversationId).list(),
		findServiceOf(twilio, conversationId, conversation),
	]);
	const hints = address === undefined ? {} : { address };
	const sid = conversationSid ?? chooseCustomer(conversationId, participants, hints).conversationSid;
	const inChat = await twilio.conversations.v1.services(serviceSid).conversations(sid).participants.list();
	return hasPerson(inChat, participants);
}

/**
 * A person has an identity, and so has the customer of a web chat. Orchestrator knows the customer and the virtual agent by
 * their addresses; persons are not among those, or HUMAN_AGENT.
 */
export function hasPerson(
	inChat: readonly ClassicParticipant[],
	participants: readonly ParticipantLike[],
): boolean {
	const others = participants
		.filter(({ type }) => type !== 'HUMAN_AGENT')
		.flatMap(({ addresses }) => addresses ?? [])
		.map(({ address }) => bareAddress(address ?? ''));
	const identities = inChat.flatMap(({ identity }) => (identity ? [bareAddress(identity)] : []));
	const unknown = identities.filter((identity) => !others.includes(identity));
	// Where no customer is recognized, one of them is the customer.
	const isCustomerKnown = inChat.some((each) => each.messagingBinding) || unknown.length < identities.length;
	return unknown.length > (isCustomerKnown ? 0 : 1);
}
