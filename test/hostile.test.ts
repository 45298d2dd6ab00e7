/**
 * What once went wrong: hostile callers, and a Twilio that answers half, late or strangely.
 * @module
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { getExpectedTwilioSignature, RestException } from 'twilio';
import Response from 'twilio/lib/http/response';
import { isSignedByTwilio } from '../src/auth/signature';
import { findCustomer, parseCustomerQuery } from '../src/conversation/customer';
import { findService } from '../src/conversation/service';
import { answer, json } from '../src/endpoint';
import { mayGiveBack } from '../src/handoff/give-back';
import { handOffMessaging, isCall, parseMessagingHandoff } from '../src/handoff/messaging';
import { redact } from '../src/redact';
import { TimeBudget } from '../src/time-budget';
import { fromTwilio } from '../src/twilio/errors';
import { BudgetedRequestClient } from '../src/twilio/request-client';
import { cpuMs, FakeLog, FakeResponse, failureOf, type Reply, Upstream } from './fakes';
import * as f from './fixtures';
import { answer as answerVoice } from './handoff/answer';

const DOMAIN = 'handoff-1234-dev.twil.io';
const received = (params: object, host?: string) => ({
	headers: host ? { host } : {},
	params: { ...params },
	domain: DOMAIN,
	path: '/handoff',
});
const PARTICIPANTS = `GET /v2/Conversations/${f.CONVERSATION_ID}/Participants`;
const CONVERSATION = `GET /v2/Conversations/${f.CONVERSATION_ID}`;
const EXECUTIONS = `POST /v2/Flows/${f.FLOW_SID}/Executions`;
function handOff(routes: Record<string, Reply> = {}, params: object = f.messagingForm) {
	const upstream = Upstream.routing({
		[PARTICIPANTS]: { body: f.participantsPage([f.customer]) },
		[CONVERSATION]: { body: f.conversation },
		[EXECUTIONS]: { status: 201, body: { sid: f.EXECUTION_SID } },
		...routes,
	});
	const budget = new TimeBudget(8_300, upstream.clock);
	return upstream.clock.run(
		(async () =>
			handOffMessaging(parseMessagingHandoff({ ...params }), {
				settings: f.settings,
				budget,
				twilio: (b) => upstream.twilio(b),
			}))(),
	);
}

describe('an error of Twilio’s in any shape is a twilio_error', () => {
	test.each([
		{},
		{ error: 'boom' },
		[],
		'x',
		{ message: 5 },
		{ type: 'https://x', title: 'Internal', status: 500, code: 20500, detail: 'd' },
	])('%j', (body) => {
		expect(fromTwilio('x', new RestException(new Response(500, JSON.stringify(body), {})))).toMatchObject({
			status: 502,
			code: 'twilio_error',
		});
	});
	test('participants, end to end', async () => {
		const upstream = Upstream.replying({
			status: 500,
			body: { type: 'https://x', title: 'Internal', status: 500, code: 20500 },
		});
		const { error } = await upstream.clock.run(
			findCustomer(upstream.twilio(), { conversationId: f.CONVERSATION_ID }),
		);
		expect(error).toMatchObject({ status: 502, code: 'twilio_error', twilioCode: 20500 });
	});
});

describe('giving a conversation back never outlasts the budget', () => {
	test('a refusal late in the budget', async () => {
		const { error, ms } = await handOff({
			[PARTICIPANTS]: { body: f.participantsPage([f.customer]), afterMs: 3_900 },
			[EXECUTIONS]: { status: 400, body: { code: 21201, message: 'no' }, afterMs: 4_000 },
			[CONVERSATION]: { body: f.conversation, afterMs: 3_000 },
		});
		expect(error).toMatchObject({ status: 502 });
		expect(ms).toBeLessThanOrEqual(8_300);
	});
	test('reserving a negative time', () =>
		expect(new TimeBudget(100).reserving(-2000).remaining()).toBeLessThanOrEqual(100));
});

test.each(['get', 'post'] as const)('a %s whose answer breaks off counts as not answered', async (method) => {
	const server = createServer((_, response) => {
		response.writeHead(201, { 'content-length': '1000' });
		response.write('{"sid":"FN', () => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error();
	const client = new BudgetedRequestClient(new TimeBudget(1_000));
	const error = fromTwilio(
		'starting the Studio flow',
		await failureOf(() => client.request({ method, uri: `http://127.0.0.1:${address.port}/` })),
	);
	server.closeAllConnections();
	server.close();
	expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: true });
	expect(mayGiveBack(error)).toBe(false);
});

describe('a wrong signature is forbidden, whatever comes with it', () => {
	test.each<[string, object, string | undefined]>([
		['a value without text form', JSON.parse('{"a":{"toString":1,"valueOf":1}}'), undefined],
		['a lone surrogate', JSON.parse('{"a":"\\ud800"}'), undefined],
		['a port too high', {}, 'x:99999'],
		['a number that is no address', {}, '999.999.999.999'],
	])('%s', async (_, params, host) => {
		const event = {
			request: { headers: { 'x-twilio-signature': 'AAAA', ...(host && { host }) } },
			...params,
		};
		const response = await answer(
			Upstream.replying({}).context(f.settings),
			event,
			new FakeLog(),
			new FakeResponse(),
			() => json(200, {}),
		);
		expect(response.status).toBe(403);
	});
	test('and a good signature beside such a Host', () => {
		const signature = getExpectedTwilioSignature(f.AUTH_TOKEN, 'https://other.example.com/handoff', {});
		expect(isSignedByTwilio(received({}, '999.999.999.999'), signature, f.AUTH_TOKEN)).toBe(false);
	});
});

describe('a caller nobody knows cannot keep the Function busy', () => {
	test.each<[string, () => object]>([
		['6 MB of spaces in one value', () => ({ a: ' '.repeat(6e6) })],
		[
			'500,000 parameters (5 MB)',
			() => Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`k${i}`, '1'])),
		],
		[
			'5 MB of nested JSON behind a bodySHA256',
			() => ({
				bodySHA256: 'x',
				...Object.fromEntries(Array.from({ length: 38 }, (_, i) => [`k${i}`, '1'])),
				big: { x: Array.from({ length: 400_000 }, () => 'zzzzzzzzzz') },
			}),
		],
	])(
		'%s',
		(_, params) => {
			const body = params();
			const ms = cpuMs(() => isSignedByTwilio(received(body), 'AAAA', f.AUTH_TOKEN));
			// Once it took ten times as long.
			expect(ms).toBeLessThan(4_000);
		},
		60_000,
	);
});

test('the fallback’s caller id is a number or left out', () => {
	answerVoice(
		{ ...f.callForm, Direction: 'outbound-api', From: '+1\u0000500' },
		{ HANDOFF_FALLBACK_NUMBER: f.FALLBACK_NUMBER },
	);
});

test('a call with a deeply nested payload reaches a person', () => {
	const deep = `{"attributes":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
	const { outcome } = answerVoice({ ...f.callForm, HandoffData: deep });
	expect(outcome).toBe('enqueued');
});

test('an address without its text does not fail a lookup', async () => {
	const upstream = Upstream.replying({
		body: f.participantsPage([
			{ ...f.customer, addresses: [{ channel: 'CHAT', channelId: f.CONVERSATION_SID }] },
		]),
	});
	const { error } = await upstream.clock.run(
		findCustomer(upstream.twilio(), { conversationId: f.CONVERSATION_ID, address: 'x' }),
	);
	expect(error === undefined || Reflect.get(Object(error), 'status') === 502).toBe(true);
});

test('a Studio that names no execution has not started one', async () => {
	const { value, error } = await handOff({ [EXECUTIONS]: { status: 201, body: {} } });
	expect(error).toMatchObject({ status: 502 });
	expect(value).toBeUndefined();
});

test('an empty spelling of the bridge does not hide the other', async () => {
	const upstream = Upstream.routing({
		[CONVERSATION]: {
			body: {
				...f.conversation,
				configuration: { conversationsV1Bridge: { serviceSid: '', serviceId: f.SERVICE_SID } },
			},
		},
	});
	const { value } = await upstream.clock.run(findService(upstream.twilio(), f.CONVERSATION_ID));
	expect(value).toMatchObject({ serviceSid: f.SERVICE_SID });
});

test('redact keeps ids of any length we accept', () => {
	const id = 'conv_conversation_01234567890123456789012345678901';
	expect(redact(id)).toBe(id);
});

test('redact takes no longer for hostile text', () => {
	expect(cpuMs(() => redact('_'.repeat(100_000)))).toBeLessThan(500);
});

test('a signed query may hold reserved characters as they are', () => {
	const query = 'address=whatsapp:%2B15005550123';
	const signature = getExpectedTwilioSignature(f.AUTH_TOKEN, `https://${DOMAIN}/handoff?${query}`, {});
	expect(isSignedByTwilio(received({ address: 'whatsapp:+15005550123' }), signature, f.AUTH_TOKEN)).toBe(
		true,
	);
});

test('a large JSON body is verified by its hash', () => {
	const body = { a: 'x'.repeat(40_000) };
	const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
	const signature = getExpectedTwilioSignature(
		f.AUTH_TOKEN,
		`https://${DOMAIN}/handoff?bodySHA256=${hash}`,
		{},
	);
	expect(isSignedByTwilio(received({ bodySHA256: hash, ...body }), signature, f.AUTH_TOKEN)).toBe(true);
});

test('a large handoff by an action URL with a query is verified', () => {
	const form = { ...f.callForm, HandoffData: 'x'.repeat(40_000) };
	const signature = getExpectedTwilioSignature(f.AUTH_TOKEN, `https://${DOMAIN}/handoff?v=1`, form);
	expect(isSignedByTwilio(received({ v: '1', ...form }), signature, f.AUTH_TOKEN)).toBe(true);
});

test('a huge payload still makes TwiML that Twilio takes', () => {
	const { twiml } = answerVoice({
		...f.callForm,
		HandoffData: JSON.stringify({ ...f.handoffData, attributes: { reason: '&'.repeat(20_000) } }),
	});
	expect(twiml.length).toBeLessThan(64_000);
});

test('a deeply nested payload is a bad request', async () => {
	const deep = `{"HandoffData":{"conversationId":"${f.CONVERSATION_ID}","attributes":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`;
	const { error } = await handOff({}, { ...f.messagingForm, Parameters: deep });
	expect(error).toMatchObject({ status: 400 });
});

test('an unescaped plus after a prefix is understood', async () => {
	expect(
		parseCustomerQuery({ conversationId: f.CONVERSATION_ID, address: 'whatsapp: 15005550123' }).address,
	).toBe('whatsapp:+15005550123');
});
test('an empty CallSid makes no call', async () => {
	expect([
		isCall({ ...f.messagingForm, CallSid: '' }),
		isCall({ ...f.messagingForm, CallSid: null }),
	]).toEqual([false, false]);
});
