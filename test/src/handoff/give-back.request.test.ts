/**
 * `/give-back`: what it takes, what it does to the conversation, and what the customer reads.
 * @module
 */
import { type GiveBackRequest, giveBackAndNotify, parseGiveBack } from '../../../src/handoff/give-back';
import { claimKey } from '../../../src/handoff/sync-claims';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, Upstream } from '../../support/fakes';
import {
	CONFIGURATION_ID,
	CONVERSATION_ID,
	CONVERSATION_SID,
	CUSTOMER_NUMBER,
	conversation,
	customer,
	EXECUTION_SID,
	FLOW_SID,
	participantsPage,
	SERVICE_SID,
	settings,
} from '../../support/fixtures';

const READ = `GET /v2/Conversations/${CONVERSATION_ID}`;
const PATCH = `PATCH /v2/Conversations/${CONVERSATION_ID}`;
const MESSAGE = `POST /v1/Services/${SERVICE_SID}/Conversations/${CONVERSATION_SID}/Messages`;
const statusCallbacks = [{ url: 'https://agent.example.com/callback', method: 'POST' }];
const asked = parseGiveBack({ conversationId: CONVERSATION_ID, message: 'We are sorry.' });

async function give(
	request: GiveBackRequest,
	routes: Record<string, Reply> = {},
	some: typeof settings = settings,
) {
	const all: Readonly<Record<string, Reply>> = {
		[READ]: { body: conversation },
		[`${READ}/Participants`]: { body: participantsPage([customer, { type: 'AI_AGENT', addresses: null }]) },
		[`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: { body: { statusCallbacks } },
		[PATCH]: { body: { ...conversation, status: 'ACTIVE' } },
		[MESSAGE]: { status: 201, body: { sid: 'IM1' } },
		...routes,
	};
	const upstream = new Upstream(({ method, path }) => {
		const [resource] = path.split('?');
		return all[`${method} ${resource}`] ?? { status: 404, body: { code: 20404, message: 'not found' } };
	});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const outcome = await upstream.clock.run(
		giveBackAndNotify({ settings: some, budget, twilio: (of = budget) => upstream.twilio(of) }, request),
	);
	return { ...outcome, requests: upstream.requests.map(({ method, path }) => `${method} ${path}`) };
}

test('a conversation is given back, and the message written into its chat', async () => {
	const { value, requests } = await give(asked);
	expect(value).toEqual({
		conversationId: CONVERSATION_ID,
		status: 'ACTIVE',
		givenBack: true,
		messageSent: true,
	});
	expect(requests.filter((each) => each === PATCH || each === MESSAGE)).toEqual([PATCH, MESSAGE]);
});

const KEY = claimKey(CONVERSATION_ID, CUSTOMER_NUMBER);
const CLAIM = `/v1/Services/default/Documents/${KEY}`;
const OTHER_NUMBER = '+15005550177';
const claim = (claimedAt: number) => ({
	body: { sid: 'ET1', revision: '1', data: { state: 'in_progress', claimedAt } },
});

test.each<[string, object, Record<string, Reply>]>([
	['is found by its participants', {}, {}],
	['is known', { address: CUSTOMER_NUMBER }, { [`${READ}/Participants`]: 'hang' }],
	[
		'is that of a participant of unknown type',
		{},
		{ [`${READ}/Participants`]: { body: participantsPage([{ ...customer, type: 'UNKNOWN' }]) } },
	],
	[
		'is another one than the handoff’s',
		{ address: OTHER_NUMBER },
		{ [`GET ${CLAIM.replace(KEY, claimKey(CONVERSATION_ID, OTHER_NUMBER))}`]: { status: 404 } },
	],
])('the claim of a customer whose address %s is released', async (_, known, routes) => {
	const { requests } = await give(
		{ ...asked, message: undefined, ...known },
		{
			...routes,
			[`GET ${CLAIM}`]: claim(Date.now() - 5_000),
		},
	);
	expect(requests).toContain(`DELETE ${CLAIM}`);
});

test('a customer whom the virtual agent has already reads no second apology', async () => {
	const configuration = { ...conversation.configuration, statusCallbacks };
	const served = { ...conversation, status: 'ACTIVE', configuration };
	const { value, requests } = await give(asked, { [READ]: { body: served } });
	expect(value).toMatchObject({ givenBack: true });
	expect(requests).not.toContain(MESSAGE);
});

test('the claim of a handoff that has begun since is left alone', async () => {
	const { requests } = await give(asked, { [`GET ${CLAIM}`]: claim(Date.now() + 5_000) });
	expect(requests).not.toContain(`DELETE ${CLAIM}`);
});

test('a store that hangs holds the flow up for three seconds', async () => {
	const request = { ...asked, message: undefined, address: CUSTOMER_NUMBER };
	const { value, ms } = await give(request, { [`${READ}/Participants`]: 'hang', [`GET ${CLAIM}`]: 'hang' });
	expect(value).toMatchObject({ givenBack: true });
	expect(ms).toBe(3_000);
});

test('a conversation is given back with its message though Studio hangs', async () => {
	const request = { ...asked, address: CUSTOMER_NUMBER, executionSid: EXECUTION_SID };
	const { value } = await give(request, { [`GET /v2/Flows/${FLOW_SID}/Executions`]: 'hang' });
	expect(value).toMatchObject({ givenBack: true, messageSent: true });
});

test('with both SIDs given, the chat is not looked for', async () => {
	const sids = { conversationSid: CONVERSATION_SID, serviceSid: SERVICE_SID };
	const { value } = await give({ ...asked, ...sids }, { [`${READ}/Participants`]: { status: 404 } });
	expect(value).toMatchObject({ givenBack: true, messageSent: true });
});

test('without a message nothing is written', async () => {
	const { value, requests } = await give({ ...asked, message: undefined, address: CUSTOMER_NUMBER });
	expect(value).toEqual({ conversationId: CONVERSATION_ID, status: 'ACTIVE', givenBack: true });
	expect(requests).not.toContain(MESSAGE);
});

test('a chat that cannot be written into is reported as such', async () => {
	const closed = { status: 400, body: { code: 50377, message: 'closed' } };
	expect((await give({ ...asked, address: CUSTOMER_NUMBER }, { [MESSAGE]: closed })).value).toMatchObject({
		givenBack: true,
		messageSent: false,
	});
});

test.each<[string, object, object]>([
	[
		'is the virtual agent’s already',
		{ status: 'ACTIVE', configuration: { statusCallbacks } },
		{ givenBack: true },
	],
	['is closed', { status: 'CLOSED' }, { status: 'CLOSED', givenBack: false }],
])('a conversation that %s is left as it is', async (_, state, expected) => {
	const { value, requests } = await give(asked, { [READ]: { body: { ...conversation, ...state } } });
	expect(value).toMatchObject(expected);
	expect(requests).not.toContain(PATCH);
});

test('a chat that another execution hands over stays where it is', async () => {
	const other = `FN${'8'.repeat(32)}`;
	const list = `GET /v2/Flows/${FLOW_SID}/Executions`;
	const view = { sid: other, status: 'active', contact_channel_address: CUSTOMER_NUMBER };
	const dated = { ...view, date_created: new Date().toISOString() };
	const context = { flow: { data: { HandoffData: { conversationId: CONVERSATION_ID } }, variables: {} } };
	const routes = {
		[list]: { body: { executions: [dated], meta: { key: 'executions' } } },
		[`${list}/${other}`]: { body: dated },
		[`${list}/${other}/Context`]: { body: { context } },
	};
	const request = { ...asked, address: CUSTOMER_NUMBER, executionSid: EXECUTION_SID };
	const { value, requests } = await give(request, routes);
	expect(value).toEqual({
		conversationId: CONVERSATION_ID,
		status: 'INACTIVE',
		givenBack: false,
		isDuplicate: true,
	});
	expect(requests).not.toContain(PATCH);
	// One that began before the conversation was given back last hands no one over any more.
	const metadata = { handoffGivenBackAt: new Date(Date.now() + 5_000).toISOString() };
	const again = { ...routes, [READ]: { body: { ...conversation, metadata } } };
	expect((await give(request, again)).value).toMatchObject({ givenBack: true });
	// The one that asks is no other one.
	expect((await give({ ...request, executionSid: other }, routes)).value).toMatchObject({ givenBack: true });
	// Without the flow's SID, other executions are unknown.
	const { TWILIO_STUDIO_HANDOFF_FLOW_SID: _, ...without } = settings;
	expect((await give(request, routes, without)).value).toMatchObject({ givenBack: true });
});

test('giving back fails with twilio_error when Twilio fails', async () => {
	expect((await give(asked, { [PATCH]: { status: 500 } })).error).toMatchObject({ code: 'twilio_error' });
	expect((await give(asked, { [READ]: { status: 404 } })).error).toMatchObject({
		code: 'conversation_not_found',
	});
});

test('a malformed conversationId is named', () => {
	expect(() => parseGiveBack({ conversationId: '../x' })).toThrow(
		expect.objectContaining({ code: 'invalid_request', field: 'conversationId' }),
	);
});

test.each([
	['conversationSid', 'CH1/..'],
	['conversationSid', 'null'],
	['serviceSid', CONVERSATION_SID],
	['serviceSid', 'null'],
	['executionSid', FLOW_SID],
	['message', ['a', 'b']],
	['address', 5],
])('a malformed %s counts as absent: %s', (field, value) => {
	const read = parseGiveBack({ conversationId: CONVERSATION_ID, [field]: value });
	expect(read).toEqual(parseGiveBack({ conversationId: CONVERSATION_ID }));
});
