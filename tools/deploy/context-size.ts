/**
 * Limits on the size of the Functions' variables.
 * @module
 */

import type { Variables } from '../account/deployed';
import { SetupError } from '../account/errors';

/** https://www.twilio.com/docs/serverless/api/resource/variable: "a maximum of 450 bytes in size". */
const VALUE_BYTES = 450;
/** https://www.twilio.com/docs/errors/82006: beyond 3 KB of JSON "invocations may fail". */
const CONTEXT_BYTES = 3 * 1_024;
/** What Twilio adds: account SID and auth token, the domain, the path, the SIDs of service and environment. */
const ADDED_BYTES = 300;
/** How many of the largest variables an error lists. */
const NAMED = 5;

/**
 * Refuses variables that exceed Twilio's limits.
 * @param before the variables of the environment, ours or not
 * @param ours those that a deployment sets
 * @throws {SetupError} naming them, never with a value
 */
export function checkContextSize(before: Variables, ours: Variables): void {
	const long = Object.entries(ours).find(([, value]) => Buffer.byteLength(value) > VALUE_BYTES);
	if (long) {
		throw new SetupError(
			`${long[0]} is ${Buffer.byteLength(long[1])} bytes; the limit for a Functions variable is ${VALUE_BYTES}. Shorten it in .env. Nothing was changed.`,
		);
	}
	const all = { ...before, ...ours };
	const bytes = Buffer.byteLength(JSON.stringify(all)) + ADDED_BYTES;
	if (bytes <= CONTEXT_BYTES) return;
	const largest = Object.entries(all)
		.filter(([name]) => !(name in ours))
		.sort(([, a], [, b]) => Buffer.byteLength(b) - Buffer.byteLength(a))
		.slice(0, NAMED)
		.map(([name]) => name);
	throw new SetupError(
		`The Functions would have ${bytes} bytes of variables; Twilio’s limit is 3 kB (error 82006). Remove unused ones (Console: Functions and Assets > Services > Environment Variables). The largest are: ${largest.join(', ')}. Nothing was changed.`,
	);
}
