/**
 * A handoff on a live call. Always returns valid TwiML: after anything else Twilio tells the caller that an
 * application error has occurred, and hangs up.
 * @module
 */
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { HandoffError, MisconfiguredError } from '../http/errors';
import { textOf } from '../json';
import { E164, requireSetting, type Settings } from '../settings';
import { holdMusic, speech, textFor } from '../texts';
import { readSessionEnd } from './session-end';
import { type CustomerContact, type HandoffContent, taskAttributes, taskPriority } from './task-attributes';
import { priorities, taskTimeout } from './task-options';

/**
 * What Twilio puts in `From` when a caller withholds the number: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE
 * on a keypad.
 * @see https://help.twilio.com/articles/223179988
 */
const WITHHELD_NUMBERS = ['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'];

/** Whether Twilio asks about a call: the ConversationRelay action callback, or a later one of the same call. */
export function isCallback(params: Readonly<Record<string, unknown>>): boolean {
	return Boolean(params.CallSid);
}

/** A callback about a call, and what is needed to answer it. */
export interface CallbackRequest {
	readonly params: Readonly<Record<string, unknown>>;
	readonly settings: Settings;
	/** Where this Function is served, for the follow-up callbacks. */
	readonly path: string;
}

/** The TwiML, and for the log what became of the call. */
export interface CallbackAnswer {
	readonly twiml: string;
	readonly outcome:
		| 'enqueued'
		| 'session_ended'
		| 'call_ended'
		| 'left_queue'
		| 'fallback_dialed'
		| 'fallback_ended'
		| 'apologized';
	/** Why the caller could not be enqueued, or what of the payload was lost. */
	readonly problem?: string;
}

/**
 * Answers the ConversationRelay action callback, and the two callbacks its own TwiML asks for: when the call leaves
 * the queue (`QueueResult`) and when the fallback's call is over (`DialCallStatus`).
 * @param greeting asked only of a caller who is about to be put into the queue: what they hear before it
 * @returns TwiML, whatever the callback holds; never throws
 */
export async function answerCallback(
	request: CallbackRequest,
	greeting: () => Promise<string>,
): Promise<CallbackAnswer> {
	const { DialCallStatus, QueueResult } = request.params;
	try {
		if (DialCallStatus !== undefined) return afterFallback(DialCallStatus, request.settings);
		if (QueueResult !== undefined) return afterQueue(request, textOf(QueueResult));
		const end = readSessionEnd(request.params);
		return end.isHandoff ? await enqueue(request, end, greeting) : { twiml: hangUp(), outcome: end.outcome };
	} catch (error) {
		return fallBack(
			request,
			error instanceof HandoffError ? error.message : 'The call could not be enqueued.',
		);
	}
}

async function enqueue(
	{ params, settings, path }: CallbackRequest,
	content: HandoffContent,
	greeting: () => Promise<string>,
): Promise<CallbackAnswer> {
	const workflowSid = requireSetting(settings, 'TWILIO_FLEX_WORKFLOW_SID');
	const priority = taskPriority(content.data.attributes, priorities(settings));
	const attributes = taskAttributes(content, contactOf(params));
	const timeout = taskTimeout(settings, 'HANDOFF_CALL_TIMEOUT');
	const text = await greeting();
	const response = new VoiceResponse();
	if (text !== '') response.say(speech(settings), text);
	response
		.enqueue({ workflowSid, action: path, method: 'POST', ...holdMusic(settings) })
		.task({ priority, timeout }, attributes);
	return {
		twiml: response.toString(),
		outcome: 'enqueued',
		...(content.problem !== undefined && { problem: content.problem }),
	};
}

/** The customer is who called, or on a call the virtual agent placed, who was called. */
function contactOf(params: CallbackRequest['params']): CustomerContact {
	const direction = isOutbound(params) ? 'outbound' : 'inbound';
	const customerAddress = textOf(direction === 'outbound' ? params.To : params.From);
	return { channel: 'VOICE', direction, name: textOf(params.CallerName) || customerAddress, customerAddress };
}

/**
 * `<Enqueue>` reports here how it ended. A caller is still there when the queue itself failed, or when hold music of the
 * team's own let them out of it (`<Leave>`); the other results mean that the call is over or handled.
 * @see https://www.twilio.com/docs/voice/twiml/enqueue (QueueResult)
 * @see https://www.twilio.com/docs/voice/twiml/leave
 */
function afterQueue(request: CallbackRequest, result: string): CallbackAnswer {
	const failures = ['error', 'system-error', 'queue-full', 'leave'];
	if (!failures.includes(result)) return { twiml: hangUp(), outcome: 'left_queue' };
	return fallBack(request, `The call left the queue without an agent (QueueResult ${result}).`);
}

/** TwiML that takes a caller out of the queue: to the fallback, or an apology. `path` may be a whole URL. */
export function fallbackTwiml(request: CallbackRequest): string {
	return fallBack(request, '').twiml;
}

function fallBack({ params, settings, path }: CallbackRequest, problem: string): CallbackAnswer {
	try {
		const fallback = requireSetting(settings, 'HANDOFF_FALLBACK_NUMBER');
		const callerId = callerIdOf(params, settings);
		const response = new VoiceResponse();
		const options = { action: path, method: 'POST', ...(callerId !== undefined && { callerId }) };
		if (E164.test(fallback)) response.dial(options, fallback);
		else response.dial(options).sip(fallback);
		return { twiml: response.toString(), outcome: 'fallback_dialed', problem };
	} catch (error) {
		const missing = error instanceof HandoffError ? ` ${error.message}` : '';
		return { twiml: apologize(settings), outcome: 'apologized', problem: problem + missing };
	}
}

/**
 * The number that the fallback sees. Twilio shows the caller's own when there is one, and otherwise takes only a number
 * of the account.
 * @returns a number, or `undefined` for the caller's own
 * @throws {MisconfiguredError} when the caller has none, and neither has the account
 */
function callerIdOf(params: CallbackRequest['params'], settings: Settings): string | undefined {
	const from = textOf(params.From);
	if (E164.test(from) && !WITHHELD_NUMBERS.includes(from)) return isOutbound(params) ? from : undefined;
	const ours = requireSetting(settings, 'TWILIO_PHONE_NUMBER');
	if (E164.test(ours)) return ours;
	throw new MisconfiguredError(
		'TWILIO_PHONE_NUMBER',
		'is not a phone number, and the caller has none: there is no caller ID for HANDOFF_FALLBACK_NUMBER',
	);
}

/** Without an action, `<Dial>` would continue with the next verb even after a good conversation. */
function afterFallback(status: unknown, settings: Settings): CallbackAnswer {
	if (status === 'completed' || status === 'answered') return { twiml: hangUp(), outcome: 'fallback_ended' };
	const problem = 'HANDOFF_FALLBACK_NUMBER did not answer.';
	return { twiml: apologize(settings), outcome: 'apologized', problem };
}

function apologize(settings: Settings): string {
	const response = new VoiceResponse();
	response.say(speech(settings), textFor(settings, 'HANDOFF_CALL_APOLOGY'));
	response.hangup();
	return response.toString();
}

function hangUp(): string {
	const response = new VoiceResponse();
	response.hangup();
	return response.toString();
}

function isOutbound(params: CallbackRequest['params']): boolean {
	return textOf(params.Direction).startsWith('outbound');
}
