/**
 * Whether an execution that TAC started itself hands over a chat that is handed over already.
 * @module
 */
import { claimForExecution } from '../../../src/handoff/duplicate';
import { claimKey } from '../../../src/handoff/sync-claims';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, Upstream } from '../../support/fakes';
import {
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	conversation,
	EXECUTION_SID,
	FLOW_SID,
	settings,
} from '../../support/fixtures';

const DOCUMENTS = '/v1/Services/default/Documents';
const OWN = `FN${'7'.repeat(32)}`;
const KEY = claimKey(CONVERSATION_ID, CUSTOMER_NUMBER);
const taken: Reply = {
	status: 409,
	body: { code: 54301, message: 'Unique name already exists', status: 409 },
};
const handing = {
	sid: EXECUTION_SID,
	status: 'active',
	flow_sid: FLOW_SID,
	contact_channel_address: CUSTOMER_NUMBER,
	date_created: new Date().toISOString(),
	context: { flow: { data: { HandoffData: { conversationId: CONVERSATION_ID } }, variables: {} } },
};

/** Asks while a claim with this data is there; `executions` is what Studio has besides the execution that asks. */
async function ask(
	data: object | 'down' | undefined,
	{ executions = [handing] as object[], own = OWN, givenBackAt = '', status = 200 } = {},
) {
	const upstream = new Upstream(({ method, path }) => {
		if (path.startsWith(DOCUMENTS) && data === 'down') return { status: 403 };
		if (path === `/v2/Conversations/${CONVERSATION_ID}`) {
			return { status, body: { ...conversation, metadata: { handoffGivenBackAt: givenBackAt } } };
		}
		if (path === DOCUMENTS && method === 'POST') return data ? taken : { status: 201, body: { sid: 'ET1' } };
		if (path === `${DOCUMENTS}/${KEY}`) return { body: { sid: 'ET1', revision: '1', data } };
		if (path.includes('?')) return { body: { executions, meta: { key: 'executions' } } };
		return executions.length > 0 ? { body: handing } : { status: 404, body: { code: 20404 } };
	});
	const asked = claimForExecution(
		CONVERSATION_ID,
		{ customerAddress: CUSTOMER_NUMBER, executionSid: own },
		{
			settings,
			budget: new TimeBudget(REQUEST_BUDGET_MS, upstream.clock),
			twilio: (budget) => upstream.twilio(budget),
		},
	);
	return { upstream, ...(await upstream.clock.run(asked)) };
}

const fresh = { state: 'in_progress', claimedAt: Date.now() };

test('the first execution of a chat is no duplicate, and its claim names it', async () => {
	const { value, upstream } = await ask(undefined, { executions: [] });
	expect(value).toBe(false);
	const form = new URLSearchParams(upstream.requests[0]?.body);
	expect(JSON.parse(form.get('Data') ?? '')).toMatchObject({ executionSid: OWN });
});

test('an execution while another one hands the chat over is a duplicate', async () => {
	expect((await ask(fresh)).value).toBe(true);
	expect((await ask({ ...fresh, executionSid: EXECUTION_SID })).value).toBe(true);
});

test('the execution that asks is not the other one, and a conversation that cannot be read hides no other one', async () => {
	const executions = [{ ...handing, sid: OWN }, handing];
	expect((await ask(fresh, { executions })).value).toBe(true);
	expect((await ask(fresh, { status: 500 })).value).toBe(true);
});

test.each<[string, object | 'down']>([
	['the store is down', 'down'],
	['its claim could not be released', { ...fresh, claimedAt: Date.now() - 360_000 }],
	['its claim names it', { ...fresh, executionSid: EXECUTION_SID }],
])('an execution after one whose customer was given back is none, though %s', async (_, data) => {
	expect((await ask(data)).value).toBe(true);
	const again = await ask(data, { givenBackAt: new Date(Date.now() + 5_000).toISOString() });
	expect(again.value).toBe(false);
	expect(again.ms).toBeLessThan(1_000);
});

test('an execution that asks again after a lost answer is none, and goes on at once', async () => {
	expect(await ask({ ...fresh, executionSid: OWN })).toMatchObject({ value: false, ms: 0 });
});

test('an execution whose rival never started takes its place once that is certain', async () => {
	expect((await ask({ ...fresh, state: 'unknown' }, { executions: [] })).value).toBe(false);
});

test('an execution whose rival is at work for too long goes ahead: the person comes first', async () => {
	const { value, ms } = await ask(fresh, { executions: [] });
	expect(value).toBe(false);
	expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
});

test('without the SID of the execution nothing is claimed', async () => {
	const { value, upstream } = await ask(fresh, { own: '' });
	expect(value).toBe(false);
	expect(upstream.requests).toEqual([]);
});
