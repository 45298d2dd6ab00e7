/**
 * The request to a Function, read defensively from its `event`.
 * @module
 */

import { isRecord } from '../json';

/** A request as the edge hands it on. */
export interface FunctionRequest {
	/** Lower-case names; a header sent twice is left out, since neither Twilio nor TAC does that. */
	readonly headers: Readonly<Record<string, string>>;
	/** Query and body in one, in the order received: query first. */
	readonly params: Readonly<Record<string, unknown>>;
	/** Where this Function is served: `handoff-1234-dev.twil.io`. */
	readonly domain: string;
	/** Its path: `/handoff`. */
	readonly path: string;
}

/**
 * Splits a Function's event into headers and parameters. The runtime merges query and body over `event.request`
 * (`constructEvent` in @twilio/runtime-handler), so a caller's parameter named `request` hides the headers: then
 * there are none, and the request is unauthenticated.
 */
export function readRequest(
	event: Readonly<Record<string, unknown>>,
	context: { readonly DOMAIN_NAME?: string; readonly PATH?: string },
): FunctionRequest {
	const { request, ...params } = event;
	return {
		headers: readHeaders(request),
		params,
		domain: context.DOMAIN_NAME ?? '',
		path: context.PATH ?? '',
	};
}

function readHeaders(request: unknown): Record<string, string> {
	const headers: Record<string, string> = {};
	if (!isRecord(request) || !isRecord(request.headers)) return headers;
	for (const [name, value] of Object.entries(request.headers)) {
		if (typeof value === 'string') headers[name.toLowerCase()] = value;
	}
	return headers;
}
