/**
 * What the unit tests put in the place of the world: time, Twilio's servers, the log and Twilio's Response.
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { type RequestClient, Twilio } from 'twilio';
import type { FunctionContext, Log } from '../../src/http/handler';
import { BudgetedRequestClient } from '../../src/twilio/client';
import { type Clock, REQUEST_BUDGET_MS, TimeBudget } from '../../src/twilio/time-budget';
import { ACCOUNT_SID, AUTH_TOKEN } from './fixtures';

/** Milliseconds of processor time that `run` takes: what else the machine does counts little. */
export function cpuMs(run: () => unknown): number {
	const start = process.cpuUsage();
	run();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1_000;
}

/** A clock that stands still while anything is at work, and jumps to the next sleeper when nothing is. */
export class VirtualClock implements Clock {
	private time = 0;
	private readonly sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

	now(): number {
		return this.time;
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const sleeper = { at: this.time + ms, wake: resolve };
			this.sleepers.add(sleeper);
			signal?.addEventListener('abort', () => {
				this.sleepers.delete(sleeper);
				resolve();
			});
		});
	}

	/** Lets time pass until the promise settles; `outcome.ms` is how long that took. */
	async run<T>(
		promise: Promise<T>,
	): Promise<{ readonly value?: T; readonly error?: unknown; readonly ms: number }> {
		const start = this.time;
		let outcome: { readonly value?: T; readonly error?: unknown } | undefined;
		promise.then(
			(value) => {
				outcome = { value };
			},
			(error: unknown) => {
				outcome = { error };
			},
		);
		for (;;) {
			for (let turn = 0; turn < 20; turn++) await setImmediate();
			if (outcome !== undefined) return { ...outcome, ms: this.time - start };
			const [next] = [...this.sleepers].sort((one, other) => one.at - other.at);
			if (next === undefined)
				throw new Error('Nothing is left to wait for, yet the promise has not settled.');
			this.sleepers.delete(next);
			this.time = next.at;
			next.wake();
		}
	}
}

export interface UpstreamRequest {
	readonly method: string;
	/** Without the host: `/v2/Conversations/…?pageToken=…`. */
	readonly path: string;
	readonly body: string;
	readonly timeout: number | undefined;
	/** The revision that a write is meant for. */
	readonly ifMatch: string | undefined;
}

/** An answer of Twilio's; an `Error` is a broken connection, `'hang'` none at all. A string body goes out as it is. */
export type Reply =
	| {
			readonly status?: number;
			readonly headers?: Record<string, string>;
			readonly body?: unknown;
			readonly afterMs?: number;
	  }
	| Error
	| 'hang';

function optional(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Answers by method and path, as in `GET /v2/Services`; a function is asked each time. */
export type Routes = Readonly<Record<string, Reply | (() => Reply)>>;

/** Twilio's servers, just below the SDK's HTTP client. */
export class Upstream {
	readonly requests: UpstreamRequest[] = [];

	constructor(
		private readonly reply: (request: UpstreamRequest, index: number) => Reply,
		readonly clock = new VirtualClock(),
	) {}

	/** Answers with these, one after the other, then with the last one for ever. */
	static replying(...replies: readonly Reply[]): Upstream {
		return new Upstream((_, index) => replies[Math.min(index, replies.length - 1)] ?? 'hang');
	}

	/** Answers by method and path; anything else is a 404 of Twilio's. */
	static routing(routes: Routes): Upstream {
		return new Upstream(({ method, path }) => {
			const route = routes[`${method} ${path}`] ?? {
				status: 404,
				body: { code: 20404, message: 'The requested resource was not found', status: 404 },
			};
			return typeof route === 'function' ? route() : route;
		});
	}

	serve<Client extends RequestClient>(client: Client): Client {
		client.axios.defaults.httpsAgent = undefined;
		client.axios.defaults.adapter = async (config) => {
			const url = new URL(config.url ?? '');
			for (const [name, value] of Object.entries(Object(config.params)))
				url.searchParams.append(name, String(value));
			const request = {
				method: (config.method ?? '').toUpperCase(),
				path: url.pathname + url.search,
				body: typeof config.data === 'string' ? config.data : '',
				timeout: config.timeout,
				ifMatch: optional(config.headers.get('If-Match')),
			};
			const reply = this.reply(request, this.requests.push(request) - 1);
			if (reply === 'hang') return new Promise(() => {});
			if (reply instanceof Error) throw reply;
			const { status = 200, headers = {}, body = {}, afterMs = 0 } = reply;
			if (afterMs > 0) await this.clock.sleep(afterMs);
			return {
				status,
				statusText: '',
				headers,
				data: typeof body === 'string' ? body : JSON.stringify(body),
				config,
			};
		};
		return client;
	}

	/** The SDK's client of the account, its requests inside a budget. */
	twilio(budget: TimeBudget = new TimeBudget(REQUEST_BUDGET_MS, this.clock)): Twilio {
		return new Twilio(ACCOUNT_SID, AUTH_TOKEN, { httpClient: this.serve(new BudgetedRequestClient(budget)) });
	}

	/** A Function's context whose client ends here. */
	context(values: object): FunctionContext {
		return {
			...values,
			DOMAIN_NAME: 'handoff-1234-dev.twil.io',
			PATH: '/handoff',
			getTwilioClient: ({ httpClient }) =>
				new Twilio(ACCOUNT_SID, AUTH_TOKEN, { httpClient: this.serve(httpClient) }),
		};
	}
}

/** The error a promise or a function ends in. */
export async function failureOf(run: () => unknown): Promise<unknown> {
	try {
		await run();
	} catch (error) {
		return error;
	}
	throw new Error('It should have failed, and did not.');
}

export class FakeLog implements Log {
	readonly lines: { readonly level: string; readonly line: string }[] = [];
	info(line: string): void {
		this.lines.push({ level: 'info', line });
	}
	warn(line: string): void {
		this.lines.push({ level: 'warn', line });
	}
	error(line: string): void {
		this.lines.push({ level: 'error', line });
	}
}

export class FakeResponse {
	status = 0;
	headers: Readonly<Record<string, string>> = {};
	body: unknown;
	setStatusCode(status: number): void {
		this.status = status;
	}
	setHeaders(headers: Record<string, string>): void {
		this.headers = headers;
	}
	setBody(body: string | object): void {
		this.body = body;
	}
}
