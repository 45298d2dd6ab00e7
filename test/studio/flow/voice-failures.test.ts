/**
 * A call that Flex does not take: sent again, to the fallback number, or ended with an apology.
 * @module
 */
import { answerCallback } from '../../../src/handoff/voice';
import { useCannedFunctions } from '../../support/canned-functions';
import { callForm, FALLBACK_NUMBER, handoffData, settingsWithout } from '../../support/fixtures';
import {
	type AccountOptions,
	CUSTOMER,
	callThatEnds,
	deployed,
	dig,
	onlyExecution,
	outcomeOf,
	taskIn,
} from '../../support/studio-account';

const functions = useCannedFunctions();

const HANDOFF = JSON.stringify(handoffData);
const APOLOGY = /We're sorry/;

const account = (options: AccountOptions = {}) => deployed({ functionsUrl: functions.url, ...options });

/** The outcome recorded so far, whether or not the execution has ended. */
const recordOf = (of: ReturnType<typeof deployed>) =>
	dig(onlyExecution(of).context, 'flow.variables.outcome');

const call = (handoff: string | undefined, options?: AccountOptions) =>
	callThatEnds(account(options), handoff);

describe('when the call cannot be enqueued', () => {
	const broken = { workflowSid: 'WWnone' };

	test('and there is no fallback number, the caller hears the same apology as from /handoff', async () => {
		const { call: caller, execution, tasks } = await call(HANDOFF, broken);
		expect(caller.events).toEqual([expect.stringMatching(APOLOGY), 'Hangup']);
		const unable = settingsWithout('TWILIO_FLEX_WORKFLOW_SID');
		const request = { params: callForm, settings: unable, path: '/handoff' };
		const { twiml } = await answerCallback(request, async () => '');
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

	describe.each(['error', 'queue-full', 'system-error'])('with QueueResult %s', (QueueResult) => {
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

		test('for the second time, the fallback number is dialed', async () => {
			const { studio } = await rejected({ fallbackNumber: FALLBACK_NUMBER });
			const [verb] = await studio.comeBack({ ...callForm, QueueResult });
			expect(verb?.name).toBe('Dial');
		});

		test('for the second time and without a fallback number, the caller hears an apology', async () => {
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
		expect(recordOf(studio)).toBe('call_not_enqueued');
	});

	test('a caller who hangs up after talking is recorded as answered', async () => {
		const studio = await ringing();
		await studio.comeBack({ ...callForm, CallStatus: 'completed', DialCallStatus: 'completed' });
		expect(outcomeOf(onlyExecution(studio))).toBe('call_answered_by_fallback');
	});
});
