/**
 * The requests with which a call asks for its next TwiML.
 * @module
 */
import type { Handle } from '../../core/http';
import { type OutboundRequest, send } from '../../core/outbound';
import { sid } from '../../core/sids';
import type { Call, World } from '../../core/world';
import { sendRecorded } from './call-events';
import { parseTwiml, type Verb } from './twiml';

export interface PhoneOptions {
	/** How the emulator answers `*.twilio.com`. */
	readonly handle: Handle;
	/** How long a call waits for TwiML; 15 s by default (https://www.twilio.com/docs/api/errors/11205). */
	readonly timeoutMs?: number;
}

/** The next TwiML document a call requests. */
export interface Target {
	readonly url: URL;
	readonly method: 'GET' | 'POST';
	/** The request's fields beside those of the call. */
	readonly fields: Readonly<Record<string, string>>;
}

/**
 * Requests TwiML.
 * @throws Error that says why there is none. Media types: https://www.twilio.com/docs/api/errors/12300
 */
export async function requestTwiml(
	world: World,
	call: Call,
	{ url, method, fields }: Target,
	{ handle, timeoutMs = 15_000 }: PhoneOptions,
): Promise<readonly Verb[]> {
	const { accountSid, authToken } = world.account;
	const { agentDomain } = world;
	const form = new URLSearchParams({
		AccountSid: accountSid,
		CallSid: call.sid,
		CallStatus: call.status,
		From: call.from,
		To: call.to,
		Direction: call.direction,
		...fields,
	});
	const withQuery = new URL(url);
	if (method === 'GET') for (const [key, value] of form) withQuery.searchParams.append(key, value);
	const request: OutboundRequest =
		method === 'GET' ? { method, url: withQuery } : { method, url: withQuery, form };
	const signal = AbortSignal.timeout(timeoutMs);
	const response = await sendRecorded(world, call, request, form, () =>
		send(request, { authToken, handle, agentDomain, signal }),
	);
	if (response.status < 200 || response.status > 299) {
		throw new Error(`${url.origin}${url.pathname} returned ${response.status}`);
	}
	if (!/\b(xml|html)\b/.test(response.contentType)) {
		throw new Error(`${url.origin}${url.pathname} returned ${response.contentType || 'no content type'}`);
	}
	return parseTwiml(response.body);
}

/** A verb's `method`: POST unless it says GET. */
export function toMethod({ attributes: { method } }: Verb): 'GET' | 'POST' {
	return method?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

/** "Only available if the call was actually enqueued": https://www.twilio.com/docs/voice/twiml/enqueue */
export function queueFields(queued: boolean): Target['fields'] {
	if (!queued) return { QueueResult: 'system-error' };
	return { QueueResult: 'hangup', QueueSid: sid('QU'), QueueTime: '0' };
}

/** The request to a verb's `action`, if it has one. */
export function toAction(verb: Verb, base: URL, fields: Target['fields']): Target | undefined {
	const { action } = verb.attributes;
	return action === undefined ? undefined : { url: new URL(action, base), method: toMethod(verb), fields };
}
