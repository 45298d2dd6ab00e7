/**
 * How a server responds to a request without credentials: whether it runs, and whether it accepts what Twilio will send.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../../src/json';
import type { AccountView } from '../../account/account-view';
import { showUrl } from '../../account/format';

const TIMEOUT_MS = 5_000;
/** The statuses of gateways and tunnels without a server behind them. */
const NO_SERVER = [502, 503, 504];

/** Where Twilio sends requests, and how. */
export interface Endpoint {
	readonly url: string;
	readonly method: string;
}

/**
 * - `fine`: it accepts such requests, as far as a GET shows
 * - `down`: no server responds
 * - `refused`: the server runs, but doesn't accept such requests
 * - `unclear`: it responds as an agent's route may, and as many other servers do: 404, a redirect, a web page, a
 *   request for a password; or it is not HTTPS
 */
interface Reception {
	readonly kind: 'fine' | 'down' | 'refused' | 'unclear';
	/** In words: `https://… responds to GET with 405`. */
	readonly found: string;
}

interface ServerResponse {
	/** `undefined` when there is none. */
	readonly status: number | undefined;
	/** A tunnel reports that nothing is connected to it: https://ngrok.com/docs/errors */
	readonly isUnconnected: boolean;
	readonly isPage: boolean;
}

/**
 * Sends a GET, which starts no conversation: TAC's routes accept POST only, and return 405. So that is a good response when
 * Twilio sends POST, and a bad one when it sends GET.
 * @param usual the URL at which the agent accepts such requests by default: when only that exists, the other is wrong
 */
export async function receptionAt(
	account: AccountView,
	{ url, method }: Endpoint,
	usual: string,
): Promise<Reception> {
	const response = await request(account, url);
	const { status } = response;
	if (isDown(response) || status === undefined || status >= 500)
		return { kind: 'down', found: inWords(url, response) };
	const found = `${showUrl(url)} responds to GET with ${inShort(response)}`;
	if (method.toUpperCase() === 'GET' && [404, 405].includes(status)) return { kind: 'refused', found };
	if (method.toUpperCase() === 'GET' || isLikeAgent(url, response)) return { kind: 'fine', found };
	const other = url === usual ? undefined : await request(account, usual);
	if (!other || !isLikeAgent(usual, other)) return { kind: 'unclear', found };
	return { kind: 'refused', found: `${found}, and ${usual} with ${inShort(other)}` };
}

/** TAC's routes return 405; other agents may return another status, such as 403 to a request without a signature. */
function isLikeAgent(url: string, response: ServerResponse): boolean {
	const { status = 0, isPage } = response;
	const isOther = isRedirect(response) || isPage || [401, 404].includes(status);
	return !isDown(response) && status < 500 && !isOther && url.startsWith('https:');
}

/**
 * Whether no server runs at a URL. A server of any kind is alive, even when it returns an error.
 * @returns what was found, in words; `undefined` when a server is alive
 */
export async function whyDead(account: AccountView, url: string): Promise<string | undefined> {
	const response = await request(account, url);
	return isDown(response) ? inWords(url, response) : undefined;
}

/**
 * Whether calls can be sent to an agent at its usual URL.
 * @returns what is wrong, in words; `undefined` when the agent is running
 */
export async function whyNotRunning(account: AccountView, url: string): Promise<string | undefined> {
	const response = await request(account, url);
	return isLikeAgent(url, response) || isRedirect(response) ? undefined : inWords(url, response);
}

function isDown({ status, isUnconnected }: ServerResponse): boolean {
	return status === undefined || isUnconnected || NO_SERVER.includes(status);
}

function isRedirect({ status = 0 }: ServerResponse): boolean {
	return status >= 300 && status < 400;
}

function inWords(url: string, response: ServerResponse): string {
	return response.status === undefined
		? `${showUrl(url)} doesn’t respond`
		: `${showUrl(url)} responds with ${inShort(response)}`;
}

function inShort({ status, isPage }: ServerResponse): string {
	return isPage ? `${status} and a web page` : String(status);
}

const NO_RESPONSE: ServerResponse = { status: undefined, isUnconnected: false, isPage: false };

function request(account: AccountView, url: string): Promise<ServerResponse> {
	return account.once(`server at ${url}`, async () => {
		const get = { method: 'get', uri: url, headers: {}, timeout: TIMEOUT_MS } as const;
		const received = account.twilio.httpClient.request(get).then(
			({ statusCode, headers }): ServerResponse => ({
				status: statusCode,
				isUnconnected: isRecord(headers) && headers['ngrok-error-code'] !== undefined,
				isPage: statusCode < 300 && isRecord(headers) && /html/i.test(String(headers['content-type'])),
			}),
			() => NO_RESPONSE,
		);
		// The client would retry a server that doesn't respond.
		const late = sleep(TIMEOUT_MS, NO_RESPONSE, { ref: false });
		return Promise.race([received, late]);
	});
}
