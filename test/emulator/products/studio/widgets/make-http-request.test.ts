/** Make HTTP Request with a real server on this machine; twilio-node checks the signatures. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { validateRequest, validateRequestWithBody } from 'twilio';
import { dig, events, listen, state, studioWorld } from '../../../../support/flows';

interface Received {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

const received: Received[] = [];
let answer: (response: ServerResponse, request: Received) => void;
let origin: string;

const server = createServer(async (request, response) => {
	const { method = '', headers, url = '' } = request;
	const seen = { method, url: `${origin}${url}`, headers, body: await text(request) };
	received.push(seen);
	answer(response, seen);
});

beforeAll(async () => {
	origin = await listen(server);
});
beforeEach(() => {
	received.length = 0;
	answer = (response) =>
		response.setHeader('content-type', 'application/json').end('{"conversationSid":"CH1"}');
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const request = (properties: Record<string, unknown>) => state('fetch', 'make-http-request', properties);
const signature = ({ headers }: Received) => String(headers['x-twilio-signature']);
const last = (): Received => {
	const [one] = received.slice(-1);
	if (!one) throw new Error('no request was received');
	return one;
};

const FORM = 'application/x-www-form-urlencoded;charset=utf-8';
const PARAMETER = { key: 'name with space', value: '{{flow.data.name}}' };
const name = `O'Hara & "Söhne" +1 100% 😀`;

describe('the request of Make HTTP Request', () => {
	test('is a signed GET with its parameters in the query', async () => {
		const { run, world } = studioWorld();
		const url = `${origin}/lookup?a=1#fragment`;
		const execution = await run(
			{ name },
			request({ method: 'GET', url, content_type: FORM, parameters: [PARAMETER] }),
		);
		expect(events(execution)).toEqual(['success']);
		expect(new URL(last().url).searchParams.get('name with space')).toBe(name);
		expect(validateRequest(world.account.authToken, signature(last()), last().url, {})).toBe(true);
		expect(validateRequest(world.account.authToken, signature(last()), `${last().url}x`, {})).toBe(false);
	});

	test('is a signed POST with its parameters as a form', async () => {
		const { run, world } = studioWorld();
		await run(
			{ name },
			request({ method: 'POST', url: `${origin}/x`, content_type: FORM, parameters: [PARAMETER] }),
		);
		expect(last().headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
		const form = Object.fromEntries(new URLSearchParams(last().body));
		expect(form).toEqual({ 'name with space': name });
		expect(validateRequest(world.account.authToken, signature(last()), last().url, form)).toBe(true);
	});

	test('is a POST with a JSON body, signed with its hash', async () => {
		const { run, world } = studioWorld();
		const body = '{"name": {{flow.data.name | to_json}}}';
		await run(
			{ name },
			request({ method: 'POST', url: `${origin}/x`, content_type: 'application/json', body }),
		);
		expect(JSON.parse(last().body)).toEqual({ name });
		const { authToken } = world.account;
		expect(validateRequestWithBody(authToken, signature(last()), last().url, last().body)).toBe(true);
		expect(validateRequestWithBody(authToken, signature(last()), last().url, '{}')).toBe(false);
	});

	test('has Basic credentials only with add_twilio_auth', async () => {
		const { run, world } = studioWorld();
		await run({}, request({ method: 'GET', url: origin }));
		expect(last().headers.authorization).toBeUndefined();
		await run({}, request({ method: 'GET', url: origin, add_twilio_auth: true }));
		const { accountSid, authToken } = world.account;
		const expected = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
		expect(last().headers.authorization).toBe(`Basic ${expected}`);
	});
});

describe('the response to Make HTTP Request', () => {
	test('is parsed when it is a JSON object', async () => {
		const { run } = studioWorld();
		const execution = await run({}, request({ method: 'GET', url: origin }));
		expect(dig(execution.context, 'widgets.fetch')).toEqual({
			body: '{"conversationSid":"CH1"}',
			status_code: 200,
			content_type: 'application/json',
			parsed: { conversationSid: 'CH1' },
		});
	});

	test('is parsed with the charset that the local runtime adds', async () => {
		answer = (response) =>
			response.setHeader('content-type', 'application/json; charset=utf-8').end('{"a":1}');
		const { run } = studioWorld();
		const execution = await run({}, request({ method: 'GET', url: origin }));
		expect(dig(execution.context, 'widgets.fetch.parsed')).toEqual({ a: 1 });
	});

	test.each(['text/plain', 'application/json; charset=iso-8859-1', 'application/problem+json', 'text/json'])(
		'is not parsed as %s',
		async (contentType) => {
			answer = (response) => response.setHeader('content-type', contentType).end('{"a":1}');
			const { run } = studioWorld();
			const execution = await run({}, request({ method: 'GET', url: origin }));
			expect(events(execution)).toEqual(['success']);
			expect(dig(execution.context, 'widgets.fetch')).not.toHaveProperty('parsed');
		},
	);

	test.each(['[1]', '<html></html>', ''])('is not parsed with the body %j', async (body) => {
		answer = (response) => response.setHeader('content-type', 'application/json').end(body);
		const { run } = studioWorld();
		const execution = await run({}, request({ method: 'GET', url: origin }));
		expect(events(execution)).toEqual(['success']);
		expect(dig(execution.context, 'widgets.fetch')).not.toHaveProperty('parsed');
	});

	test.each([400, 404, 500, 503])('with status %d fails and can still be read', async (status) => {
		answer = (response) =>
			response
				.writeHead(status, { 'content-type': 'application/json' })
				.end('{"error":{"code":"not_bridged"}}');
		const { run } = studioWorld();
		const execution = await run({}, request({ method: 'GET', url: origin }));
		expect(events(execution)).toEqual(['failed']);
		expect(dig(execution.context, 'widgets.fetch.status_code')).toBe(status);
		expect(dig(execution.context, 'widgets.fetch.parsed.error.code')).toBe('not_bridged');
	});

	test('may be a redirect, which is followed with a new signature', async () => {
		answer = (response, { url }) =>
			url.endsWith('/there')
				? response.end('{"ok":true}')
				: response.writeHead(302, { location: '/there' }).end();
		const { run, world } = studioWorld();
		const execution = await run({}, request({ method: 'POST', url: `${origin}/here`, body: 'a=1' }));
		expect(events(execution)).toEqual(['success']);
		expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
		expect(validateRequest(world.account.authToken, signature(last()), last().url, {})).toBe(true);
	});

	test('may not redirect endlessly', async () => {
		answer = (response) => response.writeHead(302, { location: '/again' }).end();
		const { run } = studioWorld();
		expect(events(await run({}, request({ method: 'GET', url: origin })))).toEqual(['failed']);
	});

	test.each([
		[64 * 1024, 'success'],
		[64 * 1024 + 1, 'failed'],
	])('with %d bytes leads to %s', async (size, event) => {
		answer = (response) => response.end('x'.repeat(size));
		const { run } = studioWorld();
		expect(events(await run({}, request({ method: 'GET', url: origin })))).toEqual([event]);
	});

	test.each(['before the headers', 'in the middle of the body'])(
		'that does not arrive in time fails, %s',
		async (when) => {
			answer = (response) => {
				if (when !== 'before the headers') response.write('{');
			};
			const { run, world } = studioWorld({ httpTimeoutMs: 50 });
			const execution = await run({}, request({ method: 'GET', url: origin }));
			expect(events(execution)).toEqual(['failed']);
			expect(dig(execution.context, 'widgets.fetch')).toBeUndefined();
			expect(world.journal.at(-1)?.what).toContain('no response within 0.05 s');
		},
	);

	test('that breaks off fails', async () => {
		answer = (response) => response.destroy();
		const { run } = studioWorld();
		expect(events(await run({}, request({ method: 'GET', url: origin })))).toEqual(['failed']);
	});
});

test.each([
	['an empty text', '', /"" is not a URL/],
	['a text without a scheme', 'PLACEHOLDER/lookup', /is not a URL/],
	['another machine', 'http://192.0.2.1/', /not on this machine/],
	['an invalid template', '{{ a', /not closed/],
])('Make HTTP Request with %s as the URL fails with a reason', async (_, url, reason) => {
	const { run, world } = studioWorld();
	const execution = await run({}, request({ method: 'GET', url }));
	expect(events(execution)).toEqual(['failed']);
	expect(world.journal.at(-1)?.what).toMatch(reason);
});

test('requests to Twilio stay in process', async () => {
	const { run, router } = studioWorld();
	router.on('GET', 'conversations.twilio.com', '/v2/Conversations/{id}', ({ query }, { id }) => ({
		status: 200,
		body: { id, page: query.get('page') },
	}));
	const url = 'https://conversations.twilio.com/v2/Conversations/conv_1?page=2';
	const execution = await run({}, request({ method: 'GET', url, add_twilio_auth: true }));
	expect(dig(execution.context, 'widgets.fetch.parsed')).toEqual({ id: 'conv_1', page: '2' });
});

test('a request to Twilio without a response fails in time', async () => {
	// Like the emulator's own: a hanging request ends when the client gives up.
	const handle = (_: unknown, signal?: AbortSignal) =>
		new Promise<never>((_resolve, reject) =>
			signal?.addEventListener('abort', () => reject(new Error('reset'))),
		);
	const { run, world } = studioWorld({ httpTimeoutMs: 50, handle });
	await run({}, request({ method: 'GET', url: 'https://api.twilio.com/hang' }));
	expect(world.journal.at(-1)?.what).toContain('no response within 0.05 s');
});
