/**
 * The ids of a handoff, and how to tell them apart. One that goes into a URL path is checked first.
 * @module
 */

/**
 * Conversation Orchestrator's ids are lower-case base32 behind a fixed prefix, 26 characters today. The length is
 * left some room: an id that Twilio made longer must not strand a customer.
 */
const CONVERSATION_ID = /^conv_conversation_[0-9a-z]{20,40}$/;

/** Whether a value is the id of a Conversation Orchestrator (v2) conversation. */
export function isConversationId(value: unknown): value is string {
	return typeof value === 'string' && CONVERSATION_ID.test(value);
}

/**
 * Whether a value is a SID of one kind.
 * @param prefix `CH` of a classic conversation, `IS` of its service, `CA` of a call, …
 */
export function isSid(prefix: string, value: unknown): value is string {
	return typeof value === 'string' && new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i').test(value);
}
