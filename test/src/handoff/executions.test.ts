/**
 * Which executions of the flow count as handing a customer over.
 * @module
 */

import {
	findActive,
	findStarted,
	HANDED_OVER,
	hasGivenUp,
	SEND_TO_FLEX,
} from '../../../src/handoff/executions';
import template from '../../../studio/agent-handoff.json';
import { type Reply, Upstream } from '../../support/fakes';
import { CONVERSATION_ID, CUSTOMER_NUMBER, EXECUTION_SID, FLOW_SID } from '../../support/fixtures';

const OTHER_SID = `FN${'9'.repeat(32)}`;
const LIST = `/v2/Flows/${FLOW_SID}/Executions`;
const handoff = { flowSid: FLOW_SID, to: CUSTOMER_NUMBER, conversationId: CONVERSATION_ID };
const HOUR = 3_600_000;

interface State {
	readonly status?: string;
	readonly ageMs?: number;
	readonly variables?: object;
	readonly widgets?: object;
	readonly trigger?: object;
	readonly conversationId?: string;
	readonly address?: string | null;
}

/** Studio with these executions. */
function studio(executions: Readonly<Record<string, State>>) {
	const view = (sid: string, { status = 'ended', ageMs = 1_000, address = CUSTOMER_NUMBER }: State) => ({
		sid,
		status,
		flow_sid: FLOW_SID,
		contact_channel_address: address,
		date_created: new Date(Date.now() - ageMs).toISOString(),
	});
	const context = ({
		variables = {},
		widgets = {},
		trigger = {},
		conversationId = CONVERSATION_ID,
	}: State) => ({
		context: { flow: { data: { HandoffData: { conversationId } }, variables }, widgets, trigger },
	});
	const reply = (path: string): Reply => {
		const [resource = '', query] = path.split('?');
		if (resource === LIST && query !== undefined) {
			const all = Object.entries(executions).map(([sid, state]) => view(sid, state));
			return { body: { executions: all, meta: { key: 'executions' } } };
		}
		const [sid = '', part] = resource.slice(LIST.length + 1).split('/');
		const state = executions[sid];
		if (!state) return { status: 404, body: { code: 20404, message: 'not found' } };
		return { body: part === 'Context' ? context(state) : view(sid, state) };
	};
	return new Upstream(({ path }) => reply(path));
}

const claim = (executionSid?: string) => ({
	claimedAt: Date.now(),
	state: 'unknown' as const,
	revision: '1',
	...(executionSid !== undefined && { executionSid }),
});

test('the names that the flow gives its widgets and its outcome are those looked for', () => {
	const names = template.states.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining([...SEND_TO_FLEX]));
	expect(JSON.stringify(template)).toContain(`"${HANDED_OVER}"`);
});

const find = async (state: State) => {
	const upstream = studio({ [EXECUTION_SID]: state });
	return (await upstream.clock.run(findStarted(upstream.twilio(), handoff, undefined))).value?.sid;
};

test.each<[string, State]>([
	['runs', { status: 'active' }],
	['has ended with a task', { variables: { outcome: HANDED_OVER } }],
	['has sent the chat to Flex, and records nothing', { widgets: { send_conversation_to_flex: {} } }],
])('an execution that %s hands its customer over', async (_, state) => {
	expect(await find(state)).toBe(EXECUTION_SID);
});

test.each<[string, State]>([
	['failed', { variables: { outcome: 'conversation_not_handed_over' } }],
	['found the chat handed over already', { variables: { outcome: 'already_handed_over' } }],
	['was ended from outside before Flex had the chat', {}],
	['is stuck', { status: 'active', ageMs: HOUR }],
	['is of another conversation', { status: 'active', conversationId: 'conv_conversation_other' }],
	['is of another customer', { status: 'active', address: '+15005550177' }],
])('an execution that %s does not count as a handoff', async (_, state) => {
	expect(await find(state)).toBeUndefined();
});

test.each<[string, State, boolean]>([
	['that has failed', { variables: { outcome: 'conversation_not_handed_over' } }, true],
	['that was ended from outside', {}, true],
	['that leaves the customer to another one', { variables: { outcome: 'already_handed_over' } }, false],
	['with a task', { variables: { outcome: HANDED_OVER } }, false],
	['that runs, its context still empty', { status: 'active' }, false],
])('of an execution %s, whether it has given up is clear', async (_, state, expected) => {
	const upstream = studio({ [EXECUTION_SID]: state });
	const { value } = await upstream.clock.run(hasGivenUp(upstream.twilio(), handoff, EXECUTION_SID));
	expect(value).toBe(expected);
});

test('the execution that asks does not count, and an earlier one does', async () => {
	const upstream = studio({ [OTHER_SID]: { status: 'active' }, [EXECUTION_SID]: { status: 'active' } });
	const { value } = await upstream.clock.run(findStarted(upstream.twilio(), handoff, claim(), OTHER_SID));
	expect(value?.sid).toBe(EXECUTION_SID);
});

test('a claim that names its execution needs no list', async () => {
	const upstream = studio({ [EXECUTION_SID]: { status: 'active' } });
	const { value } = await upstream.clock.run(findStarted(upstream.twilio(), handoff, claim(EXECUTION_SID)));
	expect(value?.sid).toBe(EXECUTION_SID);
	expect(upstream.requests.filter(({ path }) => path.includes('?'))).toEqual([]);
});

test.each([
	['names it', `Execution ${EXECUTION_SID} is already active`],
	['does not name it', 'Conflict'],
])('the active execution is found when the refusal %s', async (_, refusal) => {
	const upstream = studio({ [OTHER_SID]: {}, [EXECUTION_SID]: { status: 'active', ageMs: HOUR } });
	const { value } = await upstream.clock.run(findActive(upstream.twilio(), handoff, refusal));
	expect(value).toMatchObject({ sid: EXECUTION_SID, isStuck: true });
});

test('an execution without an address, as of a test run, hides no other one', async () => {
	const upstream = studio({ [OTHER_SID]: { address: null }, [EXECUTION_SID]: { status: 'active' } });
	const { value } = await upstream.clock.run(findStarted(upstream.twilio(), handoff, undefined));
	expect(value?.sid).toBe(EXECUTION_SID);
});

test('a call that lasts for an hour is not stuck', async () => {
	const trigger = { call: { CallSid: `CA${'1'.repeat(32)}` } };
	const upstream = studio({ [EXECUTION_SID]: { status: 'active', ageMs: HOUR, trigger } });
	const { value } = await upstream.clock.run(findActive(upstream.twilio(), handoff, EXECUTION_SID));
	expect(value).toMatchObject({ isStuck: false });
});

test('an error names what could not be read', async () => {
	const upstream = new Upstream(() => ({ status: 500 }));
	const { error } = await upstream.clock.run(findStarted(upstream.twilio(), handoff, undefined));
	expect(error).toMatchObject({ code: 'twilio_error' });
});
