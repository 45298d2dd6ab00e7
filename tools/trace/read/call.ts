/**
 * What Twilio requested for a call: the response to the `<Connect action>` decides where the caller goes.
 * @see https://www.twilio.com/docs/voice/api/call-event-resource
 * @module
 */
import type { Twilio } from 'twilio';
import { readSessionEnd, type SessionEnd } from '../../../src/handoff/session-end';
import { objectIn, textAt, valueAt } from '../../../src/json';
import type { AccountView } from '../../account/account-view';
import { askingFor } from '../../account/asking';
import { type PhoneCall, readCall } from '../../account/call';
import { isoOf, showUrl } from '../../account/format';
import type { Reads } from '../trace';
import { byTime } from '../values';

/** A request Twilio made for the call. */
export interface CallRequest {
	/** Host and path: what else is in the URL may be a secret. */
	readonly url: string;
	/** Of the response; 0 when it is not known. */
	readonly status: number;
	readonly at: string | undefined;
	/** How the AI session ended; only the request that reports the end has it. */
	readonly end: SessionEnd | undefined;
	/** How the queue ended: https://www.twilio.com/docs/voice/twiml/enqueue */
	readonly queueResult: string | undefined;
	/** Whether the TwiML in the response puts the caller into a queue. */
	readonly enqueues: boolean;
}

/** The call, and what Twilio requested for it. */
export async function readCallFacts({ twilio }: AccountView, reads: Reads, callSid: string | undefined) {
	if (callSid === undefined) return { call: undefined, requests: undefined };
	const [call, requests] = await Promise.all([
		reads.from('Voice', () => readCall(twilio, callSid)),
		reads.from('Voice', () => readRequests(twilio, callSid)),
	]);
	return { call, requests };
}

/**
 * The requests, oldest first, without reports about the call's progress, whose responses do not matter. Twilio shows them
 * from 15 minutes after the call's end, for 30 days.
 * @throws {HandoffError} when Twilio cannot be read
 */
async function readRequests(twilio: Twilio, callSid: string): Promise<CallRequest[]> {
	const events = await askingFor('reading the requests of the call', () =>
		twilio.calls(callSid).events.list({ limit: 100 }),
	);
	return (events ?? []).flatMap(toRequest).sort((a, b) => byTime(a.at, b.at));
}

function toRequest({
	request,
	response,
}: {
	readonly request: unknown;
	readonly response: unknown;
}): CallRequest[] {
	// Twilio writes the names in snake_case there.
	const parameters = Object.fromEntries(
		Object.entries(objectIn(valueAt(request, 'parameters'))).map(([name, value]) => [
			name.replaceAll('_', '').toLowerCase(),
			typeof value === 'string' ? value : JSON.stringify(value ?? ''),
		]),
	);
	const url = showUrl(textAt(request, 'url') ?? '');
	if (parameters.callbacksource !== undefined || url.startsWith('https://api.twilio.com/')) return [];
	const { handoffdata: HandoffData, sessionstatus: SessionStatus, callstatus: CallStatus } = parameters;
	const isEnd = parameters.sessionid !== undefined || HandoffData !== undefined;
	return [
		{
			url,
			status: Number(valueAt(response, 'response_code') ?? 0) || 0,
			at: isoOf(valueAt(response, 'date_created')),
			end: isEnd ? readSessionEnd({ HandoffData, SessionStatus, CallStatus }) : undefined,
			queueResult: parameters.queueresult,
			enqueues: /<Enqueue[\s>]/.test(textAt(response, 'response_body') ?? ''),
		},
	];
}

/** Whether the account placed it: Studio refuses such a call. */
export function isPlaced(call: PhoneCall | undefined): boolean {
	return call?.direction.startsWith('outbound') ?? false;
}

/** Whether the response was an error. */
export function isRefused({ status }: CallRequest): boolean {
	return status > 0 && (status < 200 || status > 299);
}

export function isFlow({ url }: CallRequest): boolean {
	return url.startsWith('https://webhooks.twilio.com/');
}

/** In the Console it is the flow; its webhook's URL would mean little to the reader. */
export function whatIsAt(request: CallRequest | undefined): string {
	return request && !isFlow(request) ? request.url : 'the flow';
}

/** How the AI session ended: with a handoff if any request says so. `undefined` when no request reports an end. */
export function sessionEndIn(requests: readonly CallRequest[] = []): SessionEnd | undefined {
	const ends = requests.flatMap(({ end }) => (end ? [end] : []));
	return ends.find(({ isHandoff }) => isHandoff) ?? ends[0];
}
