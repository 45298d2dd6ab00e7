/**
 * The ids of a handoff, and how to tell them apart.
 * @module
 */
import { isRecord } from '../../src/json';
import { SetupError } from '../account/errors';
import type { Subject } from './trace';

export const FLOW_SID = /^FW[0-9a-f]{32}$/i;

const SHAPES = [
	['conversationId', /^conv_conversation_[0-9a-z]{20,40}$/],
	['callSid', /^CA[0-9a-f]{32}$/i],
	['conversationSid', /^CH[0-9a-f]{32}$/i],
	['executionSid', /^FN[0-9a-f]{32}$/i],
	['taskSid', /^WT[0-9a-f]{32}$/i],
] as const;

/** @returns what an id is of, or `undefined` for anything else */
function kindOf(id: unknown): keyof Subject | undefined {
	return typeof id === 'string' ? SHAPES.find(([, shape]) => shape.test(id))?.[0] : undefined;
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
	if (typeof value === 'string') return kindOf(value) === 'taskSid' ? value : undefined;
	const parts = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
	return parts.map(taskSidIn).find((sid) => sid !== undefined);
}
