/**
 * Whether the virtual agent's server is up, asked as a stranger would: no credentials go out.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountView } from '../../account/account-view';

const TIMEOUT_MS = 5_000;

/**
 * TAC's route takes POST alone, so a GET starts no conversation, and 405 is a good answer; so is any other that only
 * somebody who is there would give, such as 403. A tunnel without a server behind it answers 404 or 502; but so does, with
 * 404, a server of another make whose route takes POST alone.
 * @param url where calls would be sent
 * @param doubtful what 404 is to mean
 * @returns what is wrong, in words; `undefined` when somebody is there
 */
export async function whyNobodyIsAt(
	url: string,
	{ twilio }: AccountView,
	doubtful: 'count as nobody' | 'count as somebody',
): Promise<string | undefined> {
	const request = { method: 'get', uri: url, headers: {}, timeout: TIMEOUT_MS } as const;
	const answer = twilio.httpClient.request(request).then(
		({ statusCode }) => statusCode,
		() => undefined,
	);
	// Asked once, so to say: a client of ours would try a silent server again.
	const status = await Promise.race([answer, sleep(TIMEOUT_MS, undefined, { ref: false })]);
	if (status === undefined) return `${url} does not answer`;
	const isNobody = status >= 500 || (status === 404 && doubtful === 'count as nobody');
	return isNobody ? `${url} answers ${status}` : undefined;
}
