/**
 * Two invocations without a claim may have started a flow each.
 * @module
 */
import { keepFirstExecution } from '../../../src/handoff/start-flow';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, Upstream } from '../../support/fakes';
import { CONVERSATION_ID, CUSTOMER_NUMBER, EXECUTION_SID, FLOW_SID } from '../../support/fixtures';

const FIRST = `FN${'0'.repeat(31)}1`;
const LIST = `/v2/Flows/${FLOW_SID}/Executions`;
const key = { flowSid: FLOW_SID, to: CUSTOMER_NUMBER, conversationId: CONVERSATION_ID };

/** Settles the rivals of an execution that this invocation started; these are all that Studio has. */
async function settle(executions: Readonly<Record<string, number>>, isNew = true, broken?: Reply) {
	const ended: string[] = [];
	const now = Date.now();
	const view = (sid: string) => ({
		sid,
		status: 'active',
		contact_channel_address: CUSTOMER_NUMBER,
		date_created: new Date(now - (executions[sid] ?? 0)).toISOString(),
	});
	const context = { flow: { data: { HandoffData: { conversationId: CONVERSATION_ID } }, variables: {} } };
	const upstream = new Upstream(({ method, path }) => {
		if (broken) return broken;
		const [resource = ''] = path.split('?');
		if (resource === LIST)
			return { body: { executions: Object.keys(executions).map(view), meta: { key: 'executions' } } };
		const [sid = '', part] = resource.slice(LIST.length + 1).split('/');
		if (method === 'POST') ended.push(sid);
		return { body: part === 'Context' ? { context } : view(sid) };
	});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const twilio = (some = budget) => upstream.twilio(some);
	const { value } = await upstream.clock.run(
		keepFirstExecution({ budget, twilio }, key, { sid: EXECUTION_SID, isNew }),
	);
	return { value, ended };
}

test('the execution that started first stays, and the other one is ended', async () => {
	const { value, ended } = await settle({ [EXECUTION_SID]: 1_000, [FIRST]: 5_000 });
	expect({ value, ended }).toEqual({ value: { sid: FIRST, isNew: false }, ended: [EXECUTION_SID] });
});

test('of two that started in the same second, each invocation keeps the same one', async () => {
	const { value } = await settle({ [EXECUTION_SID]: 0, [FIRST]: 0 });
	expect(value).toMatchObject({ sid: FIRST });
});

test.each<[string, Readonly<Record<string, number>>, boolean, Reply | undefined]>([
	['is the only one', { [EXECUTION_SID]: 0 }, true, undefined],
	['started first', { [EXECUTION_SID]: 5_000, [FIRST]: 1_000 }, true, undefined],
	['was found, not started', { [FIRST]: 5_000 }, false, undefined],
	['cannot be compared', {}, true, { status: 500 }],
])('an execution that %s stays', async (_, executions, isNew, broken) => {
	const { value, ended } = await settle(executions, isNew, broken);
	expect(value).toMatchObject({ sid: EXECUTION_SID, isNew });
	expect(ended).toEqual([]);
});
