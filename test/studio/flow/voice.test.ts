/**
 * A call, from the end of the virtual agent's session to its task. What happens without one: `voice-failures.test.ts`.
 * @module
 */

import { useCannedFunctions } from '../../support/canned-functions';
import { callForm, FALLBACK_NUMBER, handoffData } from '../../support/fixtures';
import { FAILURES } from '../../support/function-failures';
import {
	type AccountOptions,
	CUSTOMER,
	callThatEnds,
	deployed,
	onlyExecution,
	outcomeOf,
	taskIn,
} from '../../support/studio-account';

const functions = useCannedFunctions();

const HANDOFF = JSON.stringify(handoffData);

const account = (options: AccountOptions = {}) => deployed({ functionsUrl: functions.url, ...options });

const call = (handoff: string | undefined, options?: AccountOptions) =>
	callThatEnds(account(options), handoff);

describe('after a handoff', () => {
	test('the caller waits in the queue, and the task has all attributes', async () => {
		const { call: caller, world, tasks, execution, phone } = await call(HANDOFF);
		expect(caller.events).toEqual([`Enqueue ${world.workflowSid}`]);
		expect(tasks).toEqual([
			expect.objectContaining({
				taskChannelUniqueName: 'voice',
				workflowSid: world.workflowSid,
				priority: 10,
			}),
		]);
		expect(tasks[0]?.attributes).toMatchObject({
			...handoffData.attributes,
			conversationId: handoffData.conversationId,
			channel: 'VOICE',
			direction: 'inbound',
			customerAddress: CUSTOMER,
			call_sid: caller.sid,
		});
		await phone.hangUp(caller);
		expect(outcomeOf(execution)).toBe('call_handed_over');
	});

	test.each(['the customer wants a person', '[1]', '{"half": '])(
		'the invalid payload %j still gives a task',
		async (handoff) => {
			const { call: caller, tasks, world } = await call(handoff);
			expect(caller.events).toEqual([`Enqueue ${world.workflowSid}`]);
			expect(tasks[0]?.attributes).toMatchObject({
				handoffDataProblem: expect.stringMatching(/HandoffData/),
				handoffDataReceived: handoff,
				reason: '',
				conversationId: '',
				customerAddress: CUSTOMER,
			});
		},
	);
});

test.each([
	['without HandoffData', undefined],
	['with empty HandoffData', ''],
	['with blank HandoffData', ' \n '],
	['with the reason call_ended of Google’s agents', 'call_ended'],
	['with the reason code end-call', '{"reasonCode":"end-call"}'],
])('a session that ends %s creates no task, and the call ends', async (_, handoff) => {
	const { call: caller, tasks, execution } = await call(handoff, { fallbackNumber: FALLBACK_NUMBER });
	expect(caller.events).toEqual(['Hangup']);
	expect(tasks).toEqual([]);
	expect(outcomeOf(execution)).toBe('session_ended_without_handoff');
});

describe('/task-attributes', () => {
	test('is requested once, with all fields it needs', async () => {
		const { call: caller } = await call(HANDOFF);
		const [{ path, form, authorization } = {}, ...others] = functions.received;
		expect({ path, authorization, others }).toEqual({ path: '/task-attributes', others: [] });
		expect(form).toEqual({
			HandoffData: HANDOFF,
			channel: 'VOICE',
			direction: 'inbound',
			name: '',
			customerAddress: CUSTOMER,
			SessionStatus: 'ended',
			CallStatus: 'in-progress',
			ErrorCode: '',
			CallSid: caller.sid,
		});
	});

	const BASIC = {
		handoff: true,
		conversationId: handoffData.conversationId,
		storeId: handoffData.storeId,
		profileId: handoffData.profileId,
		reason: handoffData.attributes.reason,
		channel: 'VOICE',
		direction: 'inbound',
		name: callForm.From,
		customerAddress: callForm.From,
	};

	test.each(FAILURES)('%s, and the task has the basic attributes', async (_, respond) => {
		functions.on('/task-attributes', respond);
		const studio = account({ httpTimeoutMs: 100 });
		expect(taskIn(await studio.callIn(callForm))).toEqual({ attributes: BASIC, priority: 0 });
	});

	describe('when it cannot be reached', () => {
		const { HandoffData: _, ...withoutHandoff } = callForm;

		test('the task has the basic attributes', async () => {
			expect(taskIn(await deployed().callIn(callForm))).toEqual({ attributes: BASIC, priority: 0 });
		});

		test('and TaskRouter rejects the basic attributes, fewer are sent', async () => {
			const studio = deployed();
			await studio.callIn(callForm);
			const { reason, storeId, profileId, name, ...fewer } = BASIC;
			expect(taskIn(await studio.comeBack({ ...callForm, QueueResult: 'error' }))).toEqual({
				attributes: fewer,
				priority: 0,
			});
		});

		test.each<[string, Record<string, string>]>([
			['without HandoffData', withoutHandoff],
			['with the reason call_ended of Google’s agents', { ...callForm, HandoffData: 'call_ended' }],
			[
				'with a failure after the caller hung up',
				{ ...withoutHandoff, SessionStatus: 'failed', CallStatus: 'completed' },
			],
		])('a session that ends %s creates no task', async (_, form) => {
			const studio = deployed({ fallbackNumber: FALLBACK_NUMBER });
			expect(await studio.callIn(form)).toEqual([]);
			expect(outcomeOf(onlyExecution(studio))).toBe('session_ended_without_handoff');
		});
	});

	test.each<[string, AccountOptions]>([
		['responds', {}],
		['cannot be reached', { functionsUrl: 'http://127.0.0.1:9' }],
	])('%s, and a session that fails during the call gives a task', async (_, options) => {
		const { HandoffData, ...rest } = callForm;
		const form = { ...rest, SessionStatus: 'failed', CallStatus: 'in-progress', ErrorCode: '39001' };
		const { attributes } = taskIn(await account(options).callIn(form));
		expect(attributes).toMatchObject({
			handoff: true,
			channel: 'VOICE',
			conversationId: '',
			reason: options.functionsUrl === undefined ? expect.stringContaining('39001') : '',
			customerAddress: callForm.From,
		});
	});
});
