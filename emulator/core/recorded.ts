/**
 * The requests that an emulator has received.
 * @module
 */
import { maskAuthorization } from './authentication';
import type { Fault } from './faults';
import { payload, type TwilioRequest, type TwilioResponse } from './http';

/** A request as it came in, and its outcome. */
export interface RecordedRequest {
	readonly method: string;
	readonly url: string;
	/** The `authorization` header has the user name, without the secret. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly startedAt: number;
	/** `undefined` until there is a response, and for good when there is none. */
	status?: number;
	/** How the response's body begins, as text. */
	response?: string;
	durationMs?: number;
	fault?: Fault;
}

/** A long run keeps every response: only so many characters of each. */
const MAX_RECORDED = 20_000;

export function toRecord(request: TwilioRequest): RecordedRequest {
	const { method, host, path, query, headers, body } = request;
	const { authorization, ...others } = headers;
	return {
		method,
		url: `https://${host}${path}${query.size > 0 ? `?${query}` : ''}`,
		headers:
			authorization === undefined ? others : { ...others, authorization: maskAuthorization(authorization) },
		body,
		startedAt: Date.now(),
	};
}

export function recordResponse(record: RecordedRequest, response: TwilioResponse): void {
	record.status = response.status;
	record.response = payload(response).toString().slice(0, MAX_RECORDED);
}
