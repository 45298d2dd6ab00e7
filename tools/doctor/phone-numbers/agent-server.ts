/**
 * Whether the virtual agent's server is running, requested without credentials.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountView } from '../../account/account-view';

const TIMEOUT_MS = 5_000;

/**
 * Sends a GET, which starts no conversation: TAC's route takes POST only. So 405 is a good response, and so is any other
 * that only a running server gives, such as 403. A tunnel without a server responds with 404 or 502; but a server other
 * than TAC's, whose route takes POST only, may respond with 404 too.
 * @param url where calls are, or would be, sent
 * @param notFound what 404 means
 * @returns what is wrong, in words; `undefined` when the server is running
 */
export async function whyNotRunning(
	url: string,
	{ twilio }: AccountView,
	notFound: 'not running' | 'running',
): Promise<string | undefined> {
	const request = { method: 'get', uri: url, headers: {}, timeout: TIMEOUT_MS } as const;
	const response = twilio.httpClient.request(request).then(
		({ statusCode }) => statusCode,
		() => undefined,
	);
	// The client would retry a server that doesn't respond.
	const status = await Promise.race([response, sleep(TIMEOUT_MS, undefined, { ref: false })]);
	if (status === undefined) return `${url} does not respond`;
	const fails = status >= 500 || (status === 404 && notFound === 'not running');
	return fails ? `${url} responds with ${status}` : undefined;
}
