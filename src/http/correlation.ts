/**
 * Which handoff a request is about, for its log line: a handoff is found in the log by one id.
 * @module
 */
import { isConversationId, isSid } from '../ids';
import { objectIn } from '../json';

/** The ids that a request names, if any. */
export interface Correlation {
	/** The same in every log line of a handoff, in the flow's `HandoffData` and in the task's attributes. */
	readonly conversationId?: string;
	readonly callSid?: string;
	readonly executionSid?: string;
	readonly taskSid?: string;
}

/** Of a v2 conversation, or of another kind of virtual agent. Nothing else of a request goes into a log. */
const CONVERSATION = /^[\w.:-]{1,60}$/;

/**
 * Reads the ids wherever an endpoint receives them: a parameter, TAC's payload, or a task's attributes.
 * @param params query and body in one; anything at all
 * @returns the well-formed ones; never throws
 */
export function correlationOf(params: Readonly<Record<string, unknown>>): Correlation {
	const attributes = objectIn(params.TaskAttributes);
	const payload = objectIn(params.HandoffData ?? objectIn(params.Parameters).HandoffData);
	const conversations = [payload, params, attributes].map((each) => each.conversationId);
	const all = {
		conversationId: conversations.find((id) => typeof id === 'string' && CONVERSATION.test(id)),
		callSid: [params.CallSid, attributes.call_sid].find((id) => isSid('CA', id)),
		executionSid: isSid('FN', params.executionSid) ? params.executionSid : undefined,
		taskSid: isSid('WT', params.TaskSid) ? params.TaskSid : undefined,
	};
	return Object.fromEntries(Object.entries(all).filter(([, id]) => id !== undefined));
}

/**
 * A URL for later callbacks of a call, whose fields say nothing of the conversation.
 * @returns the path with the conversation's id, if the request names one
 */
export function correlatedPath(path: string, params: Readonly<Record<string, unknown>>): string {
	const { conversationId } = correlationOf(params);
	return isConversationId(conversationId) ? `${path}?conversationId=${conversationId}` : path;
}
