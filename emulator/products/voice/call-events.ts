/**
 * Writes down the requests that Twilio makes for a call, for the call's Events resource.
 * @module
 */
import type { Call, CallEvent } from '../../core/model';
import type { OutboundRequest, OutboundResponse } from '../../core/outbound';
import type { World } from '../../core/world';

/**
 * Sends a request and writes down what came of it.
 * @param parameters what the request says of the call, in its query or its body
 * @throws Error what `send` throws
 *
 * GUESS: a request without an answer is there with the code 502. A call whose webhook hangs would settle it.
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
