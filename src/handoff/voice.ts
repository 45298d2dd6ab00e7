/**
 * A handoff on a live call. Whatever happens, the answer is valid TwiML: anything else makes Twilio tell the caller
 * that an application error has occurred, and hang up.
 * @module
 */
import { twiml } from 'twilio';
import { HandoffError } from '../errors';
import { requireSetting, type Settings } from '../settings';
import { salvageHandoffData } from './payload';
import { type CustomerContact, taskAttributes, taskPriority } from './task-attributes';

const APOLOGY = 'We are sorry. We cannot connect you to a person right now. Please call again later.';

/** Of what could not be read, this much goes into the task: enough to see what happened, small enough for TaskRouter. */
const MAX_LOST_CHARACTERS = 1_000;

/** Twilio takes TwiML up to 64 kB (https://www.twilio.com/docs/api/errors/11750). */
const MAX_TWIML_BYTES = 64_000;

/** What came of a call, for the log. */
export interface CallAnswer {
	readonly twiml: string;
	readonly outcome:
		| 'enqueued'
		| 'session_ended'
		| 'left_queue'
		| 'fallback_dialed'
		| 'fallback_ended'
		| 'apologised';
	/** Why the caller could not be enqueued, or what of the payload was lost. */
	readonly problem?: string;
}

/**
 * Answers the ConversationRelay action callback, and the two callbacks its own TwiML asks for: when the call leaves
 * the queue (`QueueResult`) and when the fallback's call is over (`DialCallStatus`).
 *
 * Twilio calls the action URL whenever a session ends: only with `HandoffData` did the virtual agent hand over. A
 * caller who hung up, or whose session broke, must not land on a person.
 * @param params the callback's form fields
 * @param path where this Function is served, for the follow-up callbacks
 */
export function answerCall(
	params: Readonly<Record<string, unknown>>,
	settings: Settings,
	path: string,
): CallAnswer {
	try {
		if (params.DialCallStatus !== undefined) return afterFallback(params.DialCallStatus);
		if (params.QueueResult !== undefined) return afterQueue(params, settings, path);
		if (isBlank(params.HandoffData)) return { twiml: hangUp(), outcome: 'session_ended' };
		return enqueue(params, settings, path);
	} catch (error) {
		return fallBack(
			params,
			settings,
			path,
			error instanceof HandoffError ? error.message : 'The call could not be enqueued.',
		);
	}
}

function enqueue(params: Readonly<Record<string, unknown>>, settings: Settings, path: string): CallAnswer {
	const workflowSid = requireSetting(settings, 'TWILIO_FLEX_WORKFLOW_SID');
	const { data, problems } = salvageHandoffData(params.HandoffData);
	const contact = contactOf(params);
	const priority = taskPriority(data.attributes);
	const toTwiml = (attributes: Readonly<Record<string, unknown>>) => {
		const response = new twiml.VoiceResponse();
		response
			.enqueue({ workflowSid, action: path, method: 'POST' })
			.task({ priority }, xmlSafe(JSON.stringify(attributes)));
		return response.toString();
	};
	const lost = (problem: string) => ({
		handoffDataProblem: problem,
		handoffDataReceived: excerpt(params.HandoffData),
	});
	const problem = problems.join(' ');
	const document = toTwiml({ ...taskAttributes(data, contact), ...(problem !== '' && lost(problem)) });
	if (Buffer.byteLength(document) <= MAX_TWIML_BYTES) {
		return { twiml: document, outcome: 'enqueued', ...(problem !== '' && { problem }) };
	}
	const tooLarge = 'The attributes are too large for a call.';
	const reason = excerpt(data.attributes.reason);
	const attributes = taskAttributes({ ...data, attributes: { reason } }, contact);
	return { twiml: toTwiml({ ...attributes, ...lost(tooLarge) }), outcome: 'enqueued', problem: tooLarge };
}

/** The customer is who called, or on a call the virtual agent placed, who was called. */
function contactOf(params: Readonly<Record<string, unknown>>): CustomerContact {
	const direction = isOutbound(params) ? 'outbound' : 'inbound';
	const customerAddress = textOf(direction === 'outbound' ? params.To : params.From);
	return { channel: 'VOICE', direction, name: textOf(params.CallerName) || customerAddress, customerAddress };
}

/**
 * `<Enqueue>` reports here how it ended. Only when the queue itself failed is there still a caller to help; the
 * other results mean that the call is over or in good hands.
 * @see https://www.twilio.com/docs/voice/twiml/enqueue (QueueResult)
 */
function afterQueue(params: Readonly<Record<string, unknown>>, settings: Settings, path: string): CallAnswer {
	const failures = ['error', 'system-error', 'queue-full'];
	if (!failures.includes(textOf(params.QueueResult))) return { twiml: hangUp(), outcome: 'left_queue' };
	return fallBack(
		params,
		settings,
		path,
		`TaskRouter did not take the call (QueueResult ${textOf(params.QueueResult)}).`,
	);
}

function fallBack(
	params: Readonly<Record<string, unknown>>,
	settings: Settings,
	path: string,
	problem: string,
): CallAnswer {
	let number: string;
	try {
		number = requireSetting(settings, 'HANDOFF_FALLBACK_NUMBER');
	} catch (error) {
		const missing = error instanceof HandoffError ? ` ${error.message}` : '';
		return { twiml: apologise(), outcome: 'apologised', problem: problem + missing };
	}
	const response = new twiml.VoiceResponse();
	// On a call we placed, From is our own number, the only one we may show.
	const from = textOf(params.From);
	const callerId = isOutbound(params) && /^\+\d+$/.test(from) ? { callerId: from } : {};
	response.dial({ action: path, method: 'POST', ...callerId }, number);
	return { twiml: response.toString(), outcome: 'fallback_dialed', problem };
}

/** Without an action, `<Dial>` would go on to the next verb even after a good conversation. */
function afterFallback(status: unknown): CallAnswer {
	if (status === 'completed' || status === 'answered') return { twiml: hangUp(), outcome: 'fallback_ended' };
	return { twiml: apologise(), outcome: 'apologised', problem: 'HANDOFF_FALLBACK_NUMBER did not answer.' };
}

function apologise(): string {
	const response = new twiml.VoiceResponse();
	response.say(APOLOGY);
	response.hangup();
	return response.toString();
}

function hangUp(): string {
	const response = new twiml.VoiceResponse();
	response.hangup();
	return response.toString();
}

function isOutbound(params: Readonly<Record<string, unknown>>): boolean {
	return textOf(params.Direction).startsWith('outbound');
}

function isBlank(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function excerpt(value: unknown): string {
	const received = typeof value === 'string' ? value : (JSON.stringify(value ?? '') ?? '');
	return received.length > MAX_LOST_CHARACTERS ? `${received.slice(0, MAX_LOST_CHARACTERS)}…` : received;
}

/** JSON text that XML 1.0 can carry. JSON escapes control characters by itself; these two are the only others. */
function xmlSafe(json: string): string {
	return json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
