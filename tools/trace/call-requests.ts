/**
 * Reads the requests of a call as the story of a handoff: the AI session ended, the caller was put into the queue, left
 * it, was connected with the fallback number.
 * @module
 */
import { readSessionEnd } from '../../src/handoff/session-end';
import { type CallRequest, isPlaced, type TracedCall } from './call';
import { fine, note, type TraceEntry, wrong } from './trace';

const APPLICATION_ERROR = 'The customer heard that an application error has occurred, and the call ended.';
const APOLOGY =
	'The caller heard an apology or the fallback number ring; no person in Flex hears of the call.';

/** `QueueResult` of a queue that did not take the call: https://www.twilio.com/docs/voice/twiml/enqueue */
const QUEUE_FAILURES = ['error', 'system-error', 'queue-full'];

/**
 * @param call for its direction
 * @param isTold whether the steps of the flow tell what came of a queue or a fallback already
 */
export function requestEntries(
	requests: readonly CallRequest[],
	call: TracedCall | undefined,
	isTold: boolean,
): TraceEntry[] {
	if (requests.length === 0) {
		return [note('Voice', 'Twilio shows the requests of a call from 15 minutes after its end on.')];
	}
	return requests.flatMap((request) => entriesOf(request, call, isTold));
}

/** Whether it got an error for an answer. */
export function isRefused({ status }: CallRequest): boolean {
	return status > 0 && (status < 200 || status > 299);
}

/** Whether the AI session's end brought a handoff; `undefined` when no request tells. */
export function broughtHandoff(requests: readonly CallRequest[]): boolean | undefined {
	const ends = requests.filter(isSessionEnd);
	return ends.length === 0 ? undefined : ends.some(isHandoff);
}

function entriesOf(request: CallRequest, call: TracedCall | undefined, isTold: boolean): TraceEntry[] {
	const { url, at, parameters } = request;
	// What Twilio tells the application about a call's progress; nothing hangs on the answer.
	if (parameters.callbacksource !== undefined || url.startsWith('https://api.twilio.com/')) return [];
	if (isRefused(request)) return [refused(request, call)];
	if (QUEUE_FAILURES.includes(parameters.queueresult ?? '') && !isTold) {
		const what = `The queue did not take the call (QueueResult ${parameters.queueresult}).`;
		const advice =
			'Check the workflow, TWILIO_FLEX_WORKFLOW_SID, with npm run doctor; npm run deploy puts the right one in.';
		return [wrong('Voice', what, { at, impact: APOLOGY, advice })];
	}
	if (parameters.dialcallstatus !== undefined && !isTold) {
		return [note('Voice', `The fallback number: ${parameters.dialcallstatus}.`, at)];
	}
	return isSessionEnd(request) ? sessionEnd(request, isTold) : [];
}

function sessionEnd(request: CallRequest, isTold: boolean): TraceEntry[] {
	const { url, at, enqueues, dials } = request;
	if (!isHandoff(request)) {
		return [
			note('Voice', `The virtual agent’s session ended without a handoff; ${whom(url)} was asked.`, at),
		];
	}
	const handedOver = fine('Voice', `The virtual agent handed the call over; ${whom(url)} was asked.`, at);
	if (enqueues) return [handedOver, fine('Voice', 'The answer put the caller into the queue.', at)];
	if (isTold) return [handedOver];
	const what = `${capital(whom(url))} answered without putting the caller into the queue.`;
	const impact = dials ? 'The fallback number was called instead.' : APOLOGY;
	const advice =
		'Check TWILIO_FLEX_WORKFLOW_SID with npm run doctor; npm run deploy gives it to the Functions.';
	return [handedOver, wrong('Voice', what, { at, impact, advice })];
}

/** Twilio got no TwiML, or an error. */
function refused({ url, status, at }: CallRequest, call: TracedCall | undefined): TraceEntry {
	if (isPlaced(call) && isFlow(url)) return placedCallRefused(at);
	return wrong('Voice', `${capital(whom(url))} answered ${status} when Twilio asked about the call.`, {
		at,
		impact: APPLICATION_ERROR,
		advice: isFlow(url)
			? 'Check that the flow of TWILIO_STUDIO_HANDOFF_FLOW_SID is there and published: npm run doctor.'
			: 'See that the application behind this URL runs, and what its log says. For the Functions: npm run doctor.',
	});
}

/**
 * Studio's `Trigger=incomingCall` takes no call that the account placed itself.
 * @param at when it answered; missing where Twilio does not show the request, and it can only be concluded
 */
export function placedCallRefused(at?: string): TraceEntry {
	const refused = at === undefined ? 'Studio most likely refused' : 'Studio refused';
	return wrong('Voice', `${refused} the call, because the virtual agent had placed it.`, {
		at,
		impact: APPLICATION_ERROR,
		advice:
			'Make https://…/handoff of this project the action URL of the voice channel: README, Voice through /handoff.',
	});
}

/** Only the `<Connect action>` request speaks of a session. */
function isSessionEnd({ parameters }: CallRequest): boolean {
	return parameters.sessionid !== undefined || parameters.handoffdata !== undefined;
}

/** Names arrive in lower case. */
function isHandoff({ parameters }: CallRequest): boolean {
	const { handoffdata, sessionstatus, callstatus } = parameters;
	return readSessionEnd({ HandoffData: handoffdata, SessionStatus: sessionstatus, CallStatus: callstatus })
		.isHandoff;
}

/** In the Console it is the flow; its webhook's URL would say little. */
function whom(url: string): string {
	return isFlow(url) ? 'the flow' : url;
}

function isFlow(url: string): boolean {
	return url.startsWith('https://webhooks.twilio.com/');
}

function capital(text: string): string {
	return text.replace(/^the /, 'The ');
}
