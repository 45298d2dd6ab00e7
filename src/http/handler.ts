/**
 * What all Functions share at the edge: one time budget, one way to authenticate, one shape of error, one log line.
 * @module
 */
import type { Twilio } from 'twilio';
import { redact } from '../redact';
import { ignoredSettings, readSettings, requireSetting } from '../settings';
import type { AccountAccess } from '../twilio/access';
import type { BudgetedRequestClient } from '../twilio/client';
import { REQUEST_BUDGET_MS, TimeBudget } from '../twilio/time-budget';
import { authenticate } from './auth/authenticate';
import { correlationOf } from './correlation';
import { HandoffError, InternalError } from './errors';
import { type FunctionRequest, readRequest } from './request';

/** The part of a Function's context used here. */
export interface FunctionContext {
	readonly DOMAIN_NAME?: string;
	readonly PATH?: string;
	getTwilioClient(options: { httpClient: BudgetedRequestClient }): Twilio;
}

/** Where log lines go; `console` is one. */
export interface Log {
	info(line: string): void;
	warn(line: string): void;
	error(line: string): void;
}

/** One authenticated request to a Function. */
export interface Invocation extends AccountAccess {
	readonly request: FunctionRequest;
}

/** A response, and its log fields. */
export interface FunctionResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | object;
	readonly log?: Readonly<Record<string, unknown>>;
}

/** Twilio's Response class, as far as it is needed here. */
interface TwilioResponse {
	setStatusCode(status: number): unknown;
	setHeaders(headers: Record<string, string>): unknown;
	setBody(body: string | object): unknown;
}

/** A Function's handler as Twilio's runtime invokes it; the SDK's types of Twilio Functions 4 take it. */
export type Handler<R> = (
	context: FunctionContext,
	event: object,
	callback: (error: null, response: R) => void,
) => Promise<void>;

export function json(status: number, body: object, log?: FunctionResponse['log']): FunctionResponse {
	return { status, headers: { 'Content-Type': 'application/json' }, body, ...(log && { log }) };
}

/** 204, in the media type that TaskRouter wants of its event callback; the local runtime leaves it out. */
export function empty(log?: FunctionResponse['log']): FunctionResponse {
	return { status: 204, headers: { 'Content-Type': 'application/json' }, body: '', ...(log && { log }) };
}

export function xml(body: string, log?: FunctionResponse['log']): FunctionResponse {
	return { status: 200, headers: { 'Content-Type': 'text/xml' }, body, ...(log && { log }) };
}

/**
 * Wraps an endpoint as a Function. The Function always responds: whatever is thrown becomes an error of the
 * HTTP contract, and each request writes one log line with the ids of its handoff and the settings that were ignored,
 * without secrets or phone numbers.
 * @param newResponse makes an empty `Twilio.Response`, a class that only the runtime has
 * @param handle what this endpoint does once the caller is authenticated; a `HandoffError` it throws is the response
 * @example
 * export const handler = defineHandler(
 * 	() => new Twilio.Response(),
 * 	async ({ request, twilio }) => json(200, await findService(twilio(), String(request.params.id))),
 * );
 */
export function defineHandler<R extends TwilioResponse>(
	newResponse: () => R,
	handle: (invocation: Invocation) => FunctionResponse | Promise<FunctionResponse>,
	log: Log = console,
): Handler<R> {
	return async (context, event, callback) => {
		const budget = new TimeBudget(REQUEST_BUDGET_MS);
		const { status, headers, body, log: details } = await run(context, event, budget, handle);
		const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
		const ms = Math.round(REQUEST_BUDGET_MS - budget.remaining());
		const ids = correlationOf({ ...event });
		log[level](redact(JSON.stringify({ path: context.PATH, status, ms, ...ids, ...details })));
		const response = newResponse();
		response.setStatusCode(status);
		response.setHeaders({ ...headers });
		response.setBody(body);
		callback(null, response);
	};
}

async function run(
	context: FunctionContext,
	event: object,
	budget: TimeBudget,
	handle: (invocation: Invocation) => FunctionResponse | Promise<FunctionResponse>,
): Promise<FunctionResponse> {
	try {
		const request = readRequest({ ...event }, context);
		const settings = readSettings(context);
		authenticate(request, settings);
		const twilio = (ofBudget = budget): Twilio => {
			// The runtime's own error does not name the missing variable.
			requireSetting(settings, 'ACCOUNT_SID');
			requireSetting(settings, 'AUTH_TOKEN');
			return context.getTwilioClient({ httpClient: newClient(ofBudget) });
		};
		const invocation = { request, settings, budget, twilio };
		const response = await (async () => handle(invocation))().catch(failure);
		return { ...response, log: { ...response.log, ...ignoredSettings(settings) } };
	} catch (error) {
		return failure(error);
	}
}

/** Loads the SDK's HTTP client with the first request to Twilio: most of what a Function loads, and not needed for a call. */
function newClient(budget: TimeBudget): BudgetedRequestClient {
	const client: typeof import('../twilio/client') = require('../twilio/client');
	return new client.BudgetedRequestClient(budget);
}

/** The response of a request that failed. An unforeseen error is logged by its name alone: its message could contain anything. */
function failure(error: unknown): FunctionResponse {
	const known = error instanceof HandoffError ? error : new InternalError(error);
	const cause = known.cause instanceof Error ? { cause: known.cause.name } : {};
	const { status, code, field, twilioCode } = known;
	return {
		...json(
			status,
			{ error: known.toBody() },
			{ code, ...(field && { field }), ...(twilioCode !== undefined && { twilioCode }), ...cause },
		),
		headers: {
			'Content-Type': 'application/json',
			...(status === 401 && { 'WWW-Authenticate': 'Basic realm="handoff", charset="UTF-8"' }),
		},
	};
}
