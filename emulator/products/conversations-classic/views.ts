/**
 * How the members of a classic conversation look on the wire. Field names: twilio-node 6.2
 * `rest/conversations/v1/service/conversation/{participant,message,webhook}.d.ts`.
 * @module
 */
import { notFound } from '../../core/http';
import type { ClassicConversation } from '../../core/world';

type Member<Key extends 'participants' | 'messages' | 'webhooks'> = ClassicConversation[Key][number];

/** A classic participant: a chat identity, or an address with the number of ours it writes to. */
export function viewParticipant(
	accountSid: string,
	conversation: ClassicConversation,
	{ sid, identity, address, proxyAddress }: Member<'participants'>,
) {
	return {
		...common(accountSid, conversation, sid, 'Participants'),
		identity,
		attributes: '{}',
		messaging_binding: address && { type: bindingType(address), address, proxy_address: proxyAddress },
		role_sid: null,
	};
}

/** A classic message. */
export function viewMessage(
	accountSid: string,
	conversation: ClassicConversation,
	message: Member<'messages'>,
) {
	return {
		...common(accountSid, conversation, message.sid, 'Messages'),
		index: conversation.messages.indexOf(message),
		author: message.author,
		body: message.body,
		media: null,
		attributes: '{}',
		participant_sid: null,
		delivery: null,
	};
}

/** A conversation-scoped webhook. */
export function viewWebhook(
	accountSid: string,
	conversation: ClassicConversation,
	webhook: Member<'webhooks'>,
) {
	return {
		...common(accountSid, conversation, webhook.sid, 'Webhooks'),
		target: webhook.target,
		configuration: webhook.configuration,
	};
}

/**
 * The member of a list with this SID.
 * @throws TwilioError 404.
 */
export function memberOf<T extends { sid: string }>(
	list: readonly T[],
	sid: string | undefined,
	path: string,
): T {
	const member = list.find((candidate) => candidate.sid === sid);
	if (!member) throw notFound(path);
	return member;
}

function common(accountSid: string, conversation: ClassicConversation, sid: string, collection: string) {
	return {
		account_sid: accountSid,
		chat_service_sid: conversation.serviceSid,
		conversation_sid: conversation.sid,
		sid,
		url: `https://conversations.twilio.com/v1/Conversations/${conversation.sid}/${collection}/${sid}`,
	};
}

function bindingType(address: string): string {
	return address.match(/^(whatsapp|rcs|messenger):/)?.[1] ?? 'sms';
}
