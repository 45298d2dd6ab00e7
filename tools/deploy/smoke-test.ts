/**
 * Asks the live endpoints what only they can answer. Nothing they are asked reaches anyone: no handoff is made.
 * @module
 */
import { RequestClient } from 'twilio';
import { isRecord } from '../../src/json';
import { redact } from '../../src/redact';
import { type Clock, systemClock } from '../../src/twilio/time-budget';

const ENDPOINTS = ['/handoff', '/participant-lookup', '/service-sid', '/task-attributes'];
const REQUEST_TIMEOUT_MS = 10_000;

/** One question and what came of it. */
export interface SmokeCheck {
	/** What should be: `strangers get 401 from /handoff`. */
	readonly name: string;
	/** What it is about, whatever its name says. */
	readonly about: 'strangers' | 'settings' | 'version';
	readonly ok: boolean;
	/** What was: a status and a few words, phone numbers masked. */
	readonly found: string;
}

export interface SmokeTestOptions {
	/** How often each question is asked at most, and how long to wait in between. */
	readonly attempts?: number;
	readonly waitMs?: number;
	readonly clock?: Pick<Clock, 'sleep'>;
	/** twilio-node's own unless told: it honours `HTTP_PROXY`. */
	readonly httpClient?: RequestClient;
}

interface Credentials {
	readonly username: string;
	readonly password: string;
}

interface Answer {
	readonly status: number;
	readonly body: unknown;
}

interface Question {
	readonly name: string;
	readonly about: SmokeCheck['about'];
	readonly path: string;
	readonly as?: Credentials;
	/** A GET does not ask differently: a Function does not see its method. And so a smoke test only ever reads. */
	readonly query?: Readonly<Record<string, string>>;
	readonly isRight: (answer: Answer) => boolean;
}

/**
 * Checks a deployment. A wrong answer is asked for again: until a deployment has spread there may be none, or that of
 * the one before.
 * @param baseUrl `https://ai-to-human-handoff-1234-dev.twil.io`
 * @param credentials a pair the endpoints accept: the API key's, or the account's
 * @param version what `/version.json` should say
 * @returns one line a check, good or bad; it does not throw
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
	return Promise.all(
		questions(credentials, version).map(async (question): Promise<SmokeCheck> => {
			for (let attempt = 1; ; attempt++) {
				const check = await ask(httpClient, baseUrl, question);
				if (check.ok || attempt >= attempts) return check;
				await clock.sleep(waitMs);
			}
		}),
	);
}

function questions(credentials: Credentials, version: string): Question[] {
	return [
		...ENDPOINTS.map((path) => ({
			name: `strangers get 401 from ${path}`,
			about: 'strangers' as const,
			path,
			isRight: isError(401, 'unauthenticated'),
		})),
		{
			name: 'wrong credentials get 403 from /service-sid',
			about: 'strangers',
			path: '/service-sid',
			as: { username: 'smoke-test', password: 'wrong' },
			isRight: isError(403, 'forbidden'),
		},
		{
			name: 'our credentials get 400 from /service-sid, which lacks a conversationId',
			about: 'settings',
			path: '/service-sid',
			as: credentials,
			isRight: isError(400, 'invalid_request'),
		},
		{
			name: '/handoff hangs up a call that ended without a handoff',
			about: 'settings',
			path: '/handoff',
			as: credentials,
			query: { CallSid: `CA${'0'.repeat(32)}`, CallStatus: 'completed', SessionStatus: 'completed' },
			isRight: ({ status, body }) => status === 200 && /<Response>\s*<Hangup\s*\/>/.test(String(body)),
		},
		{
			name: `/version.json is ${version}`,
			about: 'version',
			path: '/version.json',
			isRight: ({ status, body }) => status === 200 && isRecord(body) && body.version === version,
		},
	];
}

async function ask(httpClient: RequestClient, baseUrl: string, question: Question): Promise<SmokeCheck> {
	const { name, about, path, as, query, isRight } = question;
	try {
		const { statusCode, body } = await httpClient.request<unknown>({
			method: 'get',
			uri: `${baseUrl}${path}`,
			headers: {},
			timeout: REQUEST_TIMEOUT_MS,
			...as,
			...(query && { params: query }),
		});
		const answer = { status: statusCode, body };
		return { name, about, ok: isRight(answer), found: `${statusCode} ${summary(body)}`.trim() };
	} catch (error) {
		// Only its message: the error itself holds the request, credentials and all.
		return {
			name,
			about,
			ok: false,
			found: `no answer: ${error instanceof Error ? error.message : 'unknown'}`,
		};
	}
}

function isError(status: number, code: string): Question['isRight'] {
	return (answer) =>
		answer.status === status &&
		isRecord(answer.body) &&
		isRecord(answer.body.error) &&
		answer.body.error.code === code;
}

/** Of our own errors the code and the message; of anything else the beginning. */
function summary(body: unknown): string {
	const error = isRecord(body) && isRecord(body.error) ? body.error : undefined;
	const text = error
		? `${error.code}: ${error.message}`
		: typeof body === 'string'
			? body
			: (JSON.stringify(body) ?? '');
	return redact(text.replace(/\s+/g, ' ').trim().slice(0, 200));
}
