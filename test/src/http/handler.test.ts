/**
 * From a Function's event to its answer: one shape of error, one log line, and neither tells a secret.
 * @module
 */
import { findCustomer, parseCustomerQuery } from '../../../src/conversation/customer';
import { HandoffError, InvalidRequestError } from '../../../src/http/errors';
import {
	defineHandler,
	empty,
	type FunctionResponse,
	type Invocation,
	json,
	xml,
} from '../../../src/http/handler';
import { requireSetting, type Settings } from '../../../src/settings';
import { FakeLog, FakeResponse, type Reply, Upstream } from '../../support/fakes';
import * as fixtures from '../../support/fixtures';

const { API_KEY, API_SECRET, AUTH_TOKEN, CONVERSATION_ID, CUSTOMER_NUMBER, settings } = fixtures;
const basic = `Basic ${Buffer.from(`${API_KEY}:${API_SECRET}`).toString('base64')}`;
const [address] = fixtures.customer.addresses;
const otherCustomer = {
	...fixtures.customer,
	addresses: [{ ...address, channelId: fixtures.OTHER_CONVERSATION_SID }],
};
const authenticated = { request: { headers: { authorization: basic } } };

type Handle = (invocation: Invocation) => FunctionResponse | Promise<FunctionResponse>;

async function call(event: object, handle: Handle, reply: Reply = {}, some: Settings = settings) {
	const upstream = Upstream.replying(reply);
	const log = new FakeLog();
	const response = new FakeResponse();
	const callback = jest.fn();
	await defineHandler(() => response, handle, log)(upstream.context(some), { ...event }, callback);
	expect(callback.mock.calls).toEqual([[null, response]]);
	const [entry] = log.lines;
	const logged: unknown = JSON.parse(entry?.line ?? 'null');
	expect(log.lines).toHaveLength(1);
	const shown = JSON.stringify([response.body, response.headers, entry?.line]);
	for (const secret of [API_SECRET, AUTH_TOKEN, basic, CUSTOMER_NUMBER, '5005550123'])
		expect(shown).not.toContain(secret);
	expect(shown).not.toMatch(/\bat .*\.[jt]s:\d+|node_modules|stack/);
	return { response, level: entry?.level, line: entry?.line, logged, upstream };
}

function lookup({ request, twilio }: Invocation): Promise<FunctionResponse> {
	const query = parseCustomerQuery(request.params);
	return findCustomer(twilio(), query).then((found) => json(200, { conversationSid: found.conversationSid }));
}

function throwing(error: unknown): () => never {
	return () => {
		throw error;
	};
}

test('a response goes out as the endpoint made it', async () => {
	const { response, level, logged } = await call(authenticated, () =>
		json(201, { status: 'done' }, { executionSid: 'FN1' }),
	);
	expect(response).toMatchObject({
		status: 201,
		headers: { 'Content-Type': 'application/json' },
		body: { status: 'done' },
	});
	expect(level).toBe('info');
	expect(logged).toEqual({ path: '/handoff', status: 201, ms: expect.any(Number), executionSid: 'FN1' });
});

test.each<[string, Handle]>([
	['a response', () => json(200, {}, { outcome: 'done' })],
	['an error', throwing(new InvalidRequestError('To', 'To is odd.'))],
])('the log line of %s names the settings that were ignored', async (_, handle) => {
	const some = { ...settings, HANDOFF_CALL_TIMEOUT: 'soon' };
	const { logged, response } = await call(authenticated, handle, {}, some);
	expect(logged).toMatchObject({ ignoredSettings: ['HANDOFF_CALL_TIMEOUT'] });
	expect(JSON.stringify(response.body)).not.toContain('HANDOFF_CALL_TIMEOUT');
});

test('TwiML goes out as XML', async () => {
	const { response } = await call(authenticated, () => xml('<Response/>', { outcome: 'session_ended' }));
	expect(response).toMatchObject({
		status: 200,
		headers: { 'Content-Type': 'text/xml' },
		body: '<Response/>',
	});
});

describe('an unauthenticated request', () => {
	test.each<[string, number, string, object]>([
		['nothing presented', 401, 'unauthenticated', {}],
		['headers hidden by a parameter', 401, 'unauthenticated', { request: 'x' }],
		['a wrong password', 403, 'forbidden', { request: { headers: { authorization: `${basic}AA` } } }],
		['a wrong signature', 403, 'forbidden', { request: { headers: { 'x-twilio-signature': 'AAAA' } } }],
	])('with %s gets %i %s, and Twilio is not asked', async (_, status, code, event) => {
		let handled = false;
		const { response, level, upstream, logged } = await call(
			{ ...event, conversationId: CONVERSATION_ID },
			(each) => {
				handled = true;
				return lookup(each);
			},
		);
		expect(response.status).toBe(status);
		expect(response.body).toEqual({ error: { code, message: expect.any(String), retryable: false } });
		expect(response.headers['WWW-Authenticate']).toEqual(
			status === 401 ? expect.stringMatching(/^Basic /) : undefined,
		);
		expect(response.headers['Content-Type']).toBe('application/json');
		expect({ level, logged, handled, asked: upstream.requests.length }).toMatchObject({
			level: 'warn',
			logged: { status, code },
			handled: false,
			asked: 0,
		});
	});
});

describe('an error', () => {
	test.each<[string, () => never, number, object]>([
		[
			'of the caller’s',
			throwing(new InvalidRequestError('channel', 'channel is odd.')),
			400,
			{ code: 'invalid_request', message: 'channel is odd.', field: 'channel', retryable: false },
		],
		[
			'of Twilio’s',
			throwing(
				new HandoffError(502, 'twilio_error', 'm', {
					twilioCode: 20500,
					retryable: true,
					cause: new Error(AUTH_TOKEN),
				}),
			),
			502,
			{ code: 'twilio_error', message: 'm', twilioCode: 20500, retryable: true },
		],
		[
			'that is unexpected',
			throwing(new TypeError(`secret ${API_SECRET} of ${CUSTOMER_NUMBER}`)),
			500,
			{ code: 'internal_error', message: expect.any(String), retryable: true },
		],
		[
			'that is a thrown text',
			throwing(API_SECRET),
			500,
			{ code: 'internal_error', message: expect.any(String), retryable: true },
		],
	])('%s has the one shape', async (_, handle, status, error) => {
		const { response, level } = await call(authenticated, handle);
		expect(response).toMatchObject({ status, headers: { 'Content-Type': 'application/json' } });
		expect(response.body).toEqual({ error });
		expect(level).toBe(status >= 500 ? 'error' : 'warn');
	});

	test('that is unexpected is logged by its name alone', async () => {
		const { logged } = await call(authenticated, throwing(new RangeError(API_SECRET)));
		expect(logged).toMatchObject({ code: 'internal_error', cause: 'RangeError' });
	});

	test('of ours names the setting, not its value', async () => {
		const { response } = await call(authenticated, (each) => {
			const some = { ...each.settings, TWILIO_STUDIO_HANDOFF_FLOW_SID: API_SECRET };
			return json(200, { sid: requireSetting(some, 'TWILIO_STUDIO_HANDOFF_FLOW_SID') });
		});
		expect(response.status).toBe(500);
		expect(response.body).toMatchObject({
			error: { code: 'misconfigured', field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID' },
		});
	});

	test.each<[string, object, Reply, number, object]>([
		[
			'a hostile id',
			{ conversationId: `../${CUSTOMER_NUMBER}\r\n` },
			{},
			400,
			{ code: 'invalid_request', field: 'conversationId' },
		],
		[
			'an unknown id',
			{ conversationId: CONVERSATION_ID },
			{ status: 404 },
			404,
			{ code: 'conversation_not_found', field: 'conversationId' },
		],
		[
			'a number in Twilio’s words',
			{ conversationId: CONVERSATION_ID },
			{ status: 400, body: { code: 21211, message: `To ${CUSTOMER_NUMBER} is bad` } },
			502,
			{ code: 'twilio_error', twilioCode: 21211 },
		],
		[
			'a number with two chats',
			{ conversationId: CONVERSATION_ID, address: CUSTOMER_NUMBER },
			{ body: fixtures.participantsPage([fixtures.customer, otherCustomer]) },
			409,
			{ code: 'ambiguous_customer' },
		],
		[
			'wrong credentials of ours',
			{ conversationId: CONVERSATION_ID },
			{ status: 401, body: { code: 20003, message: AUTH_TOKEN } },
			502,
			{ code: 'twilio_error', twilioCode: 20003 },
		],
	])('about %s reveals no secret and no number', async (_, params, reply, status, error) => {
		const { response } = await call({ ...authenticated, ...params }, lookup, reply);
		expect(response.status).toBe(status);
		expect(response.body).toMatchObject({ error });
	});
});

test('phone numbers are masked in the log line of a response, and SIDs are not', async () => {
	const log = { conversationId: CONVERSATION_ID, executionSid: fixtures.EXECUTION_SID, to: CUSTOMER_NUMBER };
	const { logged } = await call(authenticated, () => json(200, {}, log));
	expect(logged).toMatchObject({ ...log, to: '+*********23' });
});

test('a line break in what is logged starts no second line', async () => {
	const problem = 'first\n{"status":200}\r';
	const { line } = await call(authenticated, () => json(200, {}, { problem }));
	expect(line).not.toMatch(/[\r\n]/);
});

test('an endpoint responds with what it read from Twilio', async () => {
	const { response, upstream } = await call({ ...authenticated, conversationId: CONVERSATION_ID }, lookup, {
		body: fixtures.participantsPage([fixtures.customer]),
	});
	expect(response.body).toEqual({ conversationSid: fixtures.CONVERSATION_SID });
	expect(upstream.requests).toHaveLength(1);
});

describe('a wrong signature is forbidden, whatever comes with it', () => {
	test.each<[string, object, string | undefined]>([
		['a value that cannot be made text', JSON.parse('{"a":{"toString":1,"valueOf":1}}'), undefined],
		['a lone surrogate', JSON.parse('{"a":"\\ud800"}'), undefined],
		['a Host with a port that is too high', {}, 'x:99999'],
		['a Host that is a number and no address', {}, '999.999.999.999'],
	])('%s', async (_, params, host) => {
		const request = { headers: { 'x-twilio-signature': 'AAAA', ...(host !== undefined && { host }) } };
		const { response } = await call({ request, ...params }, () => json(200, {}));
		expect(response.status).toBe(403);
	});
});

test('an empty response is 204, with and without fields for its log line', async () => {
	for (const log of [undefined, { outcome: 'ignored' }]) {
		expect(empty(log)).toMatchObject({ status: 204, body: '', ...(log && { log }) });
	}
	expect(empty()).not.toHaveProperty('log');
});
