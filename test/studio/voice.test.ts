/**
 * A call, from the end of the virtual agent's session to every end the flow has.
 * @module
 */
import { answerCall } from '../../src/handoff/voice';
import { callForm, FALLBACK_NUMBER, handoffData, settingsWithout } from '../fixtures';
import { type AccountOptions, CUSTOMER, deployed, dig, onlyExecution, outcomeOf } from './account';

const HANDOFF = JSON.stringify(handoffData);
const APOLOGY = /We are sorry/;

/** The outcome written down so far, whether or not the execution has ended. */
const recordOf = (account: ReturnType<typeof deployed>) =>
	dig(onlyExecution(account).context, 'flow.variables.outcome');

async function call(handoff: string | undefined, options: AccountOptions = {}) {
	const account = deployed(options);
	const { world, phone, actionUrl } = account;
	const started = phone.startCall({ from: CUSTOMER, to: world.phoneNumber, direction: 'inbound' });
	await phone.endConversationRelay(started, {
		actionUrl,
		...(handoff !== undefined && { handoffData: handoff }),
	});
	return { ...account, call: started, execution: onlyExecution(account), tasks: [...world.tasks.values()] };
}

describe('the virtual agent hands over', () => {
	test('the caller waits in the queue for a person, with everything the person needs', async () => {
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
		'a payload that is %j still brings a person',
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
])('the session just ended, %s: nobody is bothered, and the call ends', async (_, handoff) => {
	const { call: caller, tasks, execution } = await call(handoff, { fallbackNumber: FALLBACK_NUMBER });
	expect(caller.events).toEqual(['Hangup']);
	expect(tasks).toEqual([]);
	expect(outcomeOf(execution)).toBe('session_ended_without_handoff');
});

describe('the call cannot be enqueued', () => {
	const broken = { workflowSid: 'WWnone' };

	test('no fallback number: the caller hears what /handoff would say', async () => {
		const { call: caller, execution, tasks } = await call(HANDOFF, broken);
		expect(caller.events).toEqual([expect.stringMatching(APOLOGY), 'Hangup']);
		const { twiml } = answerCall(callForm, settingsWithout('TWILIO_FLEX_WORKFLOW_SID'), '/handoff');
		expect(`<Say>${caller.events[0]?.slice('Say "'.length, -1)}</Say>`).toBe(
			twiml.match(/<Say>.*<\/Say>/)?.[0],
		);
		expect(tasks).toEqual([]);
		expect(outcomeOf(execution)).toBe('call_not_enqueued');
	});

	test('the caller hangs up on the apology: recorded all the same', async () => {
		const account = deployed(broken);
		const [say] = await account.callIn(callForm);
		expect(say?.name).toBe('Say');
		expect(recordOf(account)).toBe('call_not_enqueued');
	});

	test('a fallback number is dialled', async () => {
		const { call: caller } = await call(HANDOFF, { ...broken, fallbackNumber: FALLBACK_NUMBER });
		expect(caller.events).toEqual([`Dial ${FALLBACK_NUMBER}`]);
	});

	test('a fallback number that cannot be dialled: the caller hears an apology', async () => {
		const { call: caller, execution } = await call(HANDOFF, { ...broken, fallbackNumber: '12345' });
		expect(caller.events).toEqual(['Dial 12345', expect.stringMatching(APOLOGY), 'Hangup']);
		expect(outcomeOf(execution)).toBe('call_not_enqueued');
	});

	test('TaskRouter refuses when the call gets there: the fallback number is dialled', async () => {
		const account = deployed({ fallbackNumber: FALLBACK_NUMBER });
		await account.callIn(callForm);
		const [verb] = await account.comeBack({ ...callForm, QueueResult: 'system-error' });
		expect(verb?.name).toBe('Dial');
	});

	test.each(['error', 'queue-full', 'system-error'])(
		'the queue answers %s, nobody to fall back to: the caller hears an apology',
		async (QueueResult) => {
			const account = deployed();
			await account.callIn(callForm);
			const [verb] = await account.comeBack({ ...callForm, QueueResult });
			expect(verb).toMatchObject({ name: 'Say', text: expect.stringMatching(APOLOGY) });
			expect(await account.comeBack(callForm)).toEqual([]);
			expect(outcomeOf(onlyExecution(account))).toBe('call_not_enqueued');
		},
	);

	test('the fallback call shows the number of the caller', async () => {
		const account = deployed({ ...broken, fallbackNumber: FALLBACK_NUMBER });
		const [dial] = await account.callIn(callForm);
		expect(dial?.attributes.callerId).toBe(callForm.From);
	});
});

describe('the fallback number was dialled', () => {
	const ringing = async () => {
		const account = deployed({ workflowSid: 'WWnone', fallbackNumber: FALLBACK_NUMBER });
		await account.callIn(callForm);
		return account;
	};

	test('somebody answered, and hung up after talking: the call ends', async () => {
		const account = await ringing();
		const verbs = await account.comeBack({ ...callForm, DialCallStatus: 'completed' });
		expect(verbs).toEqual([]);
		expect(outcomeOf(onlyExecution(account))).toBe('call_answered_by_fallback');
	});

	test.each(['no-answer', 'busy', 'failed', 'canceled'])(
		'%s: the caller hears an apology',
		async (status) => {
			const account = await ringing();
			const [say] = await account.comeBack({ ...callForm, DialCallStatus: status });
			expect(say).toMatchObject({ name: 'Say', text: expect.stringMatching(APOLOGY) });
			expect(await account.comeBack(callForm)).toEqual([]);
			expect(outcomeOf(onlyExecution(account))).toBe('call_not_enqueued');
		},
	);

	test('the caller gave up while it rang: recorded, and not as served', async () => {
		const account = await ringing();
		await account.comeBack({ ...callForm, CallStatus: 'completed', DialCallStatus: 'no-answer' });
		expect(recordOf(account)).toMatch(/^call_(failed|not_enqueued)$/);
	});

	test('the caller hung up after talking: the fallback served them', async () => {
		const account = await ringing();
		await account.comeBack({ ...callForm, CallStatus: 'completed', DialCallStatus: 'completed' });
		expect(outcomeOf(onlyExecution(account))).toBe('call_answered_by_fallback');
	});
});
