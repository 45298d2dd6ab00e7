/**
 * The time one request may take.
 * @module
 */
import { systemClock, TimeBudget } from '../../../src/twilio/time-budget';
import { VirtualClock } from '../../support/fakes';

async function passed(clock: VirtualClock, ms: number): Promise<void> {
	await clock.run(clock.sleep(ms));
}

test('a time budget runs out, and is never below zero', async () => {
	const clock = new VirtualClock();
	const budget = new TimeBudget(1_000, clock);
	expect(budget.remaining()).toBe(1_000);
	await passed(clock, 400);
	expect(budget.remaining()).toBe(600);
	await passed(clock, 700);
	expect(budget.remaining()).toBe(0);
});

test('a part of a time budget ends earlier than the whole, and both end', async () => {
	const clock = new VirtualClock();
	const budget = new TimeBudget(1_000, clock);
	await passed(clock, 100);
	const lookups = budget.reserving(300);
	expect(lookups.remaining()).toBe(600);
	await passed(clock, 700);
	expect(lookups.remaining()).toBe(0);
	expect(budget.remaining()).toBe(200);
});

test('reserving more than a time budget has leaves nothing', () => {
	expect(new TimeBudget(1_000, new VirtualClock()).reserving(5_000).remaining()).toBe(0);
});

describe('the system’s clock', () => {
	test('sleeps as long as it is asked to', async () => {
		const start = systemClock.now();
		await systemClock.sleep(30);
		expect(systemClock.now() - start).toBeGreaterThanOrEqual(29);
	});

	test.each([
		['before it falls asleep', 0],
		['in its sleep', 10],
	])('is woken without a complaint %s', async (_, ms) => {
		const abort = new AbortController();
		if (ms === 0) abort.abort();
		else setTimeout(() => abort.abort(), ms);
		const start = systemClock.now();
		await systemClock.sleep(5_000, abort.signal);
		expect(systemClock.now() - start).toBeLessThan(1_000);
	});
});
