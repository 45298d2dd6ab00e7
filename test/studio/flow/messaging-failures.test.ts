/**
 * A chat that cannot be handed over: the customer gets an apology, no task is created, and the outcome is recorded.
 * @module
 */

import type { Execution } from '../../../emulator/core/world';
import { textFor } from '../../../src/texts';
import { json, useCannedFunctions } from '../../support/canned-functions';
import { FAILURES } from '../../support/function-failures';
import {
	type CustomerOptions,
	parametersOfHandoff,
	setLookups,
	type Writing,
	writing,
} from '../../support/messaging-account';
import { dig, outcomeOf } from '../../support/studio-account';

const functions = useCannedFunctions();

const customer = (options: CustomerOptions = {}) => {
	const writes = writing({ httpTimeoutMs: 100, ...options, functionsUrl: functions.url });
	setLookups(functions, writes);
	return writes;
};

function expectApology({ world, address }: Writing, execution: Execution): void {
	expect(world.messages).toEqual([
		{
			from: world.phoneNumber,
			to: address,
			body: textFor({}, 'HANDOFF_CHAT_APOLOGY'),
			dateCreated: expect.any(Date),
		},
	]);
	expect(world.tasks.size).toBe(0);
	expect(world.interactions.size).toBe(0);
	expect(outcomeOf(execution)).toBe('conversation_not_handed_over');
}

describe.each(['/participant-lookup', '/service-sid'] as const)('%s', (path) => {
	test.each([
		...FAILURES,
		[
			'responds with SIDs that do not exist',
			json({ conversationSid: `CH${'0'.repeat(32)}`, serviceSid: `IS${'0'.repeat(32)}` }),
		] as const,
	])('%s, and the customer gets an apology', async (_, respond) => {
		const kim = customer();
		functions.on(path, respond);
		expectApology(kim, await kim.message(kim.address, { HandoffData: kim.data() }));
	});
});

test('the customer gets an apology when the Functions cannot be reached', async () => {
	const kim = writing();
	expectApology(kim, await kim.message(kim.address, { HandoffData: kim.data() }));
});

test('the customer reads the team’s own words: in the chat, or else in a message', async () => {
	const settings = { HANDOFF_CHAT_GIVEN_BACK: 'Wieder da: "KI".', HANDOFF_CHAT_APOLOGY: 'Bitte später.' };
	const kim = customer({ settings });
	functions.on('/service-sid', json({}, 404));
	await kim.message(kim.address, { HandoffData: kim.data() });
	expect(functions.received.at(-1)).toMatchObject({
		path: '/give-back',
		form: { message: settings.HANDOFF_CHAT_GIVEN_BACK },
	});
	expect(kim.world.messages.map(({ body }) => body)).toEqual([settings.HANDOFF_CHAT_APOLOGY]);
});

test('after a failed lookup the flow does not try the next one', async () => {
	const kim = customer();
	functions.on('/participant-lookup', json({}, 404));
	await kim.message(kim.address, { HandoffData: kim.data() });
	expect(functions.received.map(({ path }) => path)).toEqual(['/participant-lookup', '/give-back']);
});

test.each<[string, Record<string, unknown>]>([
	['no HandoffData', {}],
	['HandoffData that is not an object', { HandoffData: 'hand over' }],
	['HandoffData that is a list', { HandoffData: [] }],
	['HandoffData without a conversation', { HandoffData: { attributes: {} } }],
])(
	'the customer gets an apology after Parameters with %s, which the lookup rejects',
	async (_, parameters) => {
		const kim = customer();
		functions.on('/participant-lookup', json({ error: { code: 'invalid_request' } }, 400));
		expectApology(kim, await kim.message(kim.address, parameters));
		expect(functions.received.map(({ path, form }) => [path, form.conversationId])).toEqual([
			['/participant-lookup', ''],
			['/give-back', ''],
		]);
	},
);

describe('the customer gets an apology when the conversation', () => {
	test.each<[string, (kim: Writing) => unknown]>([
		['is closed', ({ classicConversation }) => Object.assign(classicConversation, { state: 'closed' })],
		[
			'belongs to another service',
			({ classicConversation }) => Object.assign(classicConversation, { serviceSid: `IS${'1'.repeat(32)}` }),
		],
		[
			'was deleted',
			({ world, classicConversation }) => world.classicConversations.delete(classicConversation.sid),
		],
	])('%s', async (_, happen) => {
		const kim = customer();
		const parameters = await parametersOfHandoff(kim);
		happen(kim);
		const execution = await kim.message(kim.address, parameters);
		expectApology(kim, execution);
		expect(dig(execution.context, 'widgets.resume_conversation')).toBeUndefined();
	});
});

test.each<[string, CustomerOptions]>([
	['the workflow does not exist', { workflowSid: `WW${'0'.repeat(32)}` }],
	['the task channel does not exist', { chatChannelSid: `TC${'0'.repeat(32)}` }],
])('the customer gets an apology when %s', async (_, options) => {
	const kim = customer(options);
	expectApology(kim, await kim.message(kim.address, await parametersOfHandoff(kim)));
});

test('the outcome is recorded for a web chat, where no apology can be sent', async () => {
	const kim = customer({ channel: 'CHAT' });
	functions.on('/participant-lookup', json({}, 500));
	const execution = await kim.message(kim.address, { HandoffData: kim.data() });
	expect(kim.world.messages).toEqual([]);
	expect(kim.world.tasks.size).toBe(0);
	expect(outcomeOf(execution)).toBe('conversation_not_handed_over');
});

// Twilio sends nothing between channels: https://www.twilio.com/docs/api/errors/21910
test.each(['', 'whatsapp:'])(
	'a WhatsApp apology comes from a WhatsApp sender when TAC sends From with the prefix %j',
	async (prefix) => {
		const kim = customer({ channel: 'WHATSAPP' });
		functions.on('/participant-lookup', json({}, 500));
		await kim.message(kim.address, { HandoffData: kim.data() }, prefix + kim.world.phoneNumber);
		expect(kim.world.messages).toMatchObject([
			{ from: `whatsapp:${kim.world.phoneNumber}`, to: kim.address },
		]);
	},
);
