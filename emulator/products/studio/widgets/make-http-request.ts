/**
 * Make HTTP Request.
 * @see https://www.twilio.com/docs/studio/widget-library/http-request
 * @module
 */
import { z } from 'zod';
import { isRecord } from '../../../../studio/json';
import { type OutboundRequest, type OutboundResponse, send } from '../../../core/outbound';
import { type Run, readProperties, template, type Widget } from '../runner/widget';

/** The largest response body that Studio reads. */
const MAX_BYTES = 64 * 1024;
const MAX_REDIRECTS = 10;

/**
 * Studio parses only what is exactly `application/json` (github.com/twilio/ai, twilio-studio-flows). A deployed Function's
 * header leaves the runtime unchanged (`Response.serialize` of @twilio/runtime-handler). The local runtime sends it through
 * Express, which adds the charset; the suffix is accepted here only for that reason. GUESS(function-json-type):
 * Twilio's gateway does not add it; the headers of any deployed Function's response would settle it.
 */
const JSON_TYPE = /^application\/json(; charset=utf-8)?$/;

const properties = z.object({
	method: z.enum(['GET', 'POST']),
	url: template,
	content_type: z.string().default('application/x-www-form-urlencoded;charset=utf-8'),
	parameters: z.array(z.object({ key: template, value: template })).default([]),
	body: template,
	add_twilio_auth: z.boolean().default(false),
});

/**
 * Succeeds on a 2xx within the runner's time limit (10 s in Studio, redirects included) and 64 kB. The response is in
 * `{{widgets.NAME.body}}`, `.status_code`, `.content_type`, and, for a JSON object with that content type, `.parsed`. The
 * same goes for another status, which leads to `failed` (github.com/twilio/ai, twilio-studio-flows).
 */
export const makeHttpRequest: Widget = {
	failure: 'failed',
	async run(state, run) {
		const request = build(readProperties(properties, state), run);
		const started = Date.now();
		const response = await follow(request, run);
		const ok = response.status >= 200 && response.status < 300;
		const parsed = JSON_TYPE.test(response.contentType) ? parse(response.body) : undefined;
		return {
			event: ok ? 'success' : 'failed',
			output: {
				body: response.body,
				status_code: response.status,
				content_type: response.contentType,
				...(parsed && { parsed }),
			},
			note: `${request.method} ${request.url.origin}${request.url.pathname} returned ${response.status} in ${Date.now() - started} ms`,
		};
	},
};

function build(wanted: z.infer<typeof properties>, run: Run): OutboundRequest {
	const { accountSid, authToken } = run.world.account;
	const text = run.render(wanted.url).trim();
	if (!URL.canParse(text)) throw new Error(`"${text}" is not a URL`);
	const url = new URL(text);
	url.hash = '';
	const auth = wanted.add_twilio_auth ? { basic: `${accountSid}:${authToken}` } : {};
	const parameters = wanted.parameters.map(({ key, value }): [string, string] => [
		run.render(key),
		run.render(value),
	]);
	if (wanted.method === 'GET') {
		for (const [key, value] of parameters) url.searchParams.append(key, value);
		return { method: 'GET', url, ...auth };
	}
	const body = run.render(wanted.body);
	// GUESS(http-json-parameters): a JSON request sends only its body. The Console shows "Http parameters" with it, but
	// not how they are sent.
	if (wanted.content_type.startsWith('application/json')) return { method: 'POST', url, json: body, ...auth };
	const form = new URLSearchParams(body);
	for (const [key, value] of parameters) form.append(key, value);
	return { method: 'POST', url, form, ...auth };
}

/**
 * GUESS(http-redirects): redirects are followed as browsers do, 307 and 308 with the same method and body, others with
 * a GET, and each request is signed for its own URL. Twilio documents only that 3xx is followed.
 */
async function follow(first: OutboundRequest, run: Run): Promise<OutboundResponse> {
	const { timeoutMs, handle } = run.http;
	const options = {
		authToken: run.world.account.authToken,
		handle,
		signal: AbortSignal.timeout(timeoutMs),
		maxBytes: MAX_BYTES,
	};
	let request = first;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		const response = await send(request, options).catch((error: unknown) => {
			throw options.signal.aborted ? new Error(`no response within ${timeoutMs / 1000} s`) : error;
		});
		if (response.status < 300 || response.status > 399 || response.location === undefined) return response;
		const url = new URL(response.location, request.url);
		// Credentials are only for the original host.
		const { basic, ...rest } = request;
		const auth = basic !== undefined && url.host === request.url.host ? { basic } : {};
		request =
			response.status === 307 || response.status === 308
				? { ...rest, url, ...auth }
				: { method: 'GET', url, ...auth };
	}
	throw new Error(`more than ${MAX_REDIRECTS} redirects`);
}

function parse(body: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(body);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
