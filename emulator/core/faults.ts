/**
 * Faults on demand: what Twilio, or the network in between, does to the n-th matching request.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { payload, TwilioError, type TwilioRequest, type TwilioResponse } from './http';

type Garbage = 'html' | 'truncated-json' | 'not-an-object' | 'empty';

/** What happens. `delay` (ms) comes first; a fault that is only a delay lets the real response follow. */
export type Fault =
	| { readonly delay: number }
	| {
			readonly status: number;
			readonly headers?: Readonly<Record<string, string>>;
			/** Sent instead of Twilio's error body. */
			readonly body?: unknown;
			readonly code?: number;
			readonly message?: string;
			readonly delay?: number;
	  }
	| { readonly hang: true }
	| { readonly reset: true; readonly delay?: number }
	/** The request is carried out, and its response is lost. */
	| { readonly lost: true; readonly delay?: number }
	/** The request comes twice, one after the other; the second response is sent. */
	| { readonly twice: true; readonly delay?: number }
	| { readonly garbage: Garbage; readonly delay?: number };

export interface FaultMatch {
	readonly method?: string;
	/** Without a region: `conversations.twilio.com`. */
	readonly host?: string;
	/** A string is the whole path, without the query. */
	readonly path?: string | RegExp;
}

interface FaultRule {
	readonly match?: FaultMatch;
	/** Only the n-th matching request, counted from 1. Short for `from: n, times: 1`. */
	readonly nth?: number;
	/** The first matching request that is hit, counted from 1 (the default). */
	readonly from?: number;
	/** How many matching requests are hit (default: all). */
	readonly times?: number;
	readonly fault: Fault;
}

/** The connection ends without a response. The proxy turns it into a TCP reset; in process it is thrown. */
export class ConnectionReset extends Error {
	constructor(message = 'The emulator reset the connection') {
		super(message);
	}
}

/** The active rules. Every rule counts the requests it matches; when several apply, the first one added hits. */
export class Faults {
	private rules: { readonly rule: FaultRule; seen: number }[] = [];

	/**
	 * @example faults.add({ match: { method: 'GET', path: /Participants$/ }, nth: 1, fault: { status: 503 } })
	 */
	add(rule: FaultRule): this {
		this.rules.push({ rule, seen: 0 });
		return this;
	}

	/** Removes all rules. Requests already hit stay hit. */
	clear(): void {
		this.rules = [];
	}

	/** Counts a request. @returns the fault that hits it, if any */
	take(request: TwilioRequest): Fault | undefined {
		let hit: Fault | undefined;
		for (const entry of this.rules) {
			const { rule } = entry;
			if (!matches(rule.match ?? {}, request)) continue;
			entry.seen += 1;
			const from = rule.nth ?? rule.from ?? 1;
			const times = rule.nth === undefined ? (rule.times ?? Number.POSITIVE_INFINITY) : 1;
			if (entry.seen >= from && entry.seen < from + times) hit ??= rule.fault;
		}
		return hit;
	}
}

/**
 * Plays a fault.
 * @param answer makes the real response; called only by faults that let the request through.
 * @param signal ends a delay or a hang: the client disconnected, or the emulator stops.
 * @throws ConnectionReset when there is no response.
 */
export async function play(
	fault: Fault,
	answer: () => Promise<TwilioResponse>,
	signal: AbortSignal,
): Promise<TwilioResponse> {
	if ('hang' in fault) {
		await aborted(signal);
		throw new ConnectionReset('The emulator did not respond');
	}
	if (fault.delay !== undefined) await pause(fault.delay, signal);
	if ('reset' in fault) throw new ConnectionReset();
	if ('lost' in fault) {
		await answer();
		throw new ConnectionReset('The response was lost');
	}
	if ('twice' in fault) await answer();
	if ('garbage' in fault) return garble(fault.garbage, answer);
	if ('status' in fault) {
		const { status, headers } = fault;
		if (fault.body !== undefined) return { status, body: fault.body, ...(headers && { headers }) };
		const code = fault.code ?? (status === 429 ? 20429 : 20500);
		return new TwilioError(status, code, fault.message ?? `Simulated fault: ${status}`, headers).toResponse();
	}
	return answer();
}

async function garble(garbage: Garbage, answer: () => Promise<TwilioResponse>): Promise<TwilioResponse> {
	const json = { 'content-type': 'application/json' };
	switch (garbage) {
		case 'html':
			return {
				status: 200,
				headers: { 'content-type': 'text/html' },
				body: '<!doctype html><title>Sign in to the network</title>',
			};
		case 'empty':
			return { status: 200, headers: json, body: '' };
		case 'not-an-object':
			return { status: 200, headers: json, body: '"ok"' };
		case 'truncated-json': {
			const response = await answer();
			const text = response.body === undefined ? '{}' : payload(response).toString();
			return { status: response.status, headers: json, body: text.slice(0, Math.floor(text.length / 2)) };
		}
	}
}

function matches({ method, host, path }: FaultMatch, request: TwilioRequest): boolean {
	if (method !== undefined && method.toUpperCase() !== request.method) return false;
	if (host !== undefined && host !== request.host) return false;
	if (path === undefined) return true;
	return typeof path === 'string' ? path === request.path : path.test(request.path);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
	try {
		await sleep(ms, undefined, { signal });
	} catch {
		throw new ConnectionReset('The client disconnected, or the emulator stopped, during a delay');
	}
}

function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
