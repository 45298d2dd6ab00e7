/**
 * The emulator's HTTP types: requests and responses behind TLS and the proxy, a router, and Twilio's own error bodies.
 * No sockets here: `proxy.ts` has those.
 * @module
 */

/** A request for `https://HOST/PATH?QUERY`, its body already read. Header names are lower-case. */
export interface TwilioRequest {
	readonly method: string;
	readonly host: string;
	readonly path: string;
	readonly query: URLSearchParams;
	/** The query as it was sent, without the question mark: signatures cover that. */
	readonly rawQuery?: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** The body as it was sent, when it came over a socket: an uploaded file may be binary. */
	readonly bytes?: Buffer;
	/** Form fields of an `application/x-www-form-urlencoded` body, else empty. */
	readonly form: URLSearchParams;
	/** The parsed body of an `application/json` request, else `undefined`. */
	readonly json: unknown;
}

export interface TwilioResponse {
	readonly status: number;
	/** A list is a header sent more than once, such as `set-cookie`. */
	readonly headers?: Readonly<Record<string, string | string[]>>;
	/** Sent as JSON unless it is a string or a `Buffer`, which is sent as it is (set `content-type` then). */
	readonly body?: unknown;
}

/** Answers a request without a socket; the signal aborts it. May throw ConnectionReset (`faults.ts`). */
export type Handle = (request: TwilioRequest, signal?: AbortSignal) => Promise<TwilioResponse>;

/** The body of a response as it goes over the wire. */
export function payload({ body }: TwilioResponse): string | Buffer {
	if (typeof body === 'string' || Buffer.isBuffer(body)) return body;
	return JSON.stringify(body) ?? '';
}

export type PathParams = Readonly<Record<string, string>>;
type RouteHandler = (request: TwilioRequest, params: PathParams) => TwilioResponse | Promise<TwilioResponse>;

interface Route {
	readonly method: string;
	readonly host: string;
	/** The template, such as `/v2/Conversations/{id}`. */
	readonly path: string;
	readonly segments: readonly string[];
	readonly handler: RouteHandler;
	readonly authenticated: boolean;
	/** The parameters that a request may have in its query, beside those of paging. */
	readonly parameters: readonly string[];
}

/** Finds the handler of a request by method, host and path. Path segments in braces are parameters. */
export class Router {
	readonly routes: Route[] = [];

	/**
	 * Adds a route behind Twilio's HTTP Basic authentication.
	 * @param path may end with what the route reads of a query, as RFC 6570 writes it: `/v2/Conversations{?status}`. Paging
	 * is always allowed; any other parameter is refused.
	 * @example router.on('GET', 'conversations.twilio.com', '/v2/Conversations/{id}', (request, { id }) => …)
	 */
	on(method: string, host: string, path: string, handler: RouteHandler): this {
		return this.add(method, host, path, handler, true);
	}

	/** Adds a route without authentication, such as Studio's webhook URL. */
	open(method: string, host: string, path: string, handler: RouteHandler): this {
		return this.add(method, host, path, handler, false);
	}

	/** The route of a request, or `undefined` when there is none. */
	find(method: string, host: string, path: string): { route: Route; params: PathParams } | undefined {
		const segments = split(path);
		for (const route of this.routes) {
			if (route.method !== method || route.host !== host) continue;
			const params = match(route.segments, segments);
			if (params) return { route, params };
		}
		return undefined;
	}

	private add(
		method: string,
		host: string,
		template: string,
		handler: RouteHandler,
		authenticated: boolean,
	): this {
		const [path = '', query = ''] = template.split('{?');
		const parameters = query.split(/[,}]/).filter((name) => name !== '');
		this.routes.push({ method, host, path, parameters, segments: split(path), handler, authenticated });
		return this;
	}
}

/** An error response of a REST API. Handlers throw it, the emulator turns it into the response. */
export class TwilioError extends Error {
	constructor(
		readonly status: number,
		readonly code: number,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
	}

	/** Twilio's JSON error body, the same for every API here (RestException in twilio-node reads it). */
	toResponse(): TwilioResponse {
		return {
			status: this.status,
			headers: this.headers,
			body: {
				code: this.code,
				message: this.message,
				more_info: `https://www.twilio.com/docs/errors/${this.code}`,
				status: this.status,
			},
		};
	}
}

/** 404 with Twilio's code 20404 and its usual wording. */
export function notFound(path: string): TwilioError {
	return new TwilioError(404, 20404, `The requested resource ${path} was not found`);
}

/**
 * The record that a path names.
 * @throws TwilioError 404 without one.
 */
export function findOr404<T>(records: ReadonlyMap<string, T>, key: string | undefined, path: string): T {
	const record = records.get(key ?? '');
	if (record === undefined) throw notFound(path);
	return record;
}

/** 400 with Twilio's code 20001, naming the parameter. */
export function invalidParameter(message: string): TwilioError {
	return new TwilioError(400, 20001, message);
}

function split(path: string): string[] {
	return path.split('/').filter((segment) => segment !== '');
}

function match(pattern: readonly string[], segments: readonly string[]): PathParams | undefined {
	if (pattern.length !== segments.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, expected] of pattern.entries()) {
		const actual = segments[index] ?? '';
		if (expected.startsWith('{')) params[expected.slice(1, -1)] = decodeURIComponent(actual);
		else if (expected !== actual) return undefined;
	}
	return params;
}
