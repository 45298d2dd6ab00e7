/**
 * The call, and what Twilio asked about it: the answer to the `<Connect action>` decides where the caller goes.
 * @see https://www.twilio.com/docs/voice/api/call-event-resource
 * @module
 */
import type { Twilio } from 'twilio';
import * as z from 'zod';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import { showUrl } from '../account/format';
import { fine, note, type TraceEntry } from './trace';
import { isoOf, maskedNumber } from './values';

export interface TracedCall {
	readonly status: string;
	readonly direction: string;
	readonly from: string;
	readonly to: string;
	readonly startedAt?: string;
	readonly endedAt?: string;
}

/** A request Twilio made for the call. */
export interface CallRequest {
	/** Host and path: what else is in the URL may be a secret. */
	readonly url: string;
	/** Of the answer; 0 when it is not known. */
	readonly status: number;
	readonly at?: string;
	/** By name, lower-case and without underscores: Twilio writes them in snake_case there. */
	readonly parameters: Readonly<Record<string, string>>;
	/** The names of the TwiML verbs in the answer that put a caller somewhere. */
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
	request: z.nullish(
		z.object({ url: z.nullish(z.string()), parameters: z.nullish(z.record(z.string(), z.unknown())) }),
	),
	response: z.nullish(
		z.object({
			response_code: z.nullish(z.union([z.number(), z.string()])),
			date_created: z.nullish(z.string()),
			response_body: z.nullish(z.string()),
		}),
	),
});

/**
 * @returns `undefined` when Twilio knows no such call
 * @throws {HandoffError} when Twilio cannot be read
 */
export async function readCall(twilio: Twilio, callSid: string): Promise<TracedCall | undefined> {
	try {
		const uri = `https://api.twilio.com/2010-04-01/Accounts/${twilio.accountSid}/Calls/${callSid}.json`;
		// Not `.fetch()`: where a date is missing the SDK puts the present.
		const found = call.parse(await getJson(twilio, uri));
		const startedAt = isoOf(found.start_time) ?? isoOf(found.date_created);
		const endedAt = isoOf(found.end_time);
		return {
			status: found.status ?? '',
			direction: found.direction ?? '',
			from: found.from ?? '',
			to: found.to ?? '',
			...(startedAt !== undefined && { startedAt }),
			...(endedAt !== undefined && { endedAt }),
		};
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('reading the call', error);
	}
}

/** The requests, oldest first. Twilio shows them from 15 minutes after the call's end on, for 30 days. */
export async function readRequests(twilio: Twilio, callSid: string): Promise<CallRequest[]> {
	try {
		const events = await twilio.calls(callSid).events.list({ limit: 100 });
		return events
			.flatMap(({ request, response }) => {
				const parsed = event.safeParse({ request, response });
				return parsed.success ? [toRequest(parsed.data)] : [];
			})
			.sort((a, b) => (Date.parse(a.at ?? '') || 0) - (Date.parse(b.at ?? '') || 0));
	} catch (error) {
		if (statusOf(error) === 404) return [];
		throw fromTwilio('reading the requests of the call', error);
	}
}

function toRequest({ request, response }: z.infer<typeof event>): CallRequest {
	const at = isoOf(response?.date_created);
	const body = response?.response_body ?? '';
	const parameters = Object.entries(request?.parameters ?? {}).map(([name, value]) => [
		name.replaceAll('_', '').toLowerCase(),
		typeof value === 'string' ? value : JSON.stringify(value ?? ''),
	]);
	return {
		url: showUrl(request?.url ?? ''),
		status: Number(response?.response_code ?? 0) || 0,
		...(at !== undefined && { at }),
		parameters: Object.fromEntries(parameters),
		enqueues: /<Enqueue[\s>]/.test(body),
		dials: /<Dial[\s>]/.test(body),
	};
}

/** Who called whom, and when that ended. */
export function callEntries(call: TracedCall | undefined): TraceEntry[] {
	if (!call) return [note('Voice', 'Twilio knows no such call any more.')];
	const { direction, from, to, status, startedAt, endedAt } = call;
	// Who is not called by a number has a name: sip:…, client:….
	const what = isPlaced(call)
		? `The virtual agent called ${maskedNumber(to) ?? 'the customer'}`
		: `A call came in from ${maskedNumber(from) ?? 'the customer'}`;
	return [
		fine('Voice', `${what} (${direction}).`, startedAt),
		...(endedAt === undefined ? [] : [note('Voice', `The call ended: ${status}.`, endedAt)]),
	];
}

/** Whether it has not ended yet. */
export function goesOn({ status }: TracedCall): boolean {
	return ['queued', 'initiated', 'ringing', 'in-progress'].includes(status);
}

/** Whether the account placed it: Studio takes such a call for no handoff. */
export function isPlaced(call: TracedCall | undefined): boolean {
	return call?.direction.startsWith('outbound') ?? false;
}
