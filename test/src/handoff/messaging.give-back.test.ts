/**
 * A messaging handoff that fails: which of the virtual agent and the agent in Flex has the customer then.
 * @module
 */
import { mayHaveStarted } from '../../../src/handoff/start-flow';
import { TwilioTimeoutError } from '../../../src/http/errors';
import { fromTwilio } from '../../../src/twilio/errors';
import { REQUEST_BUDGET_MS } from '../../../src/twilio/time-budget';
import type { Reply } from '../../support/fakes';
import {
	CONFIGURATION_ID,
	CONVERSATION_ID,
	conversation,
	customer,
	EXECUTION_SID,
	FLOW_SID,
	messagingForm,
	participantsPage,
} from '../../support/fixtures';
import { CONVERSATION, EXECUTIONS, handOff, PARTICIPANTS } from './hand-off';

describe('the customer', () => {
	const agent = {
		[`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: {
			body: {
				id: CONFIGURATION_ID,
				statusCallbacks: [{ url: 'https://agent.example.com/callback', method: 'POST' }],
			},
		},
		[`PATCH /v2/Conversations/${CONVERSATION_ID}`]: { body: { id: CONVERSATION_ID, status: 'ACTIVE' } },
	};
	const refused = { status: 400, body: { code: 21201, message: 'No such number' } };

	test('is given back to the virtual agent when Studio refuses', async () => {
		const { error, patched } = await handOff(messagingForm, { ...agent, [EXECUTIONS]: refused });
		expect(error).toMatchObject({
			code: 'twilio_error',
			message: expect.stringMatching(/given back to the virtual agent/),
		});
		expect(patched).toBe(1);
	});

	test('is given back too when a message has made the conversation ACTIVE meanwhile', async () => {
		const spoken = { body: { ...conversation, status: 'ACTIVE' } };
		const { patched } = await handOff(messagingForm, {
			...agent,
			[CONVERSATION]: spoken,
			[EXECUTIONS]: refused,
		});
		expect(patched).toBe(1);
	});

	test.each<[string, Record<string, Reply>]>([
		['the participants cannot be read', { [PARTICIPANTS]: { status: 503 } }],
		['there is no customer', { [PARTICIPANTS]: { body: participantsPage([]) } }],
		['Twilio finds no participants', { [PARTICIPANTS]: { status: 404 } }],
		['reading the participants takes too long', { [PARTICIPANTS]: 'hang' }],
		['Studio limits us', { [EXECUTIONS]: { status: 429, headers: { 'retry-after': '60' } } }],
		['Studio has no such flow', { [EXECUTIONS]: { status: 404 } }],
	])('is given back to the virtual agent when %s, since no flow was started', async (_, routes) => {
		const { error, patched } = await handOff(messagingForm, { ...agent, ...routes });
		expect(error).toMatchObject({ message: expect.stringMatching(/given back to the virtual agent/) });
		expect(patched).toBe(1);
	});

	const heard = {
		...conversation,
		status: 'ACTIVE',
		configuration: { ...conversation.configuration, statusCallbacks: [{ url: 'https://agent.example.com' }] },
	};
	const silenced = { status: 'INACTIVE', configuration: { statusCallbacks: [] } };

	test('is given back when something unforeseen goes wrong', async () => {
		const odd = { ...customer, type: 'UNKNOWN', addresses: [{ channel: 'SMS', address: 5 }] };
		const { error, patched } = await handOff(messagingForm, {
			...agent,
			[PARTICIPANTS]: { body: participantsPage([odd]) },
		});
		expect(error).toMatchObject({
			status: 500,
			code: 'internal_error',
			retryable: true,
			message: expect.stringMatching(/given back/),
		});
		expect(patched).toBe(1);
	});

	test('is given back when no time was left to ask Studio: nothing was sent', () => {
		const sent = new TwilioTimeoutError('starting the Studio flow');
		expect(mayHaveStarted(sent)).toBe(true);
		const unsent = fromTwilio(
			'starting the Studio flow',
			new TwilioTimeoutError('no time', undefined, false),
		);
		expect(unsent).toMatchObject({ code: 'twilio_timeout', retryable: true });
		expect(mayHaveStarted(unsent)).toBe(false);
	});

	test('whom the virtual agent still hears is not heard by it any more once a person has them', async () => {
		const { value, patches } = await handOff(messagingForm, { ...agent, [CONVERSATION]: { body: heard } });
		expect(value).toMatchObject({ status: 'handoff_initiated' });
		expect(patches).toEqual([silenced]);
	});

	test('is not heard by it any more after a slow handoff, in which an earlier one may have failed', async () => {
		const slow = { body: participantsPage([customer]), afterMs: 900 };
		const { value, patches } = await handOff(messagingForm, { ...agent, [PARTICIPANTS]: slow });
		expect(value).toMatchObject({ status: 'handoff_initiated' });
		expect(patches).toEqual([silenced]);
	});

	test('gets a person two seconds later where the virtual agent cannot be silenced', async () => {
		const { value, ms } = await handOff(messagingForm, {
			[CONVERSATION]: { body: heard },
			[`PATCH /v2/Conversations/${CONVERSATION_ID}`]: 'hang',
		});
		expect(value).toMatchObject({ status: 'handoff_initiated' });
		expect(ms).toBeLessThanOrEqual(2_100);
	});

	test('is heard again when the flow has given up before the virtual agent was silenced', async () => {
		const execution = `GET /v2/Flows/${FLOW_SID}/Executions/${EXECUTION_SID}`;
		const context = {
			flow: {
				data: { HandoffData: { conversationId: CONVERSATION_ID } },
				variables: { outcome: 'conversation_not_handed_over' },
			},
		};
		let isHeard = true;
		const { error, patches } = await handOff(messagingForm, {
			...agent,
			[CONVERSATION]: () => ({ body: isHeard ? heard : { ...conversation, ...silenced } }),
			[`PATCH /v2/Conversations/${CONVERSATION_ID}`]: () => {
				isHeard = !isHeard;
				return { body: conversation };
			},
			[execution]: { body: { status: 'ended', date_created: new Date().toISOString() } },
			[`${execution}/Context`]: { body: { context } },
		});
		expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: false });
		expect(error).toMatchObject({ message: expect.stringMatching(/given back/) });
		expect(patches).toEqual([silenced, expect.objectContaining({ status: 'ACTIVE' })]);
	});

	test('of a refused flow is left where they are when that cannot be undone', async () => {
		const { error, patched } = await handOff(messagingForm, { [EXECUTIONS]: refused });
		expect(error).toMatchObject({ code: 'twilio_error', twilioCode: 21201 });
		expect(error).not.toMatchObject({ message: expect.stringMatching(/given back/) });
		expect(patched).toBe(0);
	});

	test.each<[string, Reply]>([
		['hangs', 'hang'],
		['breaks', new Error('socket hang up')],
		['fails', { status: 500, body: { code: 20500, message: 'Internal' } }],
		['answers something else', { status: 201, body: '<html>' }],
		['is handing them over already', { status: 409, body: { code: 20409, message: 'Conflict' } }],
	])('is not given back when Studio %s: a flow may be under way', async (_, reply) => {
		expect(await handOff(messagingForm, { ...agent, [EXECUTIONS]: reply })).toMatchObject({ patched: 0 });
	});

	test('is not given back after a handoff that went well', async () => {
		expect(await handOff(messagingForm, agent)).toMatchObject({
			value: { executionSid: EXECUTION_SID },
			patched: 0,
		});
	});
});

describe('giving the conversation back', () => {
	const refused = { status: 400, body: { code: 21201, message: 'no' } };
	const agent = {
		[`GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`]: {
			body: { statusCallbacks: [{ url: 'https://agent.example.com/callback', method: 'POST' }] },
		},
	};

	test('takes two seconds at the most', async () => {
		const patch = `PATCH /v2/Conversations/${CONVERSATION_ID}`;
		const { error, ms, patched } = await handOff(messagingForm, {
			...agent,
			[EXECUTIONS]: refused,
			[patch]: 'hang',
		});
		expect(error).toMatchObject({ code: 'twilio_error', twilioCode: 21201 });
		expect({ patched, ms }).toEqual({ patched: 4, ms: 2_000 });
	});

	test('never outlasts the request', async () => {
		const { error, ms } = await handOff(messagingForm, {
			...agent,
			[PARTICIPANTS]: { body: participantsPage([customer]), afterMs: 3_900 },
			[EXECUTIONS]: { ...refused, afterMs: 4_000 },
			[CONVERSATION]: { body: conversation, afterMs: 3_000 },
		});
		expect(error).toMatchObject({ status: 502 });
		expect(ms).toBeLessThanOrEqual(REQUEST_BUDGET_MS);
	});
});
