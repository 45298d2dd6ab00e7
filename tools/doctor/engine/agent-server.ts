/**
 * What a server says to a request without credentials: whether it runs, and whether it takes what Twilio will send.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../../src/json';
import type { AccountView } from '../../account/account-view';
import { showUrl } from '../../account/format';

const TIMEOUT_MS = 5_000;
/** Gateways and tunnels answer so when no server is behind them. */
const NO_SERVER = [502, 503, 504];

/** Where Twilio sends requests, and how. */
export interface Endpoint {
	readonly url: string;
	readonly method: string;
}

/**
 * - `fine`: it takes such requests, as far as a GET shows
 * - `down`: no server answers there
 * - `refused`: the server runs, and doesn't take such requests
 * - `unclear`: it answers 404, which a route that takes POST only may do
 */
interface Reception {
	readonly kind: 'fine' | 'down' | 'refused' | 'unclear';
	/** In words: `https://… responds to GET with 405`. */
	readonly found: string;
}

interface Answer {
	/** `undefined` when there is none. */
	readonly status: number | undefined;
	/** A tunnel says that nothing is connected to it: https://ngrok.com/docs/errors */
	readonly isUnconnected: boolean;
}

/**
 * Sends a GET, which starts no conversation: TAC's routes take POST only, and answer 405. So that is a good response when
 * Twilio sends POST, and a bad one when it sends GET.
 * @param usual the URL at which the agent takes such requests by default: when only that exists, the other is wrong
 */
export async function receptionAt(
	account: AccountView,
	{ url, method }: Endpoint,
	usual: string,
): Promise<Reception> {
	const answer = await ask(account, url);
	const { status } = answer;
	if (isDown(answer) || status === undefined || status >= 500)
		return { kind: 'down', found: inWords(url, answer) };
	const found = `${showUrl(url)} responds to GET with ${status}`;
	if (method.toUpperCase() === 'GET')
		return { kind: [404, 405].includes(status) ? 'refused' : 'fine', found };
	if (status !== 404) return { kind: 'fine', found };
	const other = url === usual ? undefined : (await ask(account, usual)).status;
	if (other === undefined || other === 404 || other >= 500) return { kind: 'unclear', found };
	return { kind: 'refused', found: `${found}, and ${usual} with ${other}` };
}

/**
 * Whether nothing can answer there. A server of any kind is alive, even when it answers with an error.
 * @returns what was found, in words; `undefined` when a server is alive
 */
export async function whyDead(account: AccountView, url: string): Promise<string | undefined> {
	const answer = await ask(account, url);
	return isDown(answer) ? inWords(url, answer) : undefined;
}

/**
 * Whether calls can be sent to an agent at its usual URL.
 * @returns what is wrong, in words; `undefined` when the agent is running
 */
export async function whyNotRunning(account: AccountView, url: string): Promise<string | undefined> {
	const answer = await ask(account, url);
	const { status } = answer;
	const runs = status !== undefined && status < 500 && status !== 404;
	return runs ? undefined : inWords(url, answer);
}

function isDown({ status, isUnconnected }: Answer): boolean {
	return status === undefined || isUnconnected || NO_SERVER.includes(status);
}

function inWords(url: string, { status }: Answer): string {
	return status === undefined
		? `${showUrl(url)} does not respond`
		: `${showUrl(url)} responds with ${status}`;
}

function ask(account: AccountView, url: string): Promise<Answer> {
	return account.once(`server at ${url}`, async () => {
		const request = { method: 'get', uri: url, headers: {}, timeout: TIMEOUT_MS } as const;
		const response = account.twilio.httpClient.request(request).then(
			({ statusCode, headers }): Answer => ({
				status: statusCode,
				isUnconnected: isRecord(headers) && headers['ngrok-error-code'] !== undefined,
			}),
			(): Answer => ({ status: undefined, isUnconnected: false }),
		);
		// The client would retry a server that doesn't respond.
		const late = sleep(TIMEOUT_MS, { status: undefined, isUnconnected: false }, { ref: false });
		return Promise.race([response, late]);
	});
}
