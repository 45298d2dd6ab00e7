/**
 * The Functions themselves, behind a small server of this process: no build, and no runtime to wait for.
 * @module
 */
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Twilio } from 'twilio';

/** Twilio's Response class, which only the runtime has. */
class Response {
	status = 200;
	headers: Record<string, string> = {};
	body: unknown = '';
	setStatusCode(status: number): void {
		this.status = status;
	}
	setHeaders(headers: Record<string, string>): void {
		this.headers = headers;
	}
	setBody(body: unknown): void {
		this.body = body;
	}
}

type Handler = (
	context: object,
	event: object,
	callback: (error: null, response: Response) => void,
) => unknown;

/** @returns `undefined` for a path that has no Function */
function handlerAt(path: string): Handler | undefined {
	Object.assign(globalThis, { Twilio: { Response } });
	const names = [
		'handoff',
		'participant-lookup',
		'service-sid',
		'task-attributes',
		'give-back',
		'task-events',
	];
	const name = names.find((each) => path === `/${each}`);
	return name === undefined ? undefined : require(`../../../functions/${name}`).handler;
}

/** What a Function responds instead, by path; `*` for every path. */
export type Failing = ReadonlyMap<string, { readonly status: number; readonly body: unknown }>;

/**
 * Every request arrives with the account's own credentials.
 * @param settings read for each request, as a deployment changes them
 */
export function serveFunctions(
	twilio: Twilio,
	settings: () => Readonly<Record<string, string>>,
	failing: Failing,
): Server {
	return createServer(async (request, response) => {
		const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://functions.test');
		const form = Object.fromEntries([...searchParams, ...new URLSearchParams(await text(request))]);
		const failure = failing.get(path) ?? failing.get('*');
		const handler = handlerAt(path);
		const send = ({
			status,
			headers = {},
			body,
		}: {
			status: number;
			headers?: Record<string, string>;
			body: unknown;
		}) => response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
		if (failure) return send({ headers: { 'content-type': 'application/json' }, ...failure });
		if (!handler) return send({ status: 404, body: {} });
		const { ACCOUNT_SID, AUTH_TOKEN } = settings();
		const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;
		const context = {
			...settings(),
			PATH: path,
			DOMAIN_NAME: 'functions.test',
			getTwilioClient: () => twilio,
		};
		await handler(context, { ...form, request: { headers: { authorization } } }, (_, answer) => send(answer));
	});
}
