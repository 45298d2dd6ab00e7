/**
 * Hands a request on to a server on this machine, as a gateway does: same method, headers, query and bytes, and the
 * answer the same way back. `Host` stays the public name, from which a Function tells what URL was signed.
 * @module
 */
import { type IncomingMessage, request as open } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { TwilioRequest, TwilioResponse } from '../../../core/http';

/** About one connection, not about the message: RFC 9110, section 7.6.1; Node adds those of the next connection. */
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
 * @param origin where to, `http://localhost:PORT`
 * @returns what the server answered, its body as a `Buffer`
 * @throws Error when the connection fails, and an AbortError once the signal aborts
 */
async function forward(origin: string, request: TwilioRequest, signal: AbortSignal): Promise<TwilioResponse> {
	const { hostname, port } = new URL(origin);
	const body = request.bytes ?? Buffer.from(request.body);
	const query = request.rawQuery ?? request.query.toString();
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
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
				// A connection of its own: a kept one would outlive the runtime.
				agent: false,
				signal,
			},
			resolve,
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});
	const content = await buffer(answer);
	return { status: answer.statusCode ?? 502, headers: endToEnd(answer.headers), body: content };
}

/**
 * The same, for no longer than a Function may run.
 * @returns 504 when the Function takes too long, 502 when it ends without an answer
 * @throws Error when the caller leaves
 */
export async function forwardToFunction(
	origin: string,
	request: TwilioRequest,
	timeLimitMs: number,
	caller: AbortSignal,
): Promise<TwilioResponse> {
	const limit = AbortSignal.timeout(timeLimitMs);
	try {
		return await forward(origin, request, AbortSignal.any([limit, caller]));
	} catch (error) {
		if (caller.aborted) throw error;
		// GUESS: the status and the words. Twilio says "StatusCode 5xx" (https://www.twilio.com/docs/api/errors/82002); a
		// deployed Function that never calls back would tell.
		const [status, body] = limit.aborted
			? [504, 'The Function took too long']
			: [502, 'The Function ended without an answer'];
		return { status, headers: { 'content-type': 'text/plain' }, body };
	}
}

function endToEnd<Value>(headers: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
	const kept: Record<string, Value> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = value;
	}
	return kept;
}
