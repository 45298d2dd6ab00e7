/**
 * Requests that are made again until Twilio answers.
 * @module
 */
import { statusOf } from '../../../src/twilio/errors';
import { isRetryable, repeat } from '../../../src/twilio/repeat';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, Upstream } from '../../support/fakes';
import { FLOW_SID } from '../../support/fixtures';

const ANSWER: Reply = { body: { sid: FLOW_SID } };
const RESET = new Error('socket hang up');
const LIMITED: Reply = { status: 429, body: { code: 20429, message: 'Too many requests', status: 429 } };
const BROKEN: Reply = { status: 503, body: { code: 20503, message: 'Unavailable', status: 503 } };
const REFUSED: Reply = { status: 403, body: { code: 20403, message: 'Forbidden', status: 403 } };

/** Asks for the flow. @returns how it ended, and what reached Twilio */
async function ask(replies: readonly Reply[], ms = REQUEST_BUDGET_MS) {
	const upstream = Upstream.replying(...replies);
	const budget = new TimeBudget(ms, upstream.clock);
	const asked = repeat(
		(some) => upstream.twilio(some),
		budget,
		({ studio }) => studio.v2.flows(FLOW_SID).fetch(),
	);
	const { value, error, ms: took } = await upstream.clock.run(asked);
	return { sid: value?.sid, status: statusOf(error), error, took, requests: upstream.requests };
}

test('an answer is taken at once, after an attempt with half of the time', async () => {
	const { sid, requests, took } = await ask([ANSWER], 8_000);
	expect({ sid, took }).toEqual({ sid: FLOW_SID, took: 0 });
	expect(requests.map(({ timeout }) => timeout)).toEqual([4_000]);
});

test.each<[string, Reply]>([
	['a broken connection', RESET],
	['a failure of Twilio’s', BROKEN],
	['a body that cannot be read', { body: '{"sid":"F' }],
	['a limit', LIMITED],
])('after %s the request is made again', async (_what, reply) => {
	const { sid, requests } = await ask([reply, ANSWER]);
	expect(sid).toBe(FLOW_SID);
	expect(requests.length).toBeGreaterThan(1);
	expect(new Set(requests.map(({ method, path }) => `${method} ${path}`)).size).toBe(1);
});

test('a limit that lasts longer than an attempt is waited out for a second', async () => {
	const { sid, took } = await ask([{ ...LIMITED, headers: { 'retry-after': '60' } }, ANSWER]);
	expect({ sid, took }).toEqual({ sid: FLOW_SID, took: 1_000 });
});

test('an attempt that hangs leaves half of the time to the next ones', async () => {
	const { sid, took } = await ask(['hang', ANSWER], 8_000);
	expect(sid).toBe(FLOW_SID);
	expect(took).toBe(4_000);
});

test('what Twilio refuses is not asked again', async () => {
	const { status, requests } = await ask([REFUSED, ANSWER]);
	expect(status).toBe(403);
	expect(requests).toHaveLength(1);
});

test('the last failure is thrown when none of the attempts succeeds', async () => {
	const { status, took } = await ask([RESET, RESET, RESET, BROKEN], 8_000);
	expect(status).toBe(503);
	expect(took).toBeLessThanOrEqual(8_000);
});

test('with too little time for a second attempt, there is one, with all of it', async () => {
	const { error, requests } = await ask(['hang', ANSWER], 300);
	expect(error).toBeDefined();
	expect(requests.map(({ timeout }) => timeout)).toEqual([300]);
});

test.each<[unknown, boolean]>([
	[undefined, true],
	[200, true],
	[400, false],
	[429, false],
	[500, true],
])('asking again may help after status %s: %s', (status, expected) => {
	expect(isRetryable(Object.assign(new Error('failed'), status === undefined ? {} : { status }))).toBe(
		expected,
	);
});
