/**
 * A call, from the end of the virtual agent's session to every end of the flow.
 * @module
 */
import { answerCallback } from '../../../src/handoff/voice';
import { callForm, FALLBACK_NUMBER, handoffData, settingsWithout } from '../../support/fixtures';
import {
	type AccountOptions,
	CannedFunctions,
	CUSTOMER,
	deployed,
	dig,
	onlyExecution,
	outcomeOf,
	taskIn,
} from '../support/account';
import { FAILURES } from '../support/failures';

const functions = new CannedFunctions();
beforeAll(() => functions.start());
beforeEach(() => functions.reset());
afterAll(() => functions.stop());

const HANDOFF = JSON.stringify(handoffData);
const APOLOGY = /We are sorry/;

const account = (options: AccountOptions = {}) => deployed({ functionsUrl: functions.url, ...options });

/** The outcome recorded so far, whether or not the execution has ended. */
const recordOf = (of: ReturnType<typeof deployed>) =>
	dig(onlyExecution(of).context, 'flow.variables.outcome');

async function call(handoff: string | undefined, options: AccountOptions = {}) {
	const studio = account(options);
	const { world, phone, actionUrl } = studio;
	const started = phone.startCall({ from: CUSTOMER, to: world.phoneNumber, direction: 'inbound' });
	await phone.endConversationRelay(started, {
		actionUrl,
		...(handoff !== undefined && { handoffData: handoff }),
	});
	return { ...studio, call: started, execution: onlyExecution(studio), tasks: [...world.tasks.values()] };
}

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

describe('when the call cannot be enqueued', () => {
	const broken = { workflowSid: 'WWnone' };

	test('and there is no fallback number, the caller hears the same apology as from /handoff', async () => {
		const { call: caller, execution, tasks } = await call(HANDOFF, broken);
		expect(caller.events).toEqual([expect.stringMatching(APOLOGY), 'Hangup']);
		const { twiml } = answerCallback({
			params: callForm,
			settings: settingsWithout('TWILIO_FLEX_WORKFLOW_SID'),
			path: '/handoff',
		});
		expect(`<Say>${caller.events[0]?.slice('Say "'.length, -1)}</Say>`).toBe(
			twiml.match(/<Say>.*<\/Say>/)?.[0],
		);
		expect(tasks).toEqual([]);
		expect(outcomeOf(execution)).toBe('call_not_enqueued');
	});

	test('the outcome is recorded even if the caller hangs up during the apology', async () => {
		const studio = account(broken);
		const [say] = await studio.callIn(callForm);
		expect(say?.name).toBe('Say');
		expect(recordOf(studio)).toBe('call_not_enqueued');
	});

	test('the fallback number is dialed', async () => {
		const { call: caller } = await call(HANDOFF, { ...broken, fallbackNumber: FALLBACK_NUMBER });
		expect(caller.events).toEqual([`Dial ${FALLBACK_NUMBER}`]);
	});

	test('and the fallback number cannot be dialed, the caller hears an apology', async () => {
		const { call: caller, execution } = await call(HANDOFF, { ...broken, fallbackNumber: '12345' });
		expect(caller.events).toEqual(['Dial 12345', expect.stringMatching(APOLOGY), 'Hangup']);
		expect(outcomeOf(execution)).toBe('call_not_enqueued');
	});

	describe.each(['error', 'queue-full', 'system-error'])('because of QueueResult %s', (QueueResult) => {
		const rejected = async (options: AccountOptions) => {
			const studio = account(options);
			const HandoffData = JSON.stringify({ ...handoffData, attributes: { reason: 'x'.repeat(3_000) } });
			const first = taskIn(await studio.callIn({ ...callForm, HandoffData }));
			const second = await studio.comeBack({ ...callForm, QueueResult });
			return { studio, first, second };
		};

		test('the call is sent again with the essential attributes', async () => {
			const { first, second } = await rejected({ fallbackNumber: FALLBACK_NUMBER });
			expect(JSON.stringify(first.attributes).length).toBeGreaterThan(3_000);
			const { attributes, priority } = taskIn(second);
			expect(JSON.stringify(attributes).length).toBeLessThanOrEqual(1_024);
			expect(priority).toBe(0);
			expect(attributes).toMatchObject({
				handoff: true,
				conversationId: handoffData.conversationId,
				reason: expect.stringMatching(/^xxx/),
				customerAddress: callForm.From,
			});
		});

		test('twice, the fallback number is dialed', async () => {
			const { studio } = await rejected({ fallbackNumber: FALLBACK_NUMBER });
			const [verb] = await studio.comeBack({ ...callForm, QueueResult });
			expect(verb?.name).toBe('Dial');
		});

		test('twice and there is no fallback number, the caller hears an apology', async () => {
			const { studio } = await rejected({});
			const [verb] = await studio.comeBack({ ...callForm, QueueResult });
			expect(verb).toMatchObject({ name: 'Say', text: expect.stringMatching(APOLOGY) });
			expect(await studio.comeBack(callForm)).toEqual([]);
			expect(outcomeOf(onlyExecution(studio))).toBe('call_not_enqueued');
		});
	});

	describe('the fallback number sees', () => {
		const shown = async (From: string) => {
			const studio = account({ ...broken, fallbackNumber: FALLBACK_NUMBER });
			const [dial] = await studio.callIn({ ...callForm, From });
			const verbs = await studio.comeBack({ ...callForm, From, DialCallStatus: 'completed' });
			expect(verbs).toEqual([]);
			expect(outcomeOf(onlyExecution(studio))).toBe('call_answered_by_fallback');
			return { callerId: dial?.attributes.callerId, ours: studio.world.phoneNumber };
		};

		test.each([CUSTOMER, '+442071838750', '+4915112345678'])('the caller’s own number %s', async (from) => {
			expect((await shown(from)).callerId).toBe(from);
		});

		test.each([
			'client:kim',
			'sip:kim@example.com',
			'anonymous',
			'Restricted',
			'+266696687',
			'+7378742833',
			'+2562533',
			'+8656696',
			'+86282452253',
		])('our number when the caller is %j', async (from) => {
			const { callerId, ours } = await shown(from);
			expect(callerId).toBe(ours);
		});
	});
});

describe('after the fallback number was dialed', () => {
	const ringing = async () => {
		const studio = account({ workflowSid: 'WWnone', fallbackNumber: FALLBACK_NUMBER });
		await studio.callIn(callForm);
		return studio;
	};

	test('the call ends when the other side answered and hung up', async () => {
		const studio = await ringing();
		const verbs = await studio.comeBack({ ...callForm, DialCallStatus: 'completed' });
		expect(verbs).toEqual([]);
		expect(outcomeOf(onlyExecution(studio))).toBe('call_answered_by_fallback');
	});

	test.each(['no-answer', 'busy', 'failed', 'canceled'])(
		'the caller hears an apology when the status is %s',
		async (status) => {
			const studio = await ringing();
			const [say] = await studio.comeBack({ ...callForm, DialCallStatus: status });
			expect(say).toMatchObject({ name: 'Say', text: expect.stringMatching(APOLOGY) });
			expect(await studio.comeBack(callForm)).toEqual([]);
			expect(outcomeOf(onlyExecution(studio))).toBe('call_not_enqueued');
		},
	);

	test('a caller who hangs up while it rings is not recorded as answered', async () => {
		const studio = await ringing();
		await studio.comeBack({ ...callForm, CallStatus: 'completed', DialCallStatus: 'no-answer' });
		expect(recordOf(studio)).toMatch(/^call_(failed|not_enqueued)$/);
	});

	test('a caller who hangs up after talking is recorded as answered', async () => {
		const studio = await ringing();
		await studio.comeBack({ ...callForm, CallStatus: 'completed', DialCallStatus: 'completed' });
		expect(outcomeOf(onlyExecution(studio))).toBe('call_answered_by_fallback');
	});
});

describe('/task-attributes', () => {
	test('is requested once, with all fields it needs', async () => {
		await call(HANDOFF);
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
