/**
 * Reads the requests of a call as a handoff: the AI session ended, the caller was put into the queue, left it, was
 * connected to the fallback number.
 * @module
 */
import { readSessionEnd, type SessionEnd } from '../../src/handoff/session-end';
import { type CallRequest, isPlaced, type TracedCall } from './call';
import { withoutHandoff } from './steps';
import { fine, note, type TraceEntry, wrong } from './trace';

const APPLICATION_ERROR = 'The customer heard that an application error has occurred, and the call ended.';
const APOLOGY =
	'The caller heard an apology or the fallback number ring; no agent in Flex receives the call.';

/** `QueueResult` of a queue that did not accept the call: https://www.twilio.com/docs/voice/twiml/enqueue */
const QUEUE_FAILURES = ['error', 'system-error', 'queue-full'];

/**
 * @param call for its direction
 * @param hasSteps whether the flow's own steps show what became of a queue or a fallback number
 */
export function requestEntries(
	requests: readonly CallRequest[],
	call: TracedCall | undefined,
	hasSteps: boolean,
): TraceEntry[] {
	if (requests.length === 0) {
		return [note('Voice', 'Twilio shows the requests of a call from 15 minutes after its end.')];
	}
	return requests.flatMap((request) => entriesOf(request, call, hasSteps));
}

/** Whether the response was an error. */
export function isRefused({ status }: CallRequest): boolean {
	return status > 0 && (status < 200 || status > 299);
}

/** How the AI session ended: with a handoff if any request says so. `undefined` when no request says. */
export function sessionEndIn(requests: readonly CallRequest[]): SessionEnd | undefined {
	const ends = requests.filter(isSessionEnd).map(endOf);
	return ends.find(({ isHandoff }) => isHandoff) ?? ends[0];
}

function entriesOf(request: CallRequest, call: TracedCall | undefined, hasSteps: boolean): TraceEntry[] {
	const { url, at, parameters } = request;
	// Reports about the call's progress; the response does not matter.
	if (parameters.callbacksource !== undefined || url.startsWith('https://api.twilio.com/')) return [];
	if (isRefused(request)) return [refused(request, call)];
	if (QUEUE_FAILURES.includes(parameters.queueresult ?? '') && !hasSteps) {
		const advice =
			'Check the workflow, TWILIO_FLEX_WORKFLOW_SID, with npx handoff doctor; npx handoff deploy updates it.';
		const what = `The queue did not accept the call (QueueResult ${parameters.queueresult}).`;
		return [wrong('Voice', what, { at, impact: APOLOGY, advice })];
	}
	if (parameters.dialcallstatus !== undefined && !hasSteps) {
		return [note('Voice', `The fallback number: ${parameters.dialcallstatus}.`, at)];
	}
	return isSessionEnd(request) ? sessionEndEntries(request, hasSteps) : [];
}

function sessionEndEntries(request: CallRequest, hasSteps: boolean): TraceEntry[] {
	const { url, at, enqueues, dials } = request;
	const end = endOf(request);
	if (!end.isHandoff) {
		return [note('Voice', `${withoutHandoff(end.outcome)} Twilio requested ${whatIsAt(url)}.`, at)];
	}
	const handedOver = fine('Voice', `The virtual agent handed the call over to ${whatIsAt(url)}.`, at);
	if (enqueues) return [handedOver, fine('Voice', 'The response put the caller into the queue.', at)];
	if (hasSteps) return [handedOver];
	const what = `The response of ${whatIsAt(url)} did not put the caller into the queue.`;
	const impact = dials ? 'The fallback number was called instead.' : APOLOGY;
	const advice =
		'Check TWILIO_FLEX_WORKFLOW_SID with npx handoff doctor; npx handoff deploy sets it in the Functions.';
	return [handedOver, wrong('Voice', what, { at, impact, advice })];
}

/** Twilio received no TwiML, or an error. */
function refused({ url, status, at }: CallRequest, call: TracedCall | undefined): TraceEntry {
	if (isPlaced(call) && isFlow(url)) return placedCallRefused(at);
	return wrong('Voice', `The response of ${whatIsAt(url)} to Twilio’s request for the call was ${status}.`, {
		at,
		impact: APPLICATION_ERROR,
		advice: isFlow(url)
			? 'Check with npx handoff doctor that the flow of TWILIO_STUDIO_HANDOFF_FLOW_SID exists and is published.'
			: 'Check that the application at this URL runs, and its log. For the Functions: npx handoff doctor.',
	});
}

/**
 * Studio's `Trigger=incomingCall` accepts no call that the account placed itself.
 * @param at when it responded; missing where Twilio does not show the request, and it can only be concluded
 */
export function placedCallRefused(at?: string): TraceEntry {
	const refused = at === undefined ? 'Studio most likely refused' : 'Studio refused';
	return wrong('Voice', `${refused} the call, because the virtual agent placed it.`, {
		at,
		impact: APPLICATION_ERROR,
		advice:
			'Make https://…/handoff of this project the action URL of the voice channel: docs/api.md, Voice through /handoff.',
	});
}

/** Only the `<Connect action>` request has fields about a session. */
function isSessionEnd({ parameters }: CallRequest): boolean {
	return parameters.sessionid !== undefined || parameters.handoffdata !== undefined;
}

function endOf({ parameters }: CallRequest): SessionEnd {
	const { handoffdata, sessionstatus, callstatus } = parameters;
	return readSessionEnd({ HandoffData: handoffdata, SessionStatus: sessionstatus, CallStatus: callstatus });
}

/** In the Console it is the flow; its webhook's URL would mean little to the reader. */
function whatIsAt(url: string): string {
	return isFlow(url) ? 'the flow' : url;
}

function isFlow(url: string): boolean {
	return url.startsWith('https://webhooks.twilio.com/');
}
