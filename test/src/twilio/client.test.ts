/**
 * How long we wait for Twilio, and what we try again.
 * @module
 */
import { TwilioTimeoutError } from '../../../src/http/errors';
import { BudgetedRequestClient, retryAfter } from '../../../src/twilio/client';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, Upstream } from '../../support/fakes';

const uri = 'https://conversations.twilio.com/v2/Conversations';
const writes = ['post', 'put', 'patch', 'delete'] as const;

async function request(
	method: 'get' | (typeof writes)[number],
	replies: readonly Reply[],
	budgetMs = REQUEST_BUDGET_MS,
) {
	const upstream = Upstream.replying(...replies);
	const client = upstream.serve(new BudgetedRequestClient(new TimeBudget(budgetMs, upstream.clock)));
	const outcome = await upstream.clock.run(client.request({ method, uri }));
	return { ...outcome, requests: upstream.requests };
}

const ok = { body: { ok: true } };
const limited = { status: 429 };
const down = { status: 503 };
const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const silent = Object.assign(new Error('timeout of 4000ms exceeded'), { code: 'ECONNABORTED' });

test('a write may be given less time than the budget has', async () => {
	const upstream = Upstream.replying('hang');
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const client = upstream.serve(new BudgetedRequestClient(budget, 1_000));
	const { error, ms } = await upstream.clock.run(client.request({ method: 'put', uri }));
	expect(error).toBeInstanceOf(TwilioTimeoutError);
	expect(ms).toBe(1_000);
	expect(upstream.requests).toHaveLength(1);
});

describe('a read', () => {
	test.each<[string, Reply]>([
		['429', limited],
		['500', { status: 500 }],
		['502', { status: 502, body: '<html>Bad gateway</html>' }],
		['503', down],
		['504', { status: 504 }],
		['a broken connection', broken],
		['no answer', 'hang'],
		['a silent socket', silent],
	])('is tried again after %s', async (_, reply) => {
		const { value, requests, ms } = await request('get', [reply, ok]);
		expect(value).toMatchObject({ statusCode: 200, body: { ok: true } });
		expect(requests).toHaveLength(2);
		expect(ms).toBeLessThan(REQUEST_BUDGET_MS);
	});

	test.each([200, 201, 301, 302, 400, 401, 403, 404, 409, 410, 422])(
		'is not tried again after %d',
		async (status) => {
			const { value, requests, ms } = await request('get', [{ status }]);
			expect(value).toMatchObject({ statusCode: status });
			expect(requests).toHaveLength(1);
			expect(ms).toBe(0);
		},
	);

	test('ends after a few tries with the last answer', async () => {
		const { value, requests } = await request('get', [limited, broken, { status: 500 }, { status: 502 }]);
		expect(value).toMatchObject({ statusCode: 502 });
		expect(requests).toHaveLength(4);
	});

	test('ends after a few tries with the last failure', async () => {
		const { error, requests } = await request('get', [broken]);
		expect(error).toBe(broken);
		expect(requests).toHaveLength(4);
	});

	test('waits longer before each try', async () => {
		const waits: number[] = [];
		for (let tries = 1; tries <= 3; tries++) {
			const { ms } = await request('get', [...Array<Reply>(tries).fill(down), ok]);
			waits.push(ms);
		}
		const [first = 0, second = 0, third = 0] = waits;
		expect(first).toBeGreaterThanOrEqual(75);
		expect(second).toBeGreaterThan(first);
		expect(third).toBeGreaterThan(second);
		expect(third).toBeLessThan(1_500);
	});
});

describe.each(writes)('a write (%s)', (method) => {
	test.each<[string, Reply]>([
		['500', { status: 500 }],
		['503 with Retry-After', { status: 503, headers: { 'retry-after': '1' } }],
		['a broken connection', broken],
		['no answer', 'hang'],
	])('is never tried again after %s, since it may have happened', async (_, reply) => {
		const { requests, ms } = await request(method, [reply, ok]);
		expect(requests).toHaveLength(1);
		expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
	});

	test('is tried again after 429, since it did not happen', async () => {
		const { value, requests } = await request(method, [limited, ok]);
		expect(value).toMatchObject({ statusCode: 200 });
		expect(requests).toHaveLength(2);
	});
});

describe('Retry-After', () => {
	test('in seconds is waited for', async () => {
		const { value, ms } = await request('get', [{ ...limited, headers: { 'retry-after': '2' } }, ok]);
		expect(value).toMatchObject({ statusCode: 200 });
		expect(ms).toBe(2_000);
	});

	test('as a date is waited for', async () => {
		const date = new Date(Date.now() + 3_000).toUTCString();
		const { value, ms } = await request('post', [{ ...limited, headers: { 'retry-after': date } }, ok]);
		expect(value).toMatchObject({ statusCode: 200 });
		expect(ms).toBeGreaterThan(1_000);
		expect(ms).toBeLessThanOrEqual(3_000);
	});

	test.each(['9', '3600', '99999999999999999999', new Date(Date.now() + 3_600_000).toUTCString()])(
		'of %s, more than there is time, ends the tries at once',
		async (header) => {
			const { value, requests, ms } = await request('get', [
				{ ...limited, headers: { 'retry-after': header } },
				ok,
			]);
			expect(value).toMatchObject({ statusCode: 429 });
			expect(requests).toHaveLength(1);
			expect(ms).toBe(0);
		},
	);

	const now = Date.parse('2026-11-01T12:00:00Z');
	test.each<[unknown, number | undefined]>([
		[{ 'retry-after': '0' }, 0],
		[{ 'retry-after': '3' }, 3_000],
		[{ 'retry-after': ' 1.5 ' }, 1_500],
		[{ 'retry-after': 3 }, 3_000],
		[{ 'retry-after': 'Sun, 01 Nov 2026 12:00:05 GMT' }, 5_000],
		[{ 'retry-after': 'Sun, 01 Nov 2026 11:00:00 GMT' }, 0],
		[{ 'retry-after': 'soon' }, undefined],
		[{ 'retry-after': '' }, undefined],
		[{ 'retry-after': null }, undefined],
		[{}, undefined],
		[null, undefined],
		['retry-after: 3', undefined],
	])('in %j asks for %d ms', (headers, expected) => {
		expect(retryAfter(headers, now)).toBe(expected);
	});
});

describe('the time budget', () => {
	test.each([...writes, 'get'] as const)('ends a %s that hangs', async (method) => {
		const { error, ms } = await request(method, ['hang']);
		expect(error).toBeInstanceOf(TwilioTimeoutError);
		expect(ms).toBeGreaterThan(REQUEST_BUDGET_MS - 400);
		expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
	});

	test.each<[string, Reply]>([
		['slow', { status: 503, afterMs: 1_000 }],
		['slower', { status: 503, afterMs: 3_999 }],
		['limited', { ...limited, headers: { 'retry-after': '2' } }],
		['breaking', broken],
	])('is never exceeded by tries against a %s server', async (_, reply) => {
		for (const budgetMs of [0, 100, 151, 1_000, 2_149, 2_151, 5_000, REQUEST_BUDGET_MS]) {
			const { ms } = await request('get', [reply], budgetMs);
			expect(ms).toBeLessThanOrEqual(budgetMs);
		}
	});

	test('that is used up allows no request at all', async () => {
		const { error, requests } = await request('get', [ok], 100);
		expect(error).toBeInstanceOf(TwilioTimeoutError);
		expect(requests).toHaveLength(0);
	});

	test('is what the SDK may wait, not its own thirty seconds', async () => {
		const write = await request('post', [ok], 5_000);
		expect(write.requests).toMatchObject([{ timeout: 5_000 }]);
		const read = await request('get', [ok]);
		expect(read.requests).toMatchObject([{ timeout: 4_000 }]);
	});

	test('is shared by all requests of one client', async () => {
		const upstream = Upstream.replying({ ...ok, afterMs: 3_000 });
		const client = upstream.serve(
			new BudgetedRequestClient(new TimeBudget(REQUEST_BUDGET_MS, upstream.clock)),
		);
		const { error, ms } = await upstream.clock.run(
			(async () => {
				for (;;) await client.request({ method: 'get', uri });
			})(),
		);
		expect(error).toBeInstanceOf(TwilioTimeoutError);
		expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
	});
});
