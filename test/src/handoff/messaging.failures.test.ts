/**
 * A messaging handoff that fails: what the virtual agent receives, and that each customer is served once.
 * @module
 */
import type { Settings } from '../../../src/settings';
import { REQUEST_BUDGET_MS, STEP_MS } from '../../../src/twilio/time-budget';
import type { Reply } from '../../support/fakes';
import {
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	messagingForm,
	participantsPage,
	settings,
	settingsWithout,
	virtualAgent,
} from '../../support/fixtures';
import { CONVERSATION, EXECUTIONS, handOff, PARTICIPANTS } from './hand-off';

test.each<[keyof Settings, object, Settings]>([
	['TWILIO_STUDIO_HANDOFF_FLOW_SID', {}, settingsWithout('TWILIO_STUDIO_HANDOFF_FLOW_SID')],
	['TWILIO_STUDIO_HANDOFF_FLOW_SID', {}, { ...settings, TWILIO_STUDIO_HANDOFF_FLOW_SID: '../Flows' }],
	['TWILIO_PHONE_NUMBER', { From: '' }, settingsWithout('TWILIO_PHONE_NUMBER')],
])('a bad setting %s is named, and no flow started', async (field, params, some) => {
	const { error, started } = await handOff({ ...messagingForm, ...params }, {}, some);
	expect(error).toMatchObject({ status: 500, code: 'misconfigured', field });
	expect(started).toHaveLength(0);
});

describe('no flow is started', () => {
	test.each<[string, Record<string, Reply>, object]>([
		[
			'the conversation is unknown',
			{ [CONVERSATION]: { status: 404 }, [PARTICIPANTS]: { status: 404 } },
			{ status: 404, code: 'conversation_not_found' },
		],
		[
			'there is no customer',
			{ [PARTICIPANTS]: { body: participantsPage([virtualAgent]) } },
			{ status: 404, code: 'customer_not_found' },
		],
		[
			'there is no bridge',
			{ [CONVERSATION]: { body: { id: CONVERSATION_ID } } },
			{ status: 422, code: 'not_bridged' },
		],
		[
			'Twilio refuses our credentials',
			{ [PARTICIPANTS]: { status: 401, body: { code: 20003, message: 'Authenticate' } } },
			{ status: 502, code: 'twilio_error', twilioCode: 20003 },
		],
		[
			'Twilio limits our lookups',
			{ [PARTICIPANTS]: { status: 429, headers: { 'retry-after': '60' } } },
			{ status: 503, code: 'twilio_rate_limited', retryable: true },
		],
		[
			'a lookup breaks',
			{ [CONVERSATION]: new Error('socket hang up') },
			{ status: 502, code: 'twilio_error', retryable: true },
		],
		['a lookup hangs', { [PARTICIPANTS]: 'hang' }, { status: 504, code: 'twilio_timeout', retryable: true }],
	])('when %s', async (_, routes, expected) => {
		const { error, started, ms } = await handOff(messagingForm, routes);
		expect(error).toMatchObject(expected);
		expect(started).toHaveLength(0);
		expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
	});
});

test('a lookup that hangs is given up while a flow could still have been started, or the conversation given back', async () => {
	const { ms } = await handOff(messagingForm, { [PARTICIPANTS]: 'hang' });
	expect(ms).toBe(REQUEST_BUDGET_MS - STEP_MS.startFlow);
});

describe('a start of the flow', () => {
	test.each<[string, Reply, object, number]>([
		[
			'refuses with 400',
			{ status: 400, body: { code: 21201, message: `No number ${CUSTOMER_NUMBER}` } },
			{ status: 502, code: 'twilio_error', twilioCode: 21201, retryable: false },
			1,
		],
		[
			'is unknown',
			{ status: 404, body: { code: 20404, message: 'Not found' } },
			{ field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID', twilioCode: 20404 },
			1,
		],
		[
			'fails',
			{ status: 503, body: { code: 20503, message: 'Unavailable' } },
			{ status: 502, code: 'twilio_error', retryable: true },
			1,
		],
		['is cut off', new Error('socket hang up'), { status: 502, code: 'twilio_error' }, 1],
		['hangs', 'hang', { status: 504, code: 'twilio_timeout' }, 1],
		[
			'is limited',
			{ status: 429, body: { code: 20429, message: 'Too many requests' } },
			{ status: 503, code: 'twilio_rate_limited' },
			4,
		],
	])(
		'that %s is reported, after %d attempts (the row “is limited” expects 4 starts, so the old name is false)',
		async (_, reply, expected, times) => {
			const { error, started, ms } = await handOff(messagingForm, { [EXECUTIONS]: reply });
			expect(error).toMatchObject(expected);
			expect(error).not.toMatchObject({ message: expect.stringContaining(CUSTOMER_NUMBER) });
			expect(started).toHaveLength(times);
			expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
		},
	);
});

test('an answer of Studio’s without an execution is a failure', async () => {
	const { value, error } = await handOff(messagingForm, { [EXECUTIONS]: { status: 201, body: {} } });
	expect(error).toMatchObject({ status: 502, code: 'twilio_error' });
	expect(value).toBeUndefined();
});
