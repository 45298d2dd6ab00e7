/**
 * Reads a conversation of Conversation Orchestrator as Twilio sends it.
 * @module
 */
import type { Twilio } from 'twilio';
import * as z from 'zod/mini';
import { ConversationNotFoundError } from '../errors';
import { fromTwilio, statusOf } from '../twilio/errors';
import { getJson } from '../twilio/get-json';

/**
 * The bridge in both spellings: the guide has `conversationsV1Bridge.serviceSid` on the conversation, the SDK
 * `configuration.conversationsV1Bridge.serviceId`.
 */
const text = z.optional(z.nullable(z.string()));
const bridge = z.optional(z.nullable(z.object({ serviceSid: text, serviceId: text })));
const conversation = z.object({
	configurationId: text,
	status: text,
	conversationsV1Bridge: bridge,
	configuration: z.optional(
		z.nullable(
			z.object({
				conversationsV1Bridge: bridge,
				statusCallbacks: z.optional(z.nullable(z.array(z.unknown()))),
			}),
		),
	),
});

export type Bridge = z.infer<typeof bridge>;
export type Conversation = z.infer<typeof conversation>;

/**
 * Raw, not `.fetch()`: the SDK's instances drop fields they do not know, and the guide's spelling is one.
 * @param conversationId already checked: it becomes part of a URL
 * @throws {ConversationNotFoundError}
 * @throws {HandoffError} what Twilio's failure amounts to
 */
export async function readConversation(twilio: Twilio, conversationId: string): Promise<Conversation> {
	try {
		const uri = `https://conversations.twilio.com/v2/Conversations/${conversationId}`;
		return conversation.parse(await getJson(twilio, uri));
	} catch (error) {
		if (statusOf(error) === 404) throw new ConversationNotFoundError(conversationId, error);
		throw fromTwilio('reading the conversation', error);
	}
}
