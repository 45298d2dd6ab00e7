/**
 * A request to a deployed Function, with the Function's time limit.
 * @module
 */
import { forward } from '../../../core/forward';
import type { TwilioRequest, TwilioResponse } from '../../../core/http';

/**
 * Forwards a request to a Function, with its time limit.
 * @returns the response; 504 when the Function takes too long, 502 when it ends without a response
 * @throws Error when the client leaves
 */
export async function forwardToFunction(
	origin: string,
	request: TwilioRequest,
	timeLimitMs: number,
	client: AbortSignal,
): Promise<TwilioResponse> {
	const limit = AbortSignal.timeout(timeLimitMs);
	try {
		return await forward(origin, request, AbortSignal.any([limit, client]));
	} catch (error) {
		if (client.aborted) throw error;
		// GUESS(function-timeout-status): the status and the message. Twilio documents "StatusCode 5xx"
		// (https://www.twilio.com/docs/api/errors/82002); a deployed Function that never invokes its callback would settle
		// it.
		const [status, body] = limit.aborted
			? [504, 'The Function took too long']
			: [502, 'The Function ended without a response'];
		return { status, headers: { 'content-type': 'text/plain' }, body };
	}
}
