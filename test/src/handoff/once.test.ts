/**
 * One handoff, once, whatever the store and the other invocations do.
 * @module
 */
import { Attempt, type Claim, type ClaimData, type ClaimStore } from '../../../src/handoff/once';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { VirtualClock } from '../../support/fakes';

const KEY = 'handoff-1';
const START = 1_700_000_000_000;

/** Claims in memory, with the time that a virtual clock shows. */
class MemoryClaims implements ClaimStore {
	readonly claims = new Map<string, Claim>();
	readonly clock = new VirtualClock();
	isDown = false;
	/** Milliseconds that making a claim takes. */
	delay = 0;

	now = () => START + this.clock.now();

	async take(key: string, data: ClaimData) {
		if (this.delay > 0) await this.clock.sleep(this.delay);
		if (this.isDown) return 'unavailable' as const;
		if (this.claims.has(key)) return 'held' as const;
		this.put(key, data);
		return 'made' as const;
	}

	async read(key: string) {
		return this.isDown ? undefined : this.claims.get(key);
	}

	async takeOver(key: string, { revision }: Claim, data: ClaimData) {
		if (this.claims.get(key)?.revision !== revision) return false;
		this.put(key, data, `${revision}1`);
		return true;
	}

	async write(key: string, data: ClaimData) {
		this.put(key, data, '2');
	}

	async release(key: string) {
		this.claims.delete(key);
	}

	put(key: string, data: ClaimData, revision = '1', claimedAt = this.now()): void {
		this.claims.set(key, { ...data, claimedAt, revision });
	}
}

let store: MemoryClaims;
let started: string[];
beforeEach(() => {
	store = new MemoryClaims();
	started = [];
});

const begin = () =>
	new Attempt(store, KEY, new TimeBudget(REQUEST_BUDGET_MS, store.clock), { now: store.now });
/** Starts what can be found from then on. */
const start = async () => {
	started.push('execution');
	return 'started';
};
const find = async () => (started.length > 0 ? 'found' : undefined);
const run = (attempt = begin(), work = start) => store.clock.run(attempt.run(work, find));

test('the first attempt does the work, and the second one finds its result', async () => {
	expect(await run()).toMatchObject({ value: 'started' });
	expect(await run()).toMatchObject({ value: 'found' });
	expect(started).toHaveLength(1);
});

test('five attempts at once do the work once', async () => {
	const slow = async () => {
		await store.clock.sleep(700);
		return start();
	};
	const attempts = Array.from({ length: 5 }, () => begin().run(slow, find));
	const { value } = await store.clock.run(Promise.all(attempts));
	expect(value?.toSorted()).toEqual(['found', 'found', 'found', 'found', 'started']);
	expect(started).toHaveLength(1);
});

test('an attempt that was released after a failure can be made again', async () => {
	const attempt = begin();
	await run(attempt, () => Promise.reject(new Error('refused')));
	await attempt.failed(false);
	expect(await run()).toMatchObject({ value: 'started' });
});

test('an attempt that may have started the flow is settled by looking for it, without a wait', async () => {
	const attempt = begin();
	await run(attempt, async () => {
		await start();
		throw new Error('the answer was lost');
	});
	await attempt.failed(true);
	expect(await run()).toMatchObject({ value: 'found', ms: 0 });
	expect(started).toHaveLength(1);
});

test('a flow that was not started after all is started by the next attempt', async () => {
	store.put(KEY, { state: 'unknown' });
	expect(await run()).toMatchObject({ value: 'started', ms: 0 });
});

test('a claim whose invocation has ended long ago is taken over', async () => {
	store.put(KEY, { state: 'in_progress' }, '1', START - 60_000);
	expect(await run()).toMatchObject({ value: 'started', ms: 0 });
});

test('of two attempts that take over an abandoned claim, one does the work', async () => {
	store.put(KEY, { state: 'unknown' });
	const attempts = [begin(), begin()].map((attempt) => attempt.run(start, find));
	await store.clock.run(Promise.all(attempts));
	expect(started).toHaveLength(1);
});

test('a claim in progress for longer than the budget lasts is a retryable error, and no second start', async () => {
	store.put(KEY, { state: 'in_progress' });
	const { error, ms } = await run();
	expect(error).toMatchObject({ status: 504, code: 'twilio_timeout', retryable: true });
	expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
	expect(started).toEqual([]);
});

test('without its store, a handoff is looked for before it is made', async () => {
	store.isDown = true;
	expect(await run()).toMatchObject({ value: 'started', ms: 0 });
	expect(await run()).toMatchObject({ value: 'found', ms: 0 });
});

test('without its store, and with nothing to be found, a handoff is made', async () => {
	store.isDown = true;
	const attempt = begin().run(start, () => Promise.reject(new Error('Studio cannot be read')));
	expect(await store.clock.run(attempt)).toMatchObject({ value: 'started', ms: 0 });
});

test('a store that hangs holds a handoff up for half a second', async () => {
	store.delay = 60_000;
	expect(await run()).toMatchObject({ value: 'started', ms: 500 });
});

test('a store that is as slow as the rest is waited for, so that two slow handoffs are one', async () => {
	store.delay = 2_000;
	const slowly = async () => {
		const attempt = begin();
		await store.clock.sleep(1_950);
		return attempt.run(start, find);
	};
	const { value } = await store.clock.run(Promise.all([slowly(), slowly()]));
	expect(value?.toSorted()).toEqual(['found', 'started']);
});

test('a store that fails while another attempt is waited for is not taken for a free way', async () => {
	store.put(KEY, { state: 'in_progress' });
	const attempt = begin();
	await attempt.holder();
	store.isDown = true;
	expect(await run(attempt)).toMatchObject({ error: { code: 'twilio_timeout' } });
	expect(started).toEqual([]);
});

test('an attempt that yields to an execution names it in its claim', async () => {
	const attempt = begin();
	await run(attempt);
	await attempt.yieldTo('FN1');
	expect(store.claims.get(KEY)).toMatchObject({ state: 'in_progress', executionSid: 'FN1' });
});

test.each<[string, (attempt: Attempt) => Promise<unknown>, number]>([
	['before it came to its work', (attempt) => attempt.holder(), 450],
	[
		'in its work',
		(attempt) => attempt.run(() => Promise.reject(new Error('refused')), find).catch(() => {}),
		900,
	],
])('a claim that arrives after the attempt has failed %s is released', async (_, fail, delay) => {
	store.delay = delay;
	const attempt = begin();
	await store.clock.run(fail(attempt).then(() => attempt.failed(false)));
	expect(store.claims.has(KEY)).toBe(false);
	store.delay = 0;
	expect(await run()).toMatchObject({ value: 'started', ms: 0 });
});

test('a store that hangs holds an attempt that failed up for a second', async () => {
	store.delay = 60_000;
	const attempt = begin();
	await store.clock.run(attempt.holder());
	expect((await store.clock.run(attempt.failed(false))).ms).toBe(1_000);
});

test('a failed attempt leaves the claim of another one alone', async () => {
	store.put(KEY, { state: 'in_progress' });
	const attempt = begin();
	expect(await attempt.holder()).toBe('another');
	await attempt.failed(false);
	expect(store.claims.has(KEY)).toBe(true);
});
