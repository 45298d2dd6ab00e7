/**
 * What the modules of conversations.twilio.com share.
 * @module
 */
import { notFound } from '../../core/http';
import type { Conversation, World } from '../../core/world';

/** Serves both versions: v1 is Conversations (classic), v2 is Conversation Orchestrator. */
export const HOST = 'conversations.twilio.com';

/**
 * The v2 conversation a path names.
 * @throws TwilioError 404.
 */
export function findConversation(
	world: World,
	conversationId: string | undefined,
	path: string,
): Conversation {
	const conversation = world.conversations.get(conversationId ?? '');
	if (!conversation) throw notFound(path);
	return conversation;
}
