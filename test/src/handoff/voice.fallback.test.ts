/**
 * A call that could not be enqueued, or that came back from the queue or the fallback number.
 * @module
 */
import type { Settings } from '../../../src/settings';
import {
	CUSTOMER_NUMBER,
	callForm,
	FALLBACK_NUMBER,
	OUR_NUMBER,
	settings,
	settingsWithout,
	WORKFLOW_SID,
} from '../../support/fixtures';
import { answer, apology, hungUp } from './answer';

const withFallback: Settings = { ...settings, HANDOFF_FALLBACK_NUMBER: FALLBACK_NUMBER };
const withoutWorkflow = settingsWithout('TWILIO_FLEX_WORKFLOW_SID');

describe('a call that cannot be enqueued', () => {
	const unable: Settings = { ...withoutWorkflow, HANDOFF_FALLBACK_NUMBER: FALLBACK_NUMBER };

	test('goes to the fallback number', async () => {
		const { response, outcome, problem } = await answer(callForm, unable);
		expect(response).toEqual({
			Dial: { '#text': FALLBACK_NUMBER, '@action': '/handoff', '@method': 'POST' },
		});
		expect(outcome).toBe('fallback_dialed');
		expect(problem).toMatch(/^TWILIO_FLEX_WORKFLOW_SID is not set/);
	});

	test('that we placed shows our own number to the fallback', async () => {
		const outbound = { ...callForm, Direction: 'outbound-api', From: OUR_NUMBER, To: CUSTOMER_NUMBER };
		expect((await answer(outbound, unable)).response).toMatchObject({ Dial: { '@callerId': OUR_NUMBER } });
	});

	test.each([
		'client:alice',
		'sip:kim@example.com',
		'anonymous',
		'',
		'+266696687',
		'+8656696',
		'+1\u0000500',
	])('from %j shows a number of the account to the fallback', async (From) => {
		expect((await answer({ ...callForm, From }, unable)).response).toMatchObject({
			Dial: { '#text': FALLBACK_NUMBER, '@callerId': OUR_NUMBER },
		});
	});

	test.each<[string, Settings]>([
		['an account without one', { ...unable, TWILIO_PHONE_NUMBER: '' }],
		['an account that sends from a name', { ...unable, TWILIO_PHONE_NUMBER: 'rcs:brand' }],
	])('from a caller without a number to %s ends politely', async (_, { TWILIO_PHONE_NUMBER, ...some }) => {
		const ours = TWILIO_PHONE_NUMBER ? { TWILIO_PHONE_NUMBER } : {};
		expect(await answer({ ...callForm, From: 'client:alice' }, { ...some, ...ours })).toMatchObject({
			response: apology,
			outcome: 'apologized',
			problem: expect.stringContaining('TWILIO_PHONE_NUMBER'),
		});
	});

	test.each<[string, Settings]>([
		['no fallback number', withoutWorkflow],
		['a malformed one', { ...withoutWorkflow, HANDOFF_FALLBACK_NUMBER: '555-0199' }],
		['one that dials a client', { ...withoutWorkflow, HANDOFF_FALLBACK_NUMBER: '<Client>x</Client>' }],
		['no settings at all', {}],
	])('with %s ends politely', async (_, some) => {
		expect(await answer(callForm, some)).toMatchObject({ response: apology, outcome: 'apologized' });
	});

	test.each(['WW123', `${WORKFLOW_SID}"><Hangup/>`])(
		'with the malformed workflow %j goes to the fallback number',
		async (sid) => {
			const { outcome } = await answer(callForm, { ...withFallback, TWILIO_FLEX_WORKFLOW_SID: sid });
			expect(outcome).toBe('fallback_dialed');
		},
	);
});

describe('a call that left the queue', () => {
	const left = { ...callForm, HandoffData: undefined };

	test.each(['bridged', 'bridging-in-process', 'hangup', 'redirected', 'redirected-from-bridged', '', '<x>'])(
		'as %j is over',
		async (QueueResult) => {
			expect(await answer({ ...left, QueueResult }, withFallback)).toMatchObject({
				response: hungUp,
				outcome: 'left_queue',
			});
		},
	);

	test.each(['error', 'system-error', 'queue-full', 'leave'])(
		'as %j goes to the fallback number',
		async (QueueResult) => {
			expect(await answer({ ...left, QueueResult }, withFallback)).toMatchObject({
				outcome: 'fallback_dialed',
			});
			expect(await answer({ ...left, QueueResult })).toMatchObject({
				response: apology,
				outcome: 'apologized',
			});
		},
	);
});

describe('a call that was put through to the fallback number', () => {
	test.each(['completed', 'answered'])('and %s is over', async (DialCallStatus) => {
		expect(await answer({ ...callForm, DialCallStatus })).toMatchObject({
			response: hungUp,
			outcome: 'fallback_ended',
		});
	});

	test.each<unknown>(['busy', 'no-answer', 'failed', 'canceled', '', ['completed', 'busy'], null])(
		'and ended as %j hears an apology',
		async (DialCallStatus) => {
			expect(await answer({ ...callForm, DialCallStatus }, withFallback)).toMatchObject({
				response: apology,
				outcome: 'apologized',
			});
		},
	);
});
