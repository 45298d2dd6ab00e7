/**
 * What becomes of a customer whose task was canceled before an agent took it.
 * @module
 */

import { handleTaskEvent } from '../../../src/handoff/task-events';
import type { Settings } from '../../../src/settings';
import { textFor } from '../../../src/texts';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { failureOf, type Reply, type Routes, Upstream } from '../../support/fakes';
import {
	ACCOUNT_SID,
	CONFIGURATION_ID,
	CONVERSATION_ID,
	CONVERSATION_SID,
	CUSTOMER_NUMBER,
	conversation,
	customer,
	FALLBACK_NUMBER,
	OUR_NUMBER,
	participantsPage,
	SERVICE_SID,
	settings,
} from '../../support/fixtures';

const CALL_SID = 'CA0123456789abcdef0123456789abcdef';
const READ = `GET /v2/Conversations/${CONVERSATION_ID}`;
const PATCH = `PATCH /v2/Conversations/${CONVERSATION_ID}`;
const MESSAGE = `POST /v1/Services/${SERVICE_SID}/Conversations/${CONVERSATION_SID}/Messages`;
const CALL = `POST /2010-04-01/Accounts/${ACCOUNT_SID}/Calls/${CALL_SID}.json`;
const statusCallbacks = [{ url: 'https://agent.example.com/webhook', method: 'POST' }];

const chat = {
	handoff: true,
	channel: 'SMS',
	conversationId: CONVERSATION_ID,
	customerAddress: CUSTOMER_NUMBER,
};
const call = {
	handoff: true,
	channel: 'VOICE',
	conversationId: CONVERSATION_ID,
	call_sid: CALL_SID,
	from: CUSTOMER_NUMBER,
	to: OUR_NUMBER,
	direction: 'inbound',
};
const CHAT = `GET /v1/Services/${SERVICE_SID}/Conversations/${CONVERSATION_SID}/Participants`;
const inChat = (...identities: (string | null)[]) => ({
	body: { participants: identities.map((identity) => ({ identity })), meta: { key: 'participants' } },
});
/** As TAC leaves a conversation, and no agent has taken the task since. */
const handedOver = {
	...conversation,
	status: 'INACTIVE',
	configuration: { ...conversation.configuration, statusCallbacks: [] },
};

async function handle(
	attributes: unknown,
	routes: Routes = {},
	EventType = 'task.canceled',
	reason: object = { Reason: 'Task canceled on Workflow timeout' },
	adapted: Settings = {},
) {
	const upstream = Upstream.routing({
		[READ]: { body: handedOver },
		[`${READ}/Participants`]: { body: participantsPage([customer]) },
		[`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: { body: { statusCallbacks } },
		[PATCH]: { body: { ...conversation, status: 'ACTIVE' } },
		[MESSAGE]: { status: 201, body: { sid: 'IM1' } },
		[CHAT]: inChat(CUSTOMER_NUMBER),
		[CALL]: { body: { sid: CALL_SID } },
		...routes,
	});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const { value, error } = await upstream.clock.run(
		handleTaskEvent({
			budget,
			params: {
				EventType,
				...reason,
				TaskAttributes: typeof attributes === 'string' ? attributes : JSON.stringify(attributes),
			},
			settings: { ...settings, HANDOFF_FALLBACK_NUMBER: FALLBACK_NUMBER, ...adapted },
			twilio: (some = budget) => upstream.twilio(some),
			domain: 'handoff-1234-dev.twil.io',
		}),
	);
	const writes = upstream.requests
		.filter(({ method }) => method === 'POST' || method === 'PATCH')
		.map(({ method, path, body }) => ({ what: `${method} ${path}`, body }));
	return { value, error, writes };
}

test('a chat that no agent took is given back, with a message in it', async () => {
	const { value, writes } = await handle(chat);
	expect(value).toEqual({ outcome: 'given_back', conversationId: CONVERSATION_ID });
	expect(writes.map(({ what }) => what)).toEqual([PATCH, MESSAGE]);
	expect(JSON.parse(writes[0]?.body ?? '')).toMatchObject({
		status: 'ACTIVE',
		configuration: { statusCallbacks },
	});
});

test.each([
	['its conversation', READ],
	['the customer', `${READ}/Participants`],
])('a chat is given back with a message though %s could not be read at first', async (_, route) => {
	let isFirst = true;
	const flaky = () => {
		const reply: Reply = isFirst
			? 'hang'
			: { body: route === READ ? handedOver : participantsPage([customer]) };
		isFirst = false;
		return reply;
	};
	const { writes } = await handle(chat, { [route]: flaky });
	expect(writes.map(({ what }) => what)).toEqual([PATCH, MESSAGE]);
});

test.each<[string, Reply]>([
	['no one else is in', inChat(CUSTOMER_NUMBER)],
	['has participants that cannot be read', { status: 500 }],
	['has participants that take too long to read', 'hang'],
])('a chat that %s is given back, though a message has made it ACTIVE', async (_, reply) => {
	const routes = { [READ]: { body: { ...handedOver, status: 'ACTIVE' } }, [CHAT]: reply };
	const { value, writes } = await handle(chat, routes);
	expect(value).toMatchObject({ outcome: 'given_back' });
	expect(writes.map(({ what }) => what)).toEqual([PATCH, MESSAGE]);
});

test.each(['ACTIVE', 'INACTIVE'])(
	'a chat that an agent has, as a transfer leaves it, is left alone when it is %s',
	async (status) => {
		const routes = { [READ]: { body: { ...handedOver, status } }, [CHAT]: inChat(CUSTOMER_NUMBER, 'kai') };
		const { value, writes } = await handle(chat, routes);
		expect(value).toMatchObject({ outcome: 'left_alone' });
		expect(writes).toEqual([]);
	},
);

test.each<[string, object]>([
	['was given back already', { status: 'ACTIVE', configuration: { statusCallbacks } }],
	['is closed', { status: 'CLOSED' }],
])('a chat that %s is left alone', async (_, state) => {
	const { value, writes } = await handle(chat, { [READ]: { body: { ...handedOver, ...state } } });
	expect(value).toMatchObject({ outcome: 'left_alone' });
	expect(writes).toEqual([]);
});

test('a caller on hold goes to the fallback number, whose end is reported to our Function', async () => {
	const { value, writes } = await handle(call);
	expect(value).toMatchObject({ outcome: 'call_redirected' });
	const [write] = writes;
	expect(write?.what).toBe(CALL);
	const twiml = new URLSearchParams(write?.body).get('Twiml') ?? '';
	expect(twiml).toContain(FALLBACK_NUMBER);
	expect(twiml).toContain(
		`action="https://handoff-1234-dev.twil.io/handoff?conversationId=${CONVERSATION_ID}"`,
	);
});

test.each<[string, Settings, string]>([
	['not set', {}, textFor({}, 'HANDOFF_CHAT_NO_AGENT')],
	['set', { HANDOFF_CHAT_NO_AGENT: 'Niemand ist da.' }, 'Niemand ist da.'],
	['malformed', { HANDOFF_CHAT_NO_AGENT: '{{x}}' }, textFor({}, 'HANDOFF_CHAT_NO_AGENT')],
])(
	'an untaken chat gets the team’s message or the default when the setting is %s',
	async (_, adapted, expected) => {
		const { writes } = await handle(chat, {}, undefined, undefined, adapted);
		const message = writes.find(({ what }) => what === MESSAGE);
		expect(new URLSearchParams(message?.body).get('Body')).toBe(expected);
	},
);

test('the fallback of a caller on hold may be a SIP address', async () => {
	const adapted = { HANDOFF_FALLBACK_NUMBER: 'sip:desk@pbx.example.com' };
	const { writes } = await handle(call, {}, undefined, undefined, adapted);
	const twiml = new URLSearchParams(writes[0]?.body).get('Twiml') ?? '';
	expect(twiml).toContain('<Sip>sip:desk@pbx.example.com</Sip>');
});

test('a caller from a browser is dialed for with a number of the account', async () => {
	const { writes } = await handle({ ...call, from: 'client:alice' });
	expect(new URLSearchParams(writes[0]?.body).get('Twiml')).toContain(`callerId="${OUR_NUMBER}"`);
});

test.each<[string, object, object]>([
	['a call that an agent has in a conference', { ...call, conference: { sid: 'CF1' } }, {}],
	['a call whose transfer was canceled', call, { Reason: 'Task transfer canceled' }],
	['a chat whose transfer was canceled', chat, { Reason: 'Task transfer canceled' }],
	['a chat whose task names a transfer', chat, { TaskCanceledReason: 'Task transfer canceled' }],
])('%s is left alone', async (_, attributes, reason) => {
	const { value, writes } = await handle(attributes, {}, 'task.canceled', reason);
	expect(value).toEqual({ outcome: 'left_alone' });
	expect(writes).toEqual([]);
});

test('a caller who hung up needs nothing', async () => {
	const gone = { status: 400, body: { code: 21220, message: 'Call is not in-progress' } };
	expect((await handle(call, { [CALL]: gone })).value).toMatchObject({ outcome: 'call_over' });
});

test.each<[string, unknown, string]>([
	['another event', chat, 'task.created'],
	['the task of another application', { ...chat, handoff: undefined }, 'task.canceled'],
	['a task that only looks like ours', { ...chat, handoff: 'true' }, 'task.canceled'],
	['attributes that are not JSON', '{', 'task.canceled'],
	['no attributes', '', 'task.canceled'],
	['a hostile conversation id', { ...chat, conversationId: '../../x' }, 'task.canceled'],
	['a hostile call SID', { ...call, call_sid: '../../x' }, 'task.canceled'],
])('%s is ignored', async (_, attributes, type) => {
	const { value, writes } = await handle(attributes, {}, type);
	expect(value).toMatchObject({ outcome: 'ignored' });
	expect(writes).toEqual([]);
});

test('a caller whom Twilio leaves on hold is an error for the log, after four attempts', async () => {
	const { error, writes } = await handle(call, { [CALL]: { status: 500 } });
	expect(error).toMatchObject({ status: 502, code: 'twilio_error' });
	expect(writes).toHaveLength(4);
});

test('something unforeseen is an error for the log', async () => {
	const odd = new Proxy(
		{ EventType: 'task.canceled' },
		{
			get: () => {
				throw new TypeError('odd');
			},
		},
	);
	const upstream = Upstream.routing({});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const event = { budget, params: odd, settings, twilio: () => upstream.twilio(budget), domain: 'x.twil.io' };
	const error = await failureOf(() => handleTaskEvent(event));
	expect(error).toMatchObject({ status: 500, code: 'internal_error' });
});

test('a failure of Twilio’s to give a chat back is an error for the log', async () => {
	const { error } = await handle(chat, { [PATCH]: { status: 500 } });
	expect(error).toMatchObject({ status: 502, code: 'twilio_error' });
});

test.each<[string, object]>([
	['names the chat itself', { ...chat, conversationSid: CONVERSATION_SID }],
	['names no chat', { ...chat, conversationSid: 'CH1', customerAddress: undefined }],
])('a chat whose task %s is given back', async (_, attributes) => {
	const { value, writes } = await handle(attributes);
	expect(value).toMatchObject({ outcome: 'given_back' });
	expect(writes.map(({ what }) => what)).toEqual([PATCH, MESSAGE]);
});

test('a chat that cannot be given back is left alone', async () => {
	const nowhere = { [`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: { body: {} } };
	const { value, writes } = await handle(chat, nowhere);
	expect(value).toMatchObject({ outcome: 'left_alone' });
	expect(writes.map(({ what }) => what)).not.toContain(PATCH);
});

test('a call without a conversation is taken out of the queue all the same', async () => {
	const { value } = await handle({ ...call, conversationId: undefined, from: undefined });
	expect(value).toEqual({ outcome: 'call_redirected' });
});
