/**
 * Which handoff a request is about, for its log line: whoever follows one searches the log for one id.
 * @module
 */
import { isRecord } from '../json';

/** The ids that a request names, as far as it does. */
export interface Correlation {
	/** The same in every log line of a handoff, in the flow's `HandoffData` and in the task's attributes. */
	readonly conversationId?: string;
	readonly callSid?: string;
	readonly executionSid?: string;
	readonly taskSid?: string;
}

/** Of a v2 conversation, or what another agent than TAC calls its own. Nothing else of a request goes into a log. */
const CONVERSATION = /^[\w.:-]{1,60}$/;
/** As src/conversation/conversation-id.ts has it. */
const V2_CONVERSATION = /^conv_conversation_[0-9a-z]{20,40}$/;

/**
 * Reads the ids wherever an endpoint receives them: a parameter, TAC's payload, or a task's attributes.
 * @param params query and body in one; anything at all
 * @returns the well-formed ones; never throws
 */
export function correlationOf(params: Readonly<Record<string, unknown>>): Correlation {
	const attributes = objectIn(params.TaskAttributes);
	const payload = objectIn(params.HandoffData ?? objectIn(params.Parameters).HandoffData);
	const conversation = [payload, params, attributes].map((each) => idIn(each.conversationId, CONVERSATION));
	const all = {
		conversationId: conversation.find((id) => id !== undefined),
		callSid: idIn(params.CallSid, sid('CA')) ?? idIn(attributes.call_sid, sid('CA')),
		executionSid: idIn(params.executionSid, sid('FN')),
		taskSid: idIn(params.TaskSid, sid('WT')),
	};
	return Object.fromEntries(Object.entries(all).filter(([, id]) => id !== undefined));
}

/**
 * A URL for later callbacks of a call, whose fields say nothing of the conversation.
 * @returns the path with the conversation's id, if the request names one
 */
export function correlatedPath(path: string, params: Readonly<Record<string, unknown>>): string {
	const { conversationId = '' } = correlationOf(params);
	return V2_CONVERSATION.test(conversationId) ? `${path}?conversationId=${conversationId}` : path;
}

function sid(prefix: string): RegExp {
	return new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i');
}

function idIn(value: unknown, shape: RegExp): string | undefined {
	return typeof value === 'string' && shape.test(value) ? value : undefined;
}

/** An object, given as such or as JSON text, also when that was made JSON twice. */
function objectIn(value: unknown, depth = 2): Record<string, unknown> {
	if (isRecord(value)) return value;
	if (typeof value !== 'string' || depth === 0) return {};
	try {
		return objectIn(JSON.parse(value), depth - 1);
	} catch {
		return {};
	}
}
