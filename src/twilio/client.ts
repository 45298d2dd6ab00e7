/**
 * twilio-node's HTTP client inside a time budget.
 * @module
 */
import RequestClient from 'twilio/lib/base/RequestClient';
import type Response from 'twilio/lib/http/response';
import { TwilioTimeoutError } from '../http/errors';
import { type Connections, sharedConnections } from './connections';
import { MAX_ATTEMPTS, SHORTEST_ATTEMPT_MS, STEP_MS, type TimeBudget } from './time-budget';

const FIRST_BACKOFF_MS = 150;

/**
 * twilio-node's own HTTP client inside a time budget. The SDK waits thirty seconds by default, longer than a Function
 * lives, and its `autoRetry` knows 429 only.
 *
 * Retried, as often as the budget allows: reads that failed with 429, 5xx, a broken connection, a truncated response, or
 * none. Writes only after 429, which Twilio sends before it does anything: after any other failure it is unknown whether
 * the write happened. `Retry-After` is honored; one that exceeds the budget ends the retries.
 */
export class BudgetedRequestClient extends RequestClient {
	private readonly connections: Connections | undefined;

	/** @param longestWriteMs how long to wait for the response to a write; as long as the budget unless given */
	constructor(
		private readonly budget: TimeBudget,
		private readonly longestWriteMs = Number.POSITIVE_INFINITY,
	) {
		super({ timeout: Math.ceil(budget.remaining()) });
		const { defaults } = this.axios;
		this.connections = sharedConnections(defaults.httpsAgent);
		if (this.connections) defaults.httpsAgent = this.connections;
	}

	/**
	 * @returns Twilio's response, whatever its status
	 * @throws {TwilioTimeoutError} when the budget is used up
	 * @throws the network's own error when the last attempt found no server
	 */
	override async request<T>(options: RequestClient.RequestOptions<T>): Promise<Response<T>> {
		const isRead = options.method === 'get';
		for (let attempt = 1; ; attempt++) {
			const outcome = await this.attempt(options, isRead);
			const wait = attempt < MAX_ATTEMPTS ? retryDelay(outcome, isRead, attempt) : undefined;
			if (wait === undefined || wait + SHORTEST_ATTEMPT_MS > this.budget.remaining()) {
				if ('error' in outcome) throw outcome.error;
				return outcome.response;
			}
			await this.budget.clock.sleep(wait);
		}
	}

	private async attempt<T>(options: RequestClient.RequestOptions<T>, isRead: boolean): Promise<Outcome<T>> {
		const left = this.budget.remaining();
		const timeout = Math.min(left, isRead ? STEP_MS.read : this.longestWriteMs);
		if (left < SHORTEST_ATTEMPT_MS)
			return { error: new TwilioTimeoutError('no time left', undefined, false) };
		await this.connections?.refresh();
		// The SDK's timeout watches for a silent socket; a server that trickles bytes would outlast it. Ours does not.
		const ended = new AbortController();
		const timer = this.budget.clock
			.sleep(timeout, ended.signal)
			.then(
				(): Outcome<T> => ({ error: new TwilioTimeoutError(`no response within ${Math.round(timeout)} ms`) }),
			);
		const response = super
			.request({ ...options, timeout: Math.ceil(timeout) })
			.then((received: Response<T>): Outcome<T> => ({ response: received }))
			.catch((error: unknown): Outcome<T> => {
				// No write that follows may go out on a connection that ended with this one.
				this.connections?.closeIdle();
				return { error: isTimeout(error) ? new TwilioTimeoutError('no response', error) : error };
			});
		try {
			return await Promise.race([response, timer]);
		} finally {
			ended.abort();
		}
	}
}

type Outcome<T> = { readonly response: Response<T> } | { readonly error: unknown };

/** How long to wait before the next attempt, or `undefined` when there should be none. */
function retryDelay(outcome: Outcome<unknown>, isRead: boolean, attempt: number): number | undefined {
	const backoff = FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
	if ('error' in outcome) return isRead ? backoff : undefined;
	const { statusCode, headers, body } = outcome.response;
	const mayRetry = statusCode === 429 || (isRead && (statusCode >= 500 || isTruncated(statusCode, body)));
	return mayRetry ? (retryAfter(headers) ?? backoff) : undefined;
}

/** A success whose JSON cannot be read: the connection broke in the middle of it. */
function isTruncated(statusCode: number, body: unknown): boolean {
	if (statusCode >= 300 || typeof body !== 'string') return false;
	try {
		JSON.parse(body);
		return false;
	} catch {
		return true;
	}
}

/** Milliseconds that `Retry-After` asks for: it holds seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(headers: unknown, now: number = Date.now()): number | undefined {
	if (typeof headers !== 'object' || headers === null || !('retry-after' in headers)) return undefined;
	const value = String(headers['retry-after']).trim();
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	// Date.parse takes "-5" for a date as well; the real ones begin with the name of a day.
	const date = /^[A-Z]/i.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** axios, below the SDK, tells its own timeouts from other failures by these codes. */
function isTimeout(error: unknown): boolean {
	return (
		error instanceof Error && 'code' in error && (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT')
	);
}
