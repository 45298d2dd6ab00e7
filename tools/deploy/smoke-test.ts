/**
 * Tests the live endpoints with requests that change nothing: none of them starts a handoff.
 * @module
 */
import RequestClient from 'twilio/lib/base/RequestClient';
import { isRecord } from '../../src/json';
import { redact } from '../../src/redact';
import { type Clock, systemClock } from '../../src/twilio/time-budget';
import type { SmokeCheck } from '../account/account-view';

const ENDPOINTS = [
	'/handoff',
	'/participant-lookup',
	'/service-sid',
	'/task-attributes',
	'/give-back',
	'/task-events',
];
const VERSION_PATH = '/version.json';
const REQUEST_TIMEOUT_MS = 10_000;
const MOST_AT_ONCE = 5;

export interface SmokeTestOptions {
	/** How often each test runs at most, and how long to wait in between. */
	readonly attempts?: number;
	readonly waitMs?: number;
	readonly clock?: Pick<Clock, 'sleep'>;
	/** By default twilio-node's own, which honors `HTTP_PROXY`. */
	readonly httpClient?: RequestClient;
}

interface Credentials {
	readonly username: string;
	readonly password: string;
}

interface Response {
	readonly status: number;
	readonly body: unknown;
}

interface Test {
	readonly name: string;
	readonly about: SmokeCheck['about'];
	readonly path: string;
	readonly as?: Credentials;
	/** Always by GET: a Function does not see its method, and a GET can't be mistaken for a write. */
	readonly query?: Readonly<Record<string, string>>;
	readonly isExpected: (response: Response) => boolean;
}

/**
 * Tests a deployment. A test that fails runs again: until a deployment has spread, there may be no response, or one of
 * the previous deployment.
 * @param baseUrl `https://ai-to-human-handoff-1234-dev.twil.io`
 * @param credentials a pair the endpoints accept: the API key's, or the account's
 * @param version what `/version.json` should hold
 * @returns a result for each test; it does not throw
 * @example (await smokeTest(url, { username: apiKey, password: secret }, '1.2.0')).filter(({ ok }) => !ok)
 */
export async function smokeTest(
	baseUrl: string,
	credentials: Credentials,
	version: string,
	options: SmokeTestOptions = {},
): Promise<SmokeCheck[]> {
	const { attempts = 8, waitMs = 1_500, clock = systemClock } = options;
	const { httpClient = new RequestClient({ timeout: REQUEST_TIMEOUT_MS }) } = options;
	const untilPassed = async (test: Test): Promise<SmokeCheck> => {
		for (let attempt = 1; ; attempt++) {
			const check = await run(httpClient, baseUrl, test);
			if (check.ok || attempt >= attempts) return check;
			await clock.sleep(waitMs);
		}
	};
	const results: SmokeCheck[] = [];
	const left = tests(credentials, version);
	// Each may have to wait for a cold start.
	while (left.length > 0) {
		results.push(...(await Promise.all(left.splice(0, MOST_AT_ONCE).map(untilPassed))));
	}
	return results;
}

/**
 * @param baseUrl as in `smokeTest`
 * @returns the version that the live Functions report; `undefined` when they report none
 */
export async function liveVersion(
	baseUrl: string,
	httpClient = new RequestClient({ timeout: REQUEST_TIMEOUT_MS }),
): Promise<string | undefined> {
	const uri = `${baseUrl}${VERSION_PATH}`;
	const { body } = await httpClient
		.request<unknown>({ method: 'get', uri, headers: {}, timeout: REQUEST_TIMEOUT_MS })
		.catch(() => ({ body: undefined }));
	return isRecord(body) && typeof body.version === 'string' ? body.version : undefined;
}

function tests(credentials: Credentials, version: string): Test[] {
	return [
		...ENDPOINTS.map((path) => ({
			name: `unauthenticated requests get 401 from ${path}`,
			about: 'authentication' as const,
			path,
			isExpected: isError(401, 'unauthenticated'),
		})),
		{
			name: 'wrong credentials get 403 from /service-sid',
			about: 'authentication',
			path: '/service-sid',
			as: { username: 'smoke-test', password: 'wrong' },
			isExpected: isError(403, 'forbidden'),
		},
		{
			name: 'valid credentials without a conversationId get 400 from /service-sid',
			about: 'settings',
			path: '/service-sid',
			as: credentials,
			isExpected: isError(400, 'invalid_request'),
		},
		{
			name: '/handoff returns <Hangup/> for a call that ended without a handoff',
			about: 'settings',
			path: '/handoff',
			as: credentials,
			query: { CallSid: `CA${'0'.repeat(32)}`, CallStatus: 'completed', SessionStatus: 'completed' },
			isExpected: ({ status, body }) => status === 200 && /<Response>\s*<Hangup\s*\/>/.test(String(body)),
		},
		{
			name: `/version.json is ${version}`,
			about: 'version',
			path: VERSION_PATH,
			isExpected: ({ status, body }) => status === 200 && isRecord(body) && body.version === version,
		},
	];
}

async function run(httpClient: RequestClient, baseUrl: string, test: Test): Promise<SmokeCheck> {
	const { name, about, path, as, query, isExpected } = test;
	try {
		const { statusCode, body } = await httpClient.request<unknown>({
			method: 'get',
			uri: `${baseUrl}${path}`,
			headers: {},
			timeout: REQUEST_TIMEOUT_MS,
			...as,
			...(query && { params: query }),
		});
		return {
			name,
			about,
			ok: isExpected({ status: statusCode, body }),
			found: `${statusCode} ${summary(body)}`.trim(),
			...(statusCode >= 500 && !isOurError(body) && { isCrash: true }),
		};
	} catch (error) {
		// Only its message: the error itself holds the request, credentials and all.
		return {
			name,
			about,
			ok: false,
			found: `no response: ${error instanceof Error ? error.message : 'unknown'}`,
			isCrash: true,
		};
	}
}

function isError(status: number, code: string): Test['isExpected'] {
	return ({ status: found, body }) => found === status && isOurError(body) && body.error.code === code;
}

function isOurError(body: unknown): body is { readonly error: Record<string, unknown> } {
	return isRecord(body) && isRecord(body.error) && typeof body.error.code === 'string';
}

/** The code and the message of our own errors; the first 200 characters of anything else but web pages. */
function summary(body: unknown): string {
	if (typeof body === 'string' && /^\s*<(!doctype html|html)\b/i.test(body)) return '(a web page)';
	const text = isOurError(body)
		? `${body.error.code}: ${body.error.message}`
		: typeof body === 'string'
			? body
			: (JSON.stringify(body) ?? '');
	return redact(text.replace(/\s+/g, ' ').trim().slice(0, 200));
}
