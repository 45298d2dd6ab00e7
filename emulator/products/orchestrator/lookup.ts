/**
 * What the modules of conversations.twilio.com share.
 * @module
 */
import { findOr404 } from '../../core/http';
import type { Communication, Conversation, World } from '../../core/world';

/** The host of both versions: v1 is Conversations (classic), v2 is Conversation Orchestrator. */
export const HOST = 'conversations.twilio.com';

/**
 * The v2 conversation that a path names.
 * @throws TwilioError 404.
 */
export function findConversation(
	world: World,
	conversationId: string | undefined,
	path: string,
): Conversation {
	return findOr404(world.conversations, conversationId, path);
}

/** Whether a conversation is behind a call or a classic conversation. */
export function hasChannelId(conversation: Conversation, channelId: string): boolean {
	return conversation.participants.some(({ addresses }) =>
		addresses.some((address) => address.channelId === channelId),
	);
}

/**
 * "An INACTIVE conversation returns to ACTIVE when new traffic arrives from any participant—inbound or outbound."
 * https://www.twilio.com/docs/conversations/orchestrator/concepts/lifecycle
 */
export function reactivate(world: World, conversation: Conversation): void {
	if (conversation.status !== 'INACTIVE') return;
	Object.assign(conversation, { status: 'ACTIVE', updatedAt: new Date().toISOString() });
	world.log('Conversations', `${conversation.id} is ACTIVE`);
}

/** A conversation in a response or a callback. */
export function viewConversation({
	participants: _,
	...conversation
}: Conversation): Omit<Conversation, 'participants'> {
	return conversation;
}

/** A communication in a response or a callback. */
export function viewCommunication({ account }: World, communication: Communication) {
	const { createdAt } = communication;
	return { ...communication, accountId: account.accountSid, updatedAt: createdAt, occurredAt: createdAt };
}
