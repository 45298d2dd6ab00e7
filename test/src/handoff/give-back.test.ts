/**
 * Giving a conversation back to the virtual agent.
 * @module
 */

import { giveBack } from '../../../src/handoff/give-back';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, type Routes, Upstream } from '../../support/fakes';
import { CONFIGURATION_ID, CONVERSATION_ID, conversation } from '../../support/fixtures';

const CONVERSATION = `/v2/Conversations/${CONVERSATION_ID}`;
const CONFIGURATION = `GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`;
const statusCallbacks = [{ url: 'https://agent.example.com/callback', method: 'POST' }];

async function give(routes: Routes = {}) {
	const upstream = Upstream.routing({
		[`GET ${CONVERSATION}`]: { body: conversation },
		[CONFIGURATION]: { body: { id: CONFIGURATION_ID, statusCallbacks } },
		[`PATCH ${CONVERSATION}`]: { body: { ...conversation, status: 'ACTIVE' } },
		...routes,
	});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const { value, error } = await upstream.clock.run(
		giveBack({ budget, twilio: (some = budget) => upstream.twilio(some) }, CONVERSATION_ID),
	);
	const patches = upstream.requests
		.filter(({ method }) => method === 'PATCH')
		.map(({ body }): unknown => JSON.parse(body));
	return { value, error, patches };
}

test('a conversation as TAC leaves it is made active, its configuration’s callbacks put back', async () => {
	const { value, patches } = await give();
	expect(value).toBe(true);
	const [{ metadata }] = JSON.parse(JSON.stringify(patches));
	expect(patches).toEqual([{ status: 'ACTIVE', configuration: { statusCallbacks }, metadata }]);
	expect(Object.keys(metadata)).toEqual(['handoffGivenBackAt']);
	expect(Date.now() - Date.parse(metadata.handoffGivenBackAt)).toBeLessThan(60_000);
});

test('a conversation whose metadata is full is given back without a date in it', async () => {
	const full = { status: 400, body: { code: 20001, message: 'metadata: at most 8 keys', status: 400 } };
	let tries = 0;
	const { value, patches } = await give({
		[`PATCH ${CONVERSATION}`]: () => (++tries === 1 ? full : { body: conversation }),
	});
	expect(value).toBe(true);
	expect(patches.map((patch) => Object.keys(Object(patch)))).toEqual([
		['status', 'configuration', 'metadata'],
		['status', 'configuration'],
	]);
});

test('a conversation that a message has made active again is given back', async () => {
	const { value, patches } = await give({
		[`GET ${CONVERSATION}`]: { body: { ...conversation, status: 'ACTIVE' } },
	});
	expect(value).toBe(true);
	expect(patches).toHaveLength(1);
});

test.each<[string, Reply]>([
	['is served', { body: { ...conversation, status: 'ACTIVE', configuration: { statusCallbacks } } }],
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

test.each<[string, Reply, number]>([
	['is refused', { status: 409, body: { code: 20409, message: 'Conflict' } }, 1],
	['keeps hanging', 'hang', 4],
	['keeps failing', { status: 500, body: '' }, 4],
	['keeps breaking', new Error('socket hang up'), 4],
])('a write that %s is no success, and no failure of its own', async (_, reply, attempts) => {
	const { value, error, patches } = await give({ [`PATCH ${CONVERSATION}`]: reply });
	expect({ value, error }).toEqual({ value: false, error: undefined });
	expect(patches).toHaveLength(attempts);
});
