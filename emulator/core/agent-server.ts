/**
 * How the virtual agent's server answers requests that Twilio did not sign, as TAC 2.5's does: its webhooks accept only
 * POST, and only with Twilio's signature (tac/server/fastapi_server.py, tac/server/signature_validation.py).
 * @module
 */
import type { TwilioRequest, TwilioResponse } from './http';

const WEBHOOKS = ['/twiml', '/webhook'];

export function answerUnsigned({ method, path }: TwilioRequest): TwilioResponse {
	if (!WEBHOOKS.includes(path)) return { status: 404, body: { detail: 'Not Found' } };
	if (method === 'POST') return { status: 403, body: { detail: 'Invalid Twilio signature' } };
	return { status: 405, headers: { allow: 'POST' }, body: { detail: 'Method Not Allowed' } };
}
