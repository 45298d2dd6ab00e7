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
 * - `unclear`: it answers as an agent's route may, and as many another server does: 404, a redirect, a web page, a
 *   request for a password; or it is not HTTPS
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
	readonly isPage: boolean;
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
	const found = `${showUrl(url)} responds to GET with ${inShort(answer)}`;
	if (method.toUpperCase() === 'GET' && [404, 405].includes(status)) return { kind: 'refused', found };
	if (method.toUpperCase() === 'GET' || isLikeAgent(url, answer)) return { kind: 'fine', found };
	const other = url === usual ? undefined : await ask(account, usual);
	if (!other || !isLikeAgent(usual, other)) return { kind: 'unclear', found };
	return { kind: 'refused', found: `${found}, and ${usual} with ${inShort(other)}` };
}

/** TAC's routes answer 405; other agents may answer otherwise, such as 403 to what has no signature. */
function isLikeAgent(url: string, answer: Answer): boolean {
	const { status = 0, isPage } = answer;
	const isOther = isRedirect(answer) || isPage || [401, 404].includes(status);
	return !isDown(answer) && status < 500 && !isOther && url.startsWith('https:');
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
	return isLikeAgent(url, answer) || isRedirect(answer) ? undefined : inWords(url, answer);
}

function isDown({ status, isUnconnected }: Answer): boolean {
	return status === undefined || isUnconnected || NO_SERVER.includes(status);
}

function isRedirect({ status = 0 }: Answer): boolean {
	return status >= 300 && status < 400;
}

function inWords(url: string, answer: Answer): string {
	return answer.status === undefined
		? `${showUrl(url)} does not respond`
		: `${showUrl(url)} responds with ${inShort(answer)}`;
}

function inShort({ status, isPage }: Answer): string {
	return isPage ? `${status} and a web page` : String(status);
}

const NO_ANSWER: Answer = { status: undefined, isUnconnected: false, isPage: false };

function ask(account: AccountView, url: string): Promise<Answer> {
	return account.once(`server at ${url}`, async () => {
		const request = { method: 'get', uri: url, headers: {}, timeout: TIMEOUT_MS } as const;
		const response = account.twilio.httpClient.request(request).then(
			({ statusCode, headers }): Answer => ({
				status: statusCode,
				isUnconnected: isRecord(headers) && headers['ngrok-error-code'] !== undefined,
				isPage: statusCode < 300 && isRecord(headers) && /html/i.test(String(headers['content-type'])),
			}),
			() => NO_ANSWER,
		);
		// The client would retry a server that doesn't respond.
		const late = sleep(TIMEOUT_MS, NO_ANSWER, { ref: false });
		return Promise.race([response, late]);
	});
}
