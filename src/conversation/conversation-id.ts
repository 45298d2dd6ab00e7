/**
 * @module
 */
import { InvalidRequestError } from '../http/errors';
import { singleText } from '../http/params';
import { isConversationId, isSid } from '../ids';

/**
 * Checks a Conversation Orchestrator (v2) conversation id. It goes into a URL path, so nothing else may pass.
 * @param field the name the caller gave it, for the error
 * @throws {InvalidRequestError} naming the field
 */
export function parseConversationId(value: unknown, field = 'conversationId'): string {
	if (value === undefined || value === null || value === '') {
		throw new InvalidRequestError(
			field,
			`${field} is required: a Conversations v2 ID (conv_conversation_…).`,
		);
	}
	const id = singleText(value, field);
	if (isConversationId(id)) return id;
	if (isSid('CH', id)) {
		throw new InvalidRequestError(
			field,
			`${field} is a classic Conversation SID (CH…). Send the Conversations v2 ID (conv_conversation_…) instead.`,
		);
	}
	throw new InvalidRequestError(
		field,
		`${field} is not a Conversations v2 ID. Expected conv_conversation_ followed by 26 lowercase letters and digits.`,
	);
}
