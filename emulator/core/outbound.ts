/**
 * Requests that Twilio makes: Studio's HTTP widget and the webhooks of calls. Signed as Twilio signs them; sent to the
 * emulator itself for `*.twilio.com` and `*.twil.io`, over the network for this machine, and refused for other hosts.
 * @module
 */
import { getExpectedBodyHash, getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { type Handle, payload, type TwilioRequest } from './http';

/** A request of Twilio's. A form becomes the body and is signed with the URL; a JSON body is signed by its hash. */
export interface OutboundRequest {
	readonly method: 'GET' | 'POST';
	readonly url: URL;
	readonly form?: URLSearchParams;
	readonly json?: string;
	/** `user:password` for HTTP Basic. */
	readonly basic?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

export interface OutboundResponse {
	readonly status: number;
	readonly contentType: string;
	readonly location: string | undefined;
	readonly body: string;
}

interface SendOptions {
	readonly authToken: string;
	readonly handle: Handle;
	/** The virtual agent's public host: the emulator answers for it, too. */
	readonly agentDomain?: string;
	readonly signal?: AbortSignal;
	/** The largest body that is accepted, in bytes. */
	readonly maxBytes?: number;
}

/**
 * Sends one request, without following redirects.
 *
 * The signature is the one twilio-node computes: HMAC-SHA1 over the URL and the sorted form fields, or for a JSON body
 * over the URL with its `bodySHA256` parameter (https://www.twilio.com/docs/usage/security).
 * @throws Error that says why: a host that is neither Twilio's nor this machine, a failed connection, a body larger than
 * `maxBytes`, or the signal's reason.
 */
export async function send(request: OutboundRequest, options: SendOptions): Promise<OutboundResponse> {
	const url = new URL(request.url);
	if (request.json !== undefined) url.searchParams.set('bodySHA256', getExpectedBodyHash(request.json));
	const body = request.json ?? request.form?.toString() ?? '';
	const headers: Record<string, string> = {
		...request.headers,
		'user-agent': 'TwilioProxy/1.1',
		'x-twilio-signature': getExpectedTwilioSignature(options.authToken, url.href, fields(request.form)),
	};
	if (request.json !== undefined) headers['content-type'] = 'application/json';
	else if (request.form) headers['content-type'] = 'application/x-www-form-urlencoded; charset=UTF-8';
	if (request.basic !== undefined)
		headers.authorization = `Basic ${Buffer.from(request.basic).toString('base64')}`;

	const isAgent = url.hostname === options.agentDomain;
	if (isAgent || /(^|\.)(twilio\.com|twil\.io)$/.test(url.hostname)) {
		return sendToTwilio(request, url, headers, body, options);
	}
	if (!isLoopback(url)) {
		throw new Error(
			`${url.hostname} is not on this machine: the emulator sends requests only to Twilio's hosts and this machine`,
		);
	}
	return sendToLoopback(request, url, headers, body, options);
}

async function sendToTwilio(
	request: OutboundRequest,
	url: URL,
	headers: Record<string, string>,
	body: string,
	{ handle, signal, maxBytes = Number.POSITIVE_INFINITY }: SendOptions,
): Promise<OutboundResponse> {
	const twilioRequest: TwilioRequest = {
		method: request.method,
		host: url.hostname,
		path: url.pathname,
		query: url.searchParams,
		rawQuery: url.search.slice(1),
		headers: { host: url.host, ...headers },
		body,
		form: request.form ?? new URLSearchParams(),
		json: parseJson(request.json),
	};
	const response = await handle(twilioRequest, signal);
	const text = payload(response).toString();
	if (Buffer.byteLength(text) > maxBytes) throw tooLarge(maxBytes);
	return {
		status: response.status,
		contentType: first(response.headers?.['content-type']) ?? 'application/json',
		location: first(response.headers?.location),
		body: text,
	};
}

async function sendToLoopback(
	request: OutboundRequest,
	url: URL,
	headers: Record<string, string>,
	body: string,
	{ signal, maxBytes = Number.POSITIVE_INFINITY }: SendOptions,
): Promise<OutboundResponse> {
	try {
		const response = await fetch(url, {
			method: request.method,
			headers,
			redirect: 'manual',
			...(request.method === 'POST' && { body }),
			...(signal && { signal }),
		});
		const chunks: Uint8Array[] = [];
		let size = 0;
		for await (const chunk of response.body ?? []) {
			size += chunk.byteLength;
			// Leaving the loop cancels the rest of the body.
			if (size > maxBytes) throw tooLarge(maxBytes);
			chunks.push(chunk);
		}
		return {
			status: response.status,
			contentType: response.headers.get('content-type') ?? '',
			location: response.headers.get('location') ?? undefined,
			body: Buffer.concat(chunks).toString('utf8'),
		};
	} catch (error) {
		// fetch reports only "fetch failed"; the reason is in the cause.
		throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
	}
}

function first(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}

function parseJson(text: string | undefined): unknown {
	try {
		return text === undefined ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}

function fields(form: URLSearchParams = new URLSearchParams()): Record<string, string[]> {
	return Object.fromEntries([...new Set(form.keys())].map((key) => [key, form.getAll(key)]));
}

function isLoopback({ hostname }: URL): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function tooLarge(maxBytes: number): Error {
	return new Error(`the response is larger than ${maxBytes / 1024} kB`);
}
