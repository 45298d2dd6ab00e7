/**
 * A session that ended on a live call: with a handoff, with a broken one, or with none.
 * @module
 */
import { isCallback } from '../../../src/handoff/voice';
import {
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	callForm,
	handoffData,
	hostileIds,
	hostileTexts,
	messagingForm,
	OUR_NUMBER,
	PROFILE_ID,
	STORE_ID,
	WORKFLOW_SID,
} from '../../support/fixtures';
import { answer, hungUp, taskOf } from './answer';

describe('a session that ended with a handoff', () => {
	test('puts the caller into the queue of the workflow, with all the agent needs', async () => {
		const { response, outcome, problem } = await answer(callForm);
		expect(response).toMatchObject({
			Enqueue: {
				'@workflowSid': WORKFLOW_SID,
				'@action': '/handoff',
				'@method': 'POST',
				Task: { '@priority': '10' },
			},
		});
		expect(taskOf(response)).toEqual({
			...handoffData.attributes,
			conversationId: CONVERSATION_ID,
			storeId: STORE_ID,
			profileId: PROFILE_ID,
			channel: 'VOICE',
			direction: 'inbound',
			name: CUSTOMER_NUMBER,
			customerAddress: CUSTOMER_NUMBER,
			handoff: true,
		});
		expect({ outcome, problem }).toEqual({ outcome: 'enqueued', problem: undefined });
	});

	test.each(['outbound-api', 'outbound-dial', 'outbound'])(
		'knows the customer of an %s call',
		async (Direction) => {
			const { response } = await answer({ ...callForm, Direction, From: OUR_NUMBER, To: CUSTOMER_NUMBER });
			expect(taskOf(response)).toMatchObject({
				direction: 'outbound',
				customerAddress: CUSTOMER_NUMBER,
				name: CUSTOMER_NUMBER,
			});
		},
	);

	test('names the caller when Twilio knows the name', async () => {
		expect(taskOf((await answer({ ...callForm, CallerName: 'KIM "K" <X>' })).response)).toMatchObject({
			name: 'KIM "K" <X>',
		});
	});

	test('takes a payload that is an object already', async () => {
		expect(taskOf((await answer({ ...callForm, HandoffData: handoffData })).response)).toMatchObject({
			conversationId: CONVERSATION_ID,
		});
	});

	test.each(Object.entries(hostileTexts))('gives the agent %s as they were said', async (_, text) => {
		const attributes = { reason: text, [text]: text, deep: [{ [text]: [text] }] };
		const HandoffData = JSON.stringify({ ...handoffData, attributes });
		const { response } = await answer({ ...callForm, HandoffData, CallerName: `Kim ${text}`, From: text });
		expect(taskOf(response)).toMatchObject({ ...attributes, name: `Kim ${text}`, customerAddress: text });
	});

	test('lets no attribute of the app pass for the handoff’s own', async () => {
		const attributes = {
			customerAddress: '+15005550188',
			direction: 'outbound',
			channel: 'SMS',
			conversationId: 'x',
		};
		const { response } = await answer({
			...callForm,
			HandoffData: JSON.stringify({ ...handoffData, attributes }),
		});
		expect(taskOf(response)).toMatchObject({
			customerAddress: CUSTOMER_NUMBER,
			channel: 'VOICE',
			conversationId: CONVERSATION_ID,
		});
	});
});

describe('a handoff that cannot be read still reaches a person', () => {
	test.each<[string, unknown]>([
		['broken JSON', '{"conversationId":"conv_'],
		['a sentence', 'I want a human </Task>'],
		['a number', '7'],
		['a list with something in it', '["handoff"]'],
		['a lone surrogate', '"\ud83d'],
		['sent twice', [callForm.HandoffData, callForm.HandoffData]],
		['nested too deep to end', '{"a":'.repeat(10_000)],
		['nested too deep to be passed on', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
	])('when it is %s, and the task says what was lost', async (_, HandoffData) => {
		const { response, outcome, problem } = await answer({ ...callForm, HandoffData });
		expect(outcome).toBe('enqueued');
		const received = typeof HandoffData === 'string' ? HandoffData : JSON.stringify(HandoffData);
		expect(taskOf(response)).toMatchObject({
			handoff: true,
			conversationId: '',
			reason: '',
			customerAddress: CUSTOMER_NUMBER,
			handoffDataProblem: problem,
			handoffDataReceived: expect.stringContaining(received.slice(0, 400)),
		});
	});

	test.each(Object.entries(hostileIds))(
		'when its conversation id is %s, which is passed on as it is',
		async (_, conversationId) => {
			const { response, outcome, problem } = await answer({
				...callForm,
				HandoffData: JSON.stringify({ ...handoffData, conversationId }),
			});
			expect({ outcome, problem }).toEqual({ outcome: 'enqueued', problem: undefined });
			expect(taskOf(response)).toMatchObject({
				...handoffData.attributes,
				profileId: PROFILE_ID,
				// An id of a thousand characters is none, and makes room for the rest.
				conversationId: conversationId.length > 1_000 ? expect.stringMatching(/^conv_/) : conversationId,
			});
		},
	);

	test('in a task inside the limit, however large the payload is', async () => {
		const { response } = await answer({ ...callForm, HandoffData: '7'.repeat(1_000_000) });
		expect(JSON.stringify(taskOf(response)).length).toBeLessThan(2_000);
	});
});

test('a task leaves TaskRouter room for what it adds to a call', async () => {
	const attributes = { reason: 'é'.repeat(9_000), department: 'billing' };
	const HandoffData = JSON.stringify({ ...handoffData, attributes });
	const task = taskOf((await answer({ ...callForm, HandoffData })).response);
	expect(Buffer.byteLength(JSON.stringify(task))).toBeLessThanOrEqual(4_096 - 700);
	expect(task).toMatchObject({ department: 'billing', reason: expect.stringMatching(/^é{1000,}…$/) });
});

test.each<[string, unknown]>([
	['missing', undefined],
	['empty', ''],
	['blank', ' \r\n\t'],
	['null', null],
])('a session that ended with %s HandoffData just ends', async (_, HandoffData) => {
	expect(await answer({ ...callForm, HandoffData }, {})).toMatchObject({
		response: hungUp,
		outcome: 'session_ended',
	});
});

test('a session whose HandoffData only ends the call ends without a task', async () => {
	expect(await answer({ ...callForm, HandoffData: 'call_ended' }, {})).toMatchObject({
		response: hungUp,
		outcome: 'call_ended',
	});
});

describe('a session that failed', () => {
	const failed = { ...callForm, HandoffData: undefined, SessionStatus: 'failed', ErrorCode: '39001' };

	test('brings the caller, who is still there, to a person', async () => {
		const { response, outcome } = await answer(failed);
		expect(outcome).toBe('enqueued');
		expect(taskOf(response)).toMatchObject({
			reason: expect.stringContaining('39001'),
			customerAddress: CUSTOMER_NUMBER,
			conversationId: '',
		});
	});

	test('just ends when the caller hung up', async () => {
		expect(await answer({ ...failed, CallStatus: 'completed' })).toMatchObject({
			response: hungUp,
			outcome: 'session_ended',
		});
	});
});

test('a request with a CallSid is about a call, and TAC’s is not', () => {
	expect(isCallback(callForm)).toBe(true);
	for (const CallSid of [undefined, null, '']) expect(isCallback({ ...messagingForm, CallSid })).toBe(false);
});
