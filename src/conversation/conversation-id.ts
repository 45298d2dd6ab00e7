/**
 * @module
 */
import { InvalidRequestError } from '../http/errors';

/**
 * Conversation Orchestrator's ids are lower-case base32 behind a fixed prefix, 26 characters today. The length is
 * left some room: an id that Twilio made longer must not strand a customer.
 */
const CONVERSATION_ID = /^conv_conversation_[0-9a-z]{20,40}$/;

/**
 * Checks a Conversation Orchestrator (v2) conversation id. It goes into a URL path, so nothing else may pass.
 * @param field the name the caller gave it, for the error
 * @throws {InvalidRequestError} naming the field
 */
export function parseConversationId(value: unknown, field = 'conversationId'): string {
	if (value === undefined || value === null || value === '') {
		throw new InvalidRequestError(field, `${field} is required: a Conversations v2 id, conv_conversation_….`);
	}
	if (typeof value !== 'string')
		throw new InvalidRequestError(field, `${field} must be one string, sent once.`);
	if (/^CH[0-9a-f]{32}$/i.test(value)) {
		throw new InvalidRequestError(
			field,
			`${field} is a classic Conversation SID (CH…); send the Conversations v2 id, conv_conversation_….`,
		);
	}
	if (!CONVERSATION_ID.test(value)) {
		throw new InvalidRequestError(
			field,
			`${field} is not a Conversations v2 id; those look like conv_conversation_ and 26 lower-case characters.`,
		);
	}
	return value;
}
