/**
 * The virtual agent's server at its public host, as a tunnel makes it: requests go on to a server on this machine. Without
 * one, unsigned requests are answered as TAC 2.5 does: its webhooks accept only POST, and only with Twilio's signature
 * (tac/server/fastapi_server.py, tac/server/signature_validation.py).
 * @module
 */
import { isRecord } from '../../studio/json';
import { forward } from './forward';
import type { TwilioRequest, TwilioResponse } from './http';

const WEBHOOKS = ['/twiml', '/webhook'];

/**
 * @param origins where the agent's server may listen, `http://127.0.0.1:8000`: the first one that listens answers
 * @param signal aborts when the client no longer waits
 */
export async function answerAsAgent(
	origins: readonly string[],
	request: TwilioRequest,
	signal: AbortSignal,
): Promise<TwilioResponse> {
	if (origins.length === 0) return answerUnsigned(request);
	// A tunnel ends TLS: the agent checks the signature against the URL that Twilio requested.
	const headers = { ...request.headers, 'x-forwarded-proto': 'https', 'x-forwarded-host': request.host };
	for (const origin of origins) {
		try {
			return await forward(origin, { ...request, headers }, signal);
		} catch (error) {
			if (!isRefused(error)) throw error;
		}
	}
	const body = `The virtual agent's server is not listening on ${origins.join(' or ')}\n`;
	return { status: 502, headers: { 'content-type': 'text/plain' }, body };
}

function isRefused(error: unknown): boolean {
	return isRecord(error) && error.code === 'ECONNREFUSED';
}

function answerUnsigned({ method, path }: TwilioRequest): TwilioResponse {
	if (!WEBHOOKS.includes(path)) return { status: 404, body: { detail: 'Not Found' } };
	if (method === 'POST') return { status: 403, body: { detail: 'Invalid Twilio signature' } };
	return { status: 405, headers: { allow: 'POST' }, body: { detail: 'Method Not Allowed' } };
}
