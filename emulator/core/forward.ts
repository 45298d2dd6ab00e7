/**
 * Forwards a request to a server on this machine, as a gateway does, and returns its response: method, headers, query and
 * bytes stay the same. `Host` stays the public name, since a Function needs it to check the signature of the URL.
 * @module
 */
import { type IncomingMessage, request as open } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { TwilioRequest, TwilioResponse } from './http';

/** Headers of one connection, not of the message: RFC 9110, section 7.6.1. Node adds those of the next connection. */
const HOP_BY_HOP = new Set([
	'connection',
	'content-length',
	'keep-alive',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
]);

/**
 * @param origin `http://localhost:PORT`
 * @returns the server's response, with its body as a `Buffer`
 * @throws Error when the connection fails, and an AbortError once the signal aborts
 */
export async function forward(
	origin: string,
	request: TwilioRequest,
	signal: AbortSignal,
): Promise<TwilioResponse> {
	const { hostname, port } = new URL(origin);
	const body = request.bytes ?? Buffer.from(request.body);
	const query = request.rawQuery ?? request.query.toString();
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		const outgoing = open(
			{
				hostname,
				port,
				method: request.method,
				path: request.path + (query && `?${query}`),
				headers: {
					...endToEnd(request.headers),
					host: request.host,
					...(body.byteLength > 0 && { 'content-length': body.byteLength }),
				},
				// No connection pool: a pooled connection would outlive the runtime.
				agent: false,
				signal,
			},
			resolve,
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});
	const content = await buffer(response);
	return { status: response.statusCode ?? 502, headers: endToEnd(response.headers), body: content };
}

function endToEnd<Value>(headers: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
	const kept: Record<string, Value> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = value;
	}
	return kept;
}
