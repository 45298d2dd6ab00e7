/**
 * A handoff that failed gives the customer back to the virtual agent, and never when a flow may be under way.
 * @module
 */

import { giveBack, mayGiveBack } from '../../../src/handoff/give-back';
import { HandoffError } from '../../../src/http/errors';
import { fromTwilio } from '../../../src/twilio/errors';
import { type Reply, Upstream } from '../../support/fakes';
import { CONFIGURATION_ID, CONVERSATION_ID, conversation } from '../../support/fixtures';

const CONVERSATION = `/v2/Conversations/${CONVERSATION_ID}`;
const CONFIGURATION = `GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`;
const statusCallbacks = [{ url: 'https://agent.example.com/callback', method: 'POST' }];

async function give(routes: Record<string, Reply> = {}) {
	const upstream = Upstream.routing({
		[`GET ${CONVERSATION}`]: { body: conversation },
		[CONFIGURATION]: { body: { id: CONFIGURATION_ID, statusCallbacks } },
		[`PATCH ${CONVERSATION}`]: { body: { ...conversation, status: 'ACTIVE' } },
		...routes,
	});
	const { value, error } = await upstream.clock.run(giveBack(upstream.twilio(), CONVERSATION_ID));
	const patches = upstream.requests
		.filter(({ method }) => method === 'PATCH')
		.map(({ body }): unknown => JSON.parse(body));
	return { value, error, patches };
}

test('a conversation as TAC leaves it is made active, its configuration’s callbacks put back', async () => {
	const { value, patches } = await give();
	expect(value).toBe(true);
	expect(patches).toEqual([{ status: 'ACTIVE', configuration: { statusCallbacks } }]);
});

test.each<[string, Reply]>([
	['is active', { body: { ...conversation, status: 'ACTIVE' } }],
	['is closed', { body: { ...conversation, status: 'CLOSED' } }],
	['still has callbacks', { body: { ...conversation, configuration: { statusCallbacks } } }],
	['has no field for callbacks', { body: { ...conversation, configuration: {} } }],
	['has no configuration', { body: { ...conversation, configuration: null } }],
	['is gone', { status: 404 }],
	['cannot be read', { body: '<html>' }],
])('a conversation that %s is left alone', async (_, reply) => {
	const { value, patches } = await give({ [`GET ${CONVERSATION}`]: reply });
	expect(value).toBe(false);
	expect(patches).toHaveLength(0);
});

test.each<[string, Reply]>([
	['has no callbacks', { body: { id: CONFIGURATION_ID, statusCallbacks: [] } }],
	['has null for callbacks', { body: { id: CONFIGURATION_ID, statusCallbacks: null } }],
	['is gone', { status: 404 }],
	['hangs', 'hang'],
])('nothing is put back from a configuration that %s', async (_, reply) => {
	const { value, patches } = await give({ [CONFIGURATION]: reply });
	expect(value).toBe(false);
	expect(patches).toHaveLength(0);
});

test.each<[string, Reply]>([
	['is refused', { status: 409, body: { code: 20409, message: 'Conflict' } }],
	['fails', { status: 500, body: '' }],
	['breaks', new Error('socket hang up')],
	['hangs', 'hang'],
])('a write that %s is no success, and no failure of its own', async (_, reply) => {
	const { value, error, patches } = await give({ [`PATCH ${CONVERSATION}`]: reply });
	expect({ value, error }).toEqual({ value: false, error: undefined });
	expect(patches).toHaveLength(1);
});

describe('a failure', () => {
	const answered = (status: number, code: number) =>
		fromTwilio('starting the Studio flow', Object.assign(new Error('x'), { status, code }));

	test.each<[string, HandoffError]>([
		['no customer to hand over', new HandoffError(404, 'customer_not_found', 'x')],
		['several to choose from', new HandoffError(409, 'ambiguous_customer', 'x')],
		['no bridge', new HandoffError(422, 'not_bridged', 'x')],
		['a setting of ours', new HandoffError(500, 'misconfigured', 'x')],
		['a limit', answered(429, 20429)],
		['Studio’s refusal', answered(400, 21201)],
		['wrong credentials', answered(401, 20003)],
	])('that is certain to have started no flow gives back: %s', (_, error) => {
		expect(mayGiveBack(error)).toBe(true);
	});

	test.each<[string, HandoffError]>([
		['no answer', fromTwilio('x', new HandoffError(504, 'twilio_timeout', 'x', { retryable: true }))],
		['a server’s error', answered(500, 20500)],
		['a broken connection', fromTwilio('x', new Error('socket hang up'))],
		['an answer that is not JSON', fromTwilio('x', new SyntaxError('x'))],
		['a flow that is already under way', answered(409, 20409)],
		['no such conversation', new HandoffError(404, 'conversation_not_found', 'x')],
	])('that is not certain leaves the customer where they are: %s', (_, error) => {
		expect(mayGiveBack(error)).toBe(false);
	});
});
