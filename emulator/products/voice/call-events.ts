/**
 * Records the requests that Twilio makes for a call, for the call's Events resource.
 * @module
 */
import type { OutboundRequest, OutboundResponse } from '../../core/outbound';
import type { Call, CallEvent, World } from '../../core/world';

/**
 * Sends a request and records it with its response.
 * @param parameters the request's fields, in its query or its body
 * @throws Error what `send` throws
 *
 * GUESS(call-event-without-response): a request without a response is recorded with the code 502. A call whose webhook
 * hangs would settle it.
 */
export async function sendRecorded(
	world: World,
	call: Call,
	{ method, url }: OutboundRequest,
	parameters: URLSearchParams,
	send: () => Promise<OutboundResponse>,
): Promise<OutboundResponse> {
	const dateCreated = new Date();
	const event: CallEvent = {
		request: { method, url: url.href, parameters: Object.fromEntries(parameters) },
		response: { dateCreated, durationMs: 0, status: 502, contentType: '', body: '' },
	};
	world.callEvents.set(call.sid, [...(world.callEvents.get(call.sid) ?? []), event]);
	try {
		const response = await send();
		const { status, contentType, body } = response;
		Object.assign(event.response, { status, contentType, body });
		return response;
	} finally {
		event.response.durationMs = Date.now() - dateCreated.getTime();
	}
}
