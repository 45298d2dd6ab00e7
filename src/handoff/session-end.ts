/**
 * Why the virtual agent's session ended. Twilio reports the end of every session, and a virtual agent
 * can end a call only by ending its session, so most ends are not a handoff.
 * @module
 */
import { isRecord, textAt } from '../json';
import { asText, type HandoffData, parseHandoffDataLeniently } from './payload';

/** A session that ended with a handoff, or without one. */
export type SessionEnd =
	| {
			readonly isHandoff: true;
			readonly data: HandoffData;
			/** What of the payload could not be read, in sentences. */
			readonly problem?: string;
			/** The payload as it came, when something of it was lost. */
			readonly received?: string;
	  }
	| { readonly isHandoff: false; readonly outcome: 'session_ended' | 'call_ended' };

/**
 * Decides from the fields of a ConversationRelay action callback, or those the flow passes on, whether the caller is to
 * get a person.
 *
 * `HandoffData` comes from any agent: TAC's payload, another object (ConversationRelay's docs show `reasonCode`), a bare
 * word such as the `call_ended` that Twilio's Google connector sends at the end of every call, or text that was cut off.
 * Only what clearly ends the call is no handoff. Without it, a session that failed while the caller is still there is one.
 * @param params `HandoffData`, `SessionStatus`, `CallStatus`, `ErrorCode`
 * @see https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
 */
export function readSessionEnd(params: Readonly<Record<string, unknown>>): SessionEnd {
	const value = unwrap(parse(params.HandoffData));
	if (isEmpty(value)) {
		return isFailedSession(params)
			? { isHandoff: true, data: failedSession(params.ErrorCode) }
			: { isHandoff: false, outcome: isEmpty(params.HandoffData) ? 'session_ended' : 'call_ended' };
	}
	if (endsCall(value)) return { isHandoff: false, outcome: 'call_ended' };
	const { data, problems } = parseHandoffDataLeniently(value);
	if (problems.length === 0) return { isHandoff: true, data };
	return { isHandoff: true, data, problem: problems.join(' '), received: asText(params.HandoffData) };
}

/**
 * The payload of a ConversationRelay message that an agent made a payload itself: `{"type":"end","handoffData":"…"}`.
 * @see https://www.twilio.com/docs/voice/conversationrelay/websocket-messages (end session message)
 */
function unwrap(value: unknown): unknown {
	if (!isRecord(value) || value.type !== 'end' || !Object.hasOwn(value, 'handoffData')) return value;
	return parse(value.handoffData);
}

/** JSON text parsed, also when it was made JSON twice; other text stays as it is. */
function parse(value: unknown, depth = 2): unknown {
	if (typeof value !== 'string' || depth === 0) return value;
	try {
		return parse(JSON.parse(value), depth - 1);
	} catch {
		return value;
	}
}

/** Also the null values of other languages: `None`, `undefined`. */
function isEmpty(value: unknown): boolean {
	if (typeof value === 'string') return /^\s*(|none|null|nil|undefined)\s*$/i.test(value);
	return value === undefined || value === null || value === false || (Array.isArray(value) && !value.length);
}

/** Where agents that speak to ConversationRelay themselves say why they ended it. */
const REASONS = ['reason', 'code'];
/** Where they may say that, or something else: `{ status: "completed", summary: "wants a human" }` is a handoff. */
const OTHER_CODES = ['action', 'event', 'type', 'status'];
/** What is no code, and says nothing about the call's end either. */
const ID = /(?:^i|I|_i|Si|_si)d$|^timestamp$/;

function endsCall(value: unknown): boolean {
	if (typeof value === 'string') return isEndOfCall(value);
	if (!isRecord(value)) return false;
	// TAC's payload is only ever sent by its handoff tool, whatever the app calls its attributes.
	if (isRecord(value.attributes)) return false;
	// This one decides alone: `{ reasonCode: "live-agent-handoff", reason: "hang up" }` is a handoff.
	const [reasonCode] = textsIn(value, ['reasonCode', 'reason_code']);
	if (reasonCode !== undefined) return isEndOfCall(reasonCode);
	const reasons = textsIn(value, REASONS);
	const codes = [...reasons, ...textsIn(value, OTHER_CODES)];
	const isAllCodes = Object.keys(value).every(
		(name) => REASONS.includes(name) || OTHER_CODES.includes(name) || ID.test(name),
	);
	return codes.length > 0 && codes.every(isEndOfCall) && (reasons.length > 0 || isAllCodes);
}

function textsIn(value: Readonly<Record<string, unknown>>, fields: readonly string[]): string[] {
	return fields.flatMap((field) => textAt(value, field) ?? []);
}

const ENDING =
	'end|ends|ended|ending|hang-?up|hangs-up|hung-?up|disconnect|disconnected|terminate|terminated|complete|completed|finish|finished|close|closed|done|over';
const SESSION = '(?:the-|this-)?(?:phone-)?(?:call|session|conversation|conversation-relay|chat)';
const WHO = '(?:user|caller|customer|client|agent|ai|assistant|bot|virtual-agent)';
const END_OF_CALL = new RegExp(
	`^(?:(?:${WHO}-)?(?:${ENDING})(?:-${SESSION})?|(?:${WHO}-)?${SESSION}-(?:is-|has-|was-)?(?:${ENDING})|(?:good)?bye|good-bye)$`,
);

/** `call_ended`, `end-call`, `endCall`, `Hang up.`: one code in its many spellings, and nothing else. */
function isEndOfCall(text: string): boolean {
	if (text.length > 60) return false;
	const code = text
		.trim()
		.replace(/([a-z])([A-Z])/g, '$1-$2')
		.toLowerCase()
		.replace(/[\s_.:/-]+/g, '-')
		.replace(/^-|[-!]+$/g, '');
	return END_OF_CALL.test(code);
}

/** The session failed and the caller is still on the line. A caller who hung up has `CallStatus=completed`. */
function isFailedSession({ SessionStatus, CallStatus }: Readonly<Record<string, unknown>>): boolean {
	return SessionStatus === 'failed' && CallStatus === 'in-progress';
}

function failedSession(errorCode: unknown): HandoffData {
	const code = typeof errorCode === 'string' && /^\d{1,10}$/.test(errorCode) ? ` (error ${errorCode})` : '';
	return {
		conversationId: '',
		storeId: '',
		profileId: '',
		reason: `The virtual agent's session failed${code}. The caller did not request a human agent.`,
		attributes: {},
	};
}
