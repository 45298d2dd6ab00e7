/**
 * The Functions themselves, in this process: no build, and no runtime to wait for.
 * @module
 */
import type { Twilio } from 'twilio';
import type { Own } from '../../support/canned-functions';

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

/**
 * Every request arrives with the account's own credentials.
 * @param settings read for each request, as a deployment changes them
 */
export function realFunctions(twilio: Twilio, settings: () => Readonly<Record<string, string>>): Own {
	return ({ url, form }, more) => {
		const { pathname: path, searchParams } = new URL(url);
		const handler = handlerAt(path);
		if (!handler) return undefined;
		const { ACCOUNT_SID, AUTH_TOKEN } = settings();
		const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;
		const context = {
			...settings(),
			...more,
			PATH: path,
			DOMAIN_NAME: 'functions.test',
			getTwilioClient: () => twilio,
		};
		const event = { ...Object.fromEntries(searchParams), ...form, request: { headers: { authorization } } };
		return (response) =>
			handler(context, event, (_, { status, headers, body }) =>
				response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body)),
			);
	};
}
