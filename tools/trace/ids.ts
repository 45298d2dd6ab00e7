/**
 * The ids of a handoff, and how to tell them apart.
 * @module
 */
import { isConversationId, isSid } from '../../src/ids';
import { isRecord } from '../../src/json';
import { SetupError } from '../account/errors';
import type { Subject } from './trace';

const SIDS = { CA: 'callSid', CH: 'conversationSid', FN: 'executionSid', WT: 'taskSid' } as const;

/**
 * @param id as it was typed
 * @throws {SetupError} listing the kinds of IDs
 */
export function parseSubject(id: string): Subject {
	const text = id.trim();
	if (isConversationId(text)) return { conversationId: text };
	for (const [prefix, kind] of Object.entries(SIDS)) if (isSid(prefix, text)) return { [kind]: text };
	throw new SetupError(
		'Unrecognized ID. Use a conversation ID (conv_conversation_…) or the SID of a call (CA…), a Studio execution (FN…), a task (WT…), or a classic conversation (CH…).',
	);
}

/** What a task's attributes say about its handoff: the flow's own, and those that Flex and calls add. */
export function idsInAttributes(attributes: Readonly<Record<string, unknown>>): Subject {
	const { conversationId, call_sid: callSid, conversationSid } = attributes;
	return {
		conversationId: isConversationId(conversationId) ? conversationId : undefined,
		callSid: isSid('CA', callSid) ? callSid : undefined,
		conversationSid: isSid('CH', conversationSid) ? conversationSid : undefined,
	};
}

/** The first task SID anywhere in a value: Twilio does not document which output of a widget holds it. */
export function taskSidIn(value: unknown): string | undefined {
	if (isSid('WT', value)) return value;
	const parts = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
	return parts.map(taskSidIn).find((sid) => sid !== undefined);
}
