/**
 * Reads a resource as Twilio sends it. The SDK's instances drop fields they do not know; here they stay.
 * @module
 */
import type { Twilio } from 'twilio';
import RestException from 'twilio/lib/base/RestException';

/**
 * @param uri the whole URL
 * @returns the parsed body of a 200
 * @throws RestException for any other status, SyntaxError for a body that is not JSON
 */
export async function getJson(twilio: Twilio, uri: string): Promise<unknown> {
	const response = await twilio.request({ method: 'get', uri });
	if (response.statusCode !== 200) throw new RestException(response);
	return typeof response.body === 'string' ? JSON.parse(response.body) : response.body;
}
