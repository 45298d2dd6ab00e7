/**
 * The ids of a handoff, and how to tell them apart.
 * @module
 */
import { isConversationId, isSid } from '../../src/ids';
import { isRecord } from '../../src/json';
import { SetupError } from '../account/errors';
import type { Subject } from './trace';

const KINDS = [
	['conversationId', isConversationId],
	['callSid', (id: unknown) => isSid('CA', id)],
	['conversationSid', (id: unknown) => isSid('CH', id)],
	['executionSid', (id: unknown) => isSid('FN', id)],
	['taskSid', (id: unknown) => isSid('WT', id)],
] as const;

/** @returns what an id is of, or `undefined` for anything else */
function kindOf(id: unknown): keyof Subject | undefined {
	return KINDS.find(([, isOne]) => isOne(id))?.[0];
}

/**
 * @param id as it was typed
 * @throws {SetupError} that names the kinds of ids
 */
export function parseSubject(id: string): Subject {
	const text = id.trim();
	const kind = kindOf(text);
	if (kind !== undefined) return { [kind]: text };
	throw new SetupError(
		'Unrecognized ID. Use a conversation ID (conv_conversation_…) or the SID of a call (CA…), a Studio execution (FN…), a task (WT…) or a classic conversation (CH…).',
	);
}

/** What a task's attributes say about its handoff: the flow's own, and those that Flex and calls add. */
export function idsInAttributes(attributes: Readonly<Record<string, unknown>>): Subject {
	const { conversationId, call_sid: callSid, conversationSid } = attributes;
	return Object.fromEntries(
		Object.entries({ conversationId, callSid, conversationSid }).filter(([kind, id]) => kindOf(id) === kind),
	);
}

/** The first task SID anywhere in a value: Twilio does not document which output of a widget holds it. */
export function taskSidIn(value: unknown): string | undefined {
	if (isSid('WT', value)) return value;
	const parts = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
	return parts.map(taskSidIn).find((sid) => sid !== undefined);
}
