/**
 * Claims in Twilio Sync, as Sync answers.
 * @module
 */
import { claimKey, SyncClaims } from '../../../src/handoff/sync-claims';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, Upstream } from '../../support/fakes';
import {
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	EXECUTION_SID,
	OTHER_CONVERSATION_SID,
} from '../../support/fixtures';

const KEY = claimKey(CONVERSATION_ID, CUSTOMER_NUMBER);
const DOCUMENTS = '/v1/Services/default/Documents';
const NOW = 1_700_000_000_000;
const IN_PROGRESS = { state: 'in_progress' } as const;
const taken = { status: 409, body: { code: 54301, message: 'Unique name already exists', status: 409 } };
const document = {
	sid: 'ET1',
	unique_name: KEY,
	revision: '3',
	data: { state: 'in_progress', claimedAt: NOW },
};

function claims(routes: Record<string, Reply>) {
	const upstream = Upstream.routing(routes);
	return {
		upstream,
		store: new SyncClaims(
			(budget) => upstream.twilio(budget),
			new TimeBudget(REQUEST_BUDGET_MS, upstream.clock),
			() => NOW,
		),
	};
}

test('a claim is a document that ends by itself after 15 minutes', async () => {
	const { upstream, store } = claims({ [`POST ${DOCUMENTS}`]: { status: 201, body: document } });
	expect(await store.take(KEY, IN_PROGRESS)).toBe('made');
	const form = new URLSearchParams(upstream.requests[0]?.body);
	expect(form.get('UniqueName')).toBe(KEY);
	expect(form.get('Ttl')).toBe('900');
	expect(JSON.parse(form.get('Data') ?? '')).toMatchObject({ state: 'in_progress', claimedAt: NOW });
});

test('a claim that is taken is read', async () => {
	const { store } = claims({
		[`POST ${DOCUMENTS}`]: taken,
		[`GET ${DOCUMENTS}/${KEY}`]: { body: document },
	});
	expect(await store.take(KEY, IN_PROGRESS)).toBe('held');
	expect(await store.read(KEY)).toEqual({ state: 'in_progress', claimedAt: NOW, revision: '3' });
});

test('a claim that is written again keeps its date, by which its execution is looked for', async () => {
	let now = NOW;
	const upstream = Upstream.routing({
		[`POST ${DOCUMENTS}`]: { status: 201, body: document },
		[`POST ${DOCUMENTS}/${KEY}`]: { body: document },
	});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const store = new SyncClaims(
		() => upstream.twilio(),
		budget,
		() => now,
	);
	await store.take(KEY, IN_PROGRESS);
	now += 7_000;
	await store.write(KEY, { state: 'unknown' });
	const written = upstream.requests.map(({ body }) =>
		JSON.parse(new URLSearchParams(body).get('Data') ?? ''),
	);
	expect(written.map(({ claimedAt }) => claimedAt)).toEqual([NOW, NOW]);
});

test.each<[string, Reply]>([
	['is down', { status: 503 }],
	['refuses us', { status: 403 }],
	['breaks', new Error('socket hang up')],
	['hangs', 'hang'],
	['limits us', { status: 429, headers: { 'retry-after': '60' } }],
])('a store that %s is unavailable, and nothing is thrown', async (_, reply) => {
	const { upstream, store } = claims({ [`POST ${DOCUMENTS}`]: reply });
	const { value, ms } = await upstream.clock.run(store.take(KEY, IN_PROGRESS));
	expect(value).toBe('unavailable');
	expect(ms).toBeLessThanOrEqual(2_000);
	await upstream.clock.run(store.release(KEY));
	await upstream.clock.run(store.write(KEY, IN_PROGRESS));
});

test('a claim whose answer was lost is recognized as one’s own', async () => {
	let made: unknown;
	const upstream = new Upstream(({ method, body }) => {
		if (method === 'GET') return { body: { ...document, data: made } };
		if (made !== undefined) return taken;
		made = JSON.parse(new URLSearchParams(body).get('Data') ?? '');
		return new Error('socket hang up');
	});
	const store = new SyncClaims(() => upstream.twilio(), new TimeBudget(REQUEST_BUDGET_MS, upstream.clock));
	expect((await upstream.clock.run(store.take(KEY, IN_PROGRESS))).value).toBe('made');
});

test('a claim of another invocation is none of one’s own, though an answer was lost before', async () => {
	let tries = 0;
	const upstream = new Upstream(({ method }) => {
		if (method === 'GET') return { body: { ...document, data: { ...document.data, by: 'another' } } };
		return ++tries === 1 ? new Error('socket hang up') : taken;
	});
	const store = new SyncClaims(() => upstream.twilio(), new TimeBudget(REQUEST_BUDGET_MS, upstream.clock));
	expect((await upstream.clock.run(store.take(KEY, IN_PROGRESS))).value).toBe('held');
});

test.each([
	{ state: 'unknown', claimedAt: NOW },
	{ state: 'in_progress', claimedAt: NOW, executionSid: EXECUTION_SID },
])('a claim is read as it was written: %j', async (data) => {
	const { store } = claims({ [`GET ${DOCUMENTS}/${KEY}`]: { body: { ...document, data } } });
	expect(await store.read(KEY)).toEqual({ ...data, revision: '3' });
});

test('a claim that could not be released is released by a second try', async () => {
	const { upstream, store } = claims({ [`DELETE ${DOCUMENTS}/${KEY}`]: { status: 500 } });
	await upstream.clock.run(store.release(KEY));
	expect(upstream.requests).toHaveLength(2);
});

test('a claim is taken over only as it was read, and lasts another 15 minutes', async () => {
	const claim = { state: 'unknown', claimedAt: NOW, revision: '3' } as const;
	const won = claims({ [`POST ${DOCUMENTS}/${KEY}`]: { body: document } });
	expect(await won.store.takeOver(KEY, claim, IN_PROGRESS)).toBe(true);
	const [request] = won.upstream.requests;
	expect(request?.ifMatch).toBe('3');
	expect(new URLSearchParams(request?.body).get('Ttl')).toBe('900');
	const lost = claims({ [`POST ${DOCUMENTS}/${KEY}`]: { status: 412, body: { code: 54103 } } });
	expect(await lost.store.takeOver(KEY, claim, IN_PROGRESS)).toBe(false);
});

test('a key is a hash of conversation and address: no personal data, one for all spellings', () => {
	expect(KEY).toMatch(/^handoff-[0-9a-f]{40}$/);
	expect(claimKey(CONVERSATION_ID, `whatsapp:${CUSTOMER_NUMBER}`)).toBe(KEY);
	expect(claimKey(CONVERSATION_ID, '+15005550199')).not.toBe(KEY);
	expect(claimKey(OTHER_CONVERSATION_SID, CUSTOMER_NUMBER)).not.toBe(KEY);
});

test('a customer’s claim is released though the first read of it hangs: it would hold up the next handoff', async () => {
	let reads = 0;
	const upstream = new Upstream(({ method }) => {
		if (method === 'DELETE') return { status: 204 };
		return ++reads === 1 ? 'hang' : { body: document };
	});
	const budget = new TimeBudget(3_000, upstream.clock);
	const store = new SyncClaims((some) => upstream.twilio(some), budget);
	await upstream.clock.run(store.releaseBefore(KEY, NOW + 1));
	expect(upstream.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE']);
});
