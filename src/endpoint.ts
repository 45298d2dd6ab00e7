/**
 * What the three Functions share at the edge: one time budget, one way to authenticate, one shape of error, one log line.
 * @module
 */
import type { Twilio } from 'twilio';
import { authenticate } from './auth/authenticate';
import { HandoffError } from './errors';
import { redact } from './redact';
import { type FunctionRequest, readRequest } from './request';
import { readSettings, requireSetting, type Settings } from './settings';
import { TimeBudget } from './time-budget';
import { BudgetedRequestClient } from './twilio/request-client';

/**
 * Milliseconds a request may take. Functions are killed, and TAC and Studio stop waiting, after 10 s; an answer has to
 * leave before 9.5 s. The rest is for starting the process and sending the answer.
 */
const BUDGET_MS = 8_000;

/** The part of a Function's context that matters here. */
export interface EdgeContext {
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

/** A call of a Function by somebody who may make it. */
export interface Call {
	readonly request: FunctionRequest;
	readonly settings: Settings;
	readonly budget: TimeBudget;
	/** A client of the account whose requests share a time budget, this call's own unless told otherwise. */
	readonly twilio: (budget?: TimeBudget) => Twilio;
}

/** What to answer, and what to say of it in the log. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | object;
	readonly log?: Readonly<Record<string, unknown>>;
}

/** Twilio's Response class, as far as an answer needs it. */
interface TwilioResponse {
	setStatusCode(status: number): unknown;
	setHeaders(headers: Record<string, string>): unknown;
	setBody(body: string | object): unknown;
}

export function json(status: number, body: object, log?: Answer['log']): Answer {
	return { status, headers: { 'Content-Type': 'application/json' }, body, ...(log && { log }) };
}

export function xml(body: string, log?: Answer['log']): Answer {
	return { status: 200, headers: { 'Content-Type': 'text/xml' }, body, ...(log && { log }) };
}

/**
 * Runs one call of a Function from its event to its answer. Nothing it does throws.
 * @param handle what this endpoint does once the caller is known; a `HandoffError` it throws becomes the answer
 * @param response a new `Twilio.Response`, to be filled
 * @returns that response
 */
export async function answer<R extends TwilioResponse>(
	context: EdgeContext,
	event: Readonly<Record<string, unknown>>,
	log: Log,
	response: R,
	handle: (call: Call) => Answer | Promise<Answer>,
): Promise<R> {
	const budget = new TimeBudget(BUDGET_MS);
	let result: Answer;
	try {
		const request = readRequest(event, context);
		const settings = readSettings(context);
		authenticate(request, settings);
		const twilio = (ofBudget = budget): Twilio => {
			// The runtime's own complaint about these names neither of them.
			requireSetting(settings, 'ACCOUNT_SID');
			requireSetting(settings, 'AUTH_TOKEN');
			return context.getTwilioClient({ httpClient: new BudgetedRequestClient(ofBudget) });
		};
		result = await handle({ request, settings, budget, twilio });
	} catch (error) {
		result = failure(error);
	}
	const elapsed = Math.round(BUDGET_MS - budget.remaining());
	const level = result.status >= 500 ? 'error' : result.status >= 400 ? 'warn' : 'info';
	log[level](
		redact(JSON.stringify({ path: context.PATH, status: result.status, ms: elapsed, ...result.log })),
	);
	response.setStatusCode(result.status);
	response.setHeaders({ ...result.headers });
	response.setBody(result.body);
	return response;
}

/** The answer to a call that failed. What we did not foresee is logged by its name alone: its text might hold anything. */
function failure(error: unknown): Answer {
	const known =
		error instanceof HandoffError
			? error
			: new HandoffError(
					500,
					'internal_error',
					'Something failed that should not have. Please report it with the time.',
					{
						retryable: true,
						cause: error,
					},
				);
	const cause = known.cause instanceof Error ? { cause: known.cause.name } : {};
	const { status, code } = known;
	return {
		...json(
			status,
			{ error: known.toBody() },
			{ code, ...(known.field && { field: known.field }), ...cause },
		),
		headers: {
			'Content-Type': 'application/json',
			...(status === 401 && { 'WWW-Authenticate': 'Basic realm="handoff", charset="UTF-8"' }),
		},
	};
}
