/**
 * The program of a warm process, bundled and started by `warm-function.ts`: one built Function, loaded once and invoked
 * again and again as Twilio's runtime does it. It reaches `*.twilio.com` over TLS and no proxy, at a port of this machine.
 * @module
 */
import { Socket } from 'node:net';
import twilio, { type Twilio } from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient';
import { runBare, runGuide } from './other-ways';

const [bundle = '', port = '', settingsText = '{}'] = process.argv.slice(2);
const settings: Readonly<Record<string, string>> = JSON.parse(settingsText);

/** What the process is asked to do. */
export interface Job {
	/** The Function; the same three requests by the bare SDK; or one by one as the guide has them. */
	readonly way: 'function' | 'bare' | 'guide';
	/** The parameters of the invocation, without credentials. */
	readonly params: Readonly<Record<string, unknown>>;
	readonly times: number;
}

/** What came of a job. */
export interface Outcome {
	readonly status: number;
	readonly body: unknown;
	/** Milliseconds, all times together. */
	readonly ms: number;
	/** Milliseconds of processor time. */
	readonly cpuMs: number;
}

class Response {
	status = 200;
	body: unknown;
	setStatusCode(status: number): void {
		this.status = status;
	}
	setHeaders(): void {}
	setBody(body: unknown): void {
		this.body = body;
	}
}

/** Every connection to Twilio goes to the port that stands for it; the name stays what TLS asks for. */
function redirect(): void {
	const { connect } = Socket.prototype;
	Reflect.set(Socket.prototype, 'connect', function (this: Socket, options: object, ...rest: unknown[]) {
		const { host }: { host?: unknown } = options;
		const isTwilio = typeof host === 'string' && host.endsWith('.twilio.com');
		const target = isTwilio ? { ...options, host: '127.0.0.1', port: Number(port) } : options;
		return Reflect.apply(connect, this, [target, ...rest]);
	});
}

function invoke(params: Job['params']): Promise<Response> {
	const { ACCOUNT_SID, AUTH_TOKEN } = settings;
	const basic = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');
	const context = {
		...settings,
		DOMAIN_NAME: 'handoff-1234-dev.twil.io',
		PATH: '/handoff',
		getTwilioClient: (options: { httpClient: RequestClient }): Twilio =>
			twilio(ACCOUNT_SID, AUTH_TOKEN, options),
	};
	const event = { ...params, request: { headers: { authorization: `Basic ${basic}` } } };
	return new Promise((resolve) => handler(context, event, (_error, response) => resolve(response)));
}

async function run({ way, params, times }: Job): Promise<Outcome> {
	let response = new Response();
	const cpu = process.cpuUsage();
	const start = performance.now();
	for (let n = 0; n < times; n++) {
		if (way === 'function') response = await invoke(params);
		else if (way === 'bare') await runBare(settings, params);
		else await runGuide(settings, params);
	}
	const ms = performance.now() - start;
	const { user, system } = process.cpuUsage(cpu);
	return { status: response.status, body: response.body, ms, cpuMs: (user + system) / 1_000 };
}

redirect();
// Twilio's runtime puts the SDK there, with its Response, before it loads a Function (constructGlobalScope in route.js).
Reflect.set(globalThis, 'Twilio', Object.assign(twilio, { Response }));
console.info = () => {};
type Handler = (context: object, event: object, callback: (error: null, response: Response) => void) => void;
const { handler }: { handler: Handler } = require(bundle);
process.on('message', (job: Job) => {
	run(job).then(
		(outcome) => process.send?.(outcome),
		(error: unknown) => process.send?.({ error: String(error) }),
	);
});
process.send?.({ status: 0, body: '', ms: performance.now(), cpuMs: 0 } satisfies Outcome);
