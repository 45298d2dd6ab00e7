/**
 * The call, and what Twilio requested for it: the response to the `<Connect action>` decides where the caller goes.
 * @see https://www.twilio.com/docs/voice/api/call-event-resource
 * @module
 */
import type { Twilio } from 'twilio';
import * as z from 'zod';
import { getJson } from '../../src/twilio/get-json';
import { askingFor } from '../account/asking';
import { showUrl } from '../account/format';
import { fine, note, type TraceEntry } from './trace';
import { byTime, isoOf, maskedNumber } from './values';

export interface TracedCall {
	readonly status: string;
	readonly direction: string;
	readonly from: string;
	readonly to: string;
	readonly startedAt: string | undefined;
	readonly endedAt: string | undefined;
}

/** A request Twilio made for the call. */
export interface CallRequest {
	/** Host and path: what else is in the URL may be a secret. */
	readonly url: string;
	/** Of the response; 0 when it is not known. */
	readonly status: number;
	readonly at: string | undefined;
	/** By name, lower-case and without underscores: Twilio writes them in snake_case there. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Whether the TwiML in the response puts the caller into a queue, or dials. */
	readonly enqueues: boolean;
	readonly dials: boolean;
}

const text = z.nullish(z.string());
const call = z.object({
	status: text,
	direction: text,
	from: text,
	to: text,
	date_created: text,
	start_time: text,
	end_time: text,
});
const event = z.object({
	request: z.nullish(z.object({ url: text, parameters: z.nullish(z.record(z.string(), z.unknown())) })),
	response: z.nullish(
		z.object({
			response_code: z.nullish(z.union([z.number(), z.string()])),
			date_created: text,
			response_body: text,
		}),
	),
});

/** @throws {HandoffError} when Twilio cannot be read */
export async function readCall(twilio: Twilio, callSid: string): Promise<TracedCall | 'missing'> {
	const uri = `https://api.twilio.com/2010-04-01/Accounts/${twilio.accountSid}/Calls/${callSid}.json`;
	// Not `.fetch()`: where a date is missing the SDK puts the present.
	const found = await askingFor('reading the call', async () => call.parse(await getJson(twilio, uri)));
	if (!found) return 'missing';
	return {
		status: found.status ?? '',
		direction: found.direction ?? '',
		from: found.from ?? '',
		to: found.to ?? '',
		startedAt: isoOf(found.start_time) ?? isoOf(found.date_created),
		endedAt: isoOf(found.end_time),
	};
}

/** The requests, oldest first. Twilio shows them from 15 minutes after the call's end, for 30 days. */
export async function readRequests(twilio: Twilio, callSid: string): Promise<CallRequest[]> {
	const events = await askingFor('reading the requests of the call', () =>
		twilio.calls(callSid).events.list({ limit: 100 }),
	);
	return (events ?? [])
		.flatMap(({ request, response }) => {
			const parsed = event.safeParse({ request, response });
			return parsed.success ? [toRequest(parsed.data)] : [];
		})
		.sort((a, b) => byTime(a.at, b.at));
}

function toRequest({ request, response }: z.infer<typeof event>): CallRequest {
	const body = response?.response_body ?? '';
	const parameters = Object.entries(request?.parameters ?? {}).map(([name, value]) => [
		name.replaceAll('_', '').toLowerCase(),
		typeof value === 'string' ? value : JSON.stringify(value ?? ''),
	]);
	return {
		url: showUrl(request?.url ?? ''),
		status: Number(response?.response_code ?? 0) || 0,
		at: isoOf(response?.date_created),
		parameters: Object.fromEntries(parameters),
		enqueues: /<Enqueue[\s>]/.test(body),
		dials: /<Dial[\s>]/.test(body),
	};
}

/** Who called whom, and when that ended. */
export function callEntries(call: TracedCall | 'missing'): TraceEntry[] {
	if (call === 'missing') return [note('Voice', 'Call not found.')];
	const { direction, from, to, status, startedAt, endedAt } = call;
	// An address that is not a number contains a name: sip:…, client:….
	const what = isPlaced(call)
		? `The virtual agent called ${maskedNumber(to) ?? 'the customer'}`
		: `A call came in from ${maskedNumber(from) ?? 'the customer'}`;
	return [
		fine('Voice', `${what} (${direction}).`, startedAt),
		...(endedAt === undefined ? [] : [note('Voice', `The call ended: ${status}.`, endedAt)]),
	];
}

/** Whether it has not ended yet. */
export function isOngoing({ status }: TracedCall): boolean {
	return ['queued', 'initiated', 'ringing', 'in-progress'].includes(status);
}

/** Whether the account placed it: Studio refuses such a call. */
export function isPlaced(call: TracedCall | undefined): boolean {
	return call?.direction.startsWith('outbound') ?? false;
}
