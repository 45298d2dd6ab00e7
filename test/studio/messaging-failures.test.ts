/**
 * A chat that cannot be handed over: the customer is told, no task is made, and the execution says how it ended.
 * @module
 */
import type { Execution } from '../../emulator/world';
import { type Answer, CannedFunctions, dig, json, outcomeOf } from './account';
import {
	answerFor,
	type CustomerOptions,
	parametersOfHandoff,
	type Writing,
	writing,
} from './messaging-account';

const functions = new CannedFunctions();
beforeAll(() => functions.start());
beforeEach(() => functions.reset());
afterAll(() => functions.stop());

const customer = (options: CustomerOptions = {}) => {
	const writes = writing({ httpTimeoutMs: 100, ...options, functionsUrl: functions.url });
	answerFor(functions, writes);
	return writes;
};

function expectTold({ world, address }: Writing, execution: Execution): void {
	expect(world.messages).toEqual([
		{ from: world.phoneNumber, to: address, body: expect.stringMatching(/We are sorry.*write to us again/) },
	]);
	expect(world.tasks.size).toBe(0);
	expect(world.interactions.size).toBe(0);
	expect(outcomeOf(execution)).toBe('conversation_not_handed_over');
}

const FAILURES: readonly (readonly [string, Answer])[] = [
	...[400, 401, 403, 404, 409, 422, 500, 502, 503, 504].map((status): [string, Answer] => [
		`answers ${status}`,
		json({ error: { code: 'x', message: 'x', retryable: false } }, status),
	]),
	['does not answer in time', () => {}],
	['stops in the middle of its answer', (response) => response.write('{"conversationSid":')],
	['breaks the connection', (response) => response.destroy()],
	['answers with text', (response) => response.end('OK')],
	['answers with HTML', (response) => response.end('<html>Bad gateway</html>')],
	['answers with a list', json([])],
	['answers with nothing in it', json({})],
	['answers with null', json({ conversationSid: null, serviceSid: null })],
	[
		'answers with SIDs of nothing',
		json({ conversationSid: `CH${'0'.repeat(32)}`, serviceSid: `IS${'0'.repeat(32)}` }),
	],
	['answers more than Studio reads', json({ padding: 'x'.repeat(65 * 1024) })],
];

describe.each(['/participant-lookup', '/service-sid'] as const)('%s', (path) => {
	test.each(FAILURES)('%s: the customer is told', async (_, answer) => {
		const kim = customer();
		functions.on(path, answer);
		expectTold(kim, await kim.message(kim.address, { HandoffData: kim.data() }));
	});
});

test('no Functions at all: the customer is told', async () => {
	const kim = writing();
	expectTold(kim, await kim.message(kim.address, { HandoffData: kim.data() }));
});

test('after a failed lookup the other one is not made', async () => {
	const kim = customer();
	functions.on('/participant-lookup', json({}, 404));
	await kim.message(kim.address, { HandoffData: kim.data() });
	expect(functions.received.map(({ path }) => path)).toEqual(['/participant-lookup']);
});

test.each<[string, Record<string, unknown>]>([
	['nothing', {}],
	['HandoffData that is no object', { HandoffData: 'hand over' }],
	['HandoffData that is a list', { HandoffData: [] }],
	['HandoffData without a conversation', { HandoffData: { attributes: {} } }],
])('Parameters with %s, which the lookup refuses: the customer is told', async (_, parameters) => {
	const kim = customer();
	functions.on('/participant-lookup', json({ error: { code: 'invalid_request' } }, 400));
	expectTold(kim, await kim.message(kim.address, parameters));
	expect(functions.received.map(({ form }) => form.conversationId)).toEqual(['']);
});

describe('the conversation cannot be resumed', () => {
	test.each<[string, (kim: Writing) => unknown]>([
		['it is closed', ({ classicConversation }) => Object.assign(classicConversation, { state: 'closed' })],
		[
			'it belongs to another service',
			({ classicConversation }) => Object.assign(classicConversation, { serviceSid: `IS${'1'.repeat(32)}` }),
		],
		[
			'it has been deleted',
			({ world, classicConversation }) => world.classicConversations.delete(classicConversation.sid),
		],
	])('%s: the customer is told', async (_, happen) => {
		const kim = customer();
		const parameters = await parametersOfHandoff(kim);
		happen(kim);
		const execution = await kim.message(kim.address, parameters);
		expectTold(kim, execution);
		expect(dig(execution.context, 'widgets.resume_conversation.error')).toBeDefined();
	});
});

test.each<[string, CustomerOptions]>([
	['the workflow does not exist', { workflowSid: `WW${'0'.repeat(32)}` }],
	['the task channel does not exist', { chatChannelSid: `TC${'0'.repeat(32)}` }],
])('Flex refuses, %s: the customer is told', async (_, options) => {
	const kim = customer(options);
	expectTold(kim, await kim.message(kim.address, await parametersOfHandoff(kim)));
});

test('a web chat’s customer has no number to be told at: the execution still says how it ended', async () => {
	const kim = customer({ channel: 'CHAT' });
	functions.on('/participant-lookup', json({}, 500));
	const execution = await kim.message(kim.address, { HandoffData: kim.data() });
	expect(kim.world.messages).toEqual([]);
	expect(kim.world.tasks.size).toBe(0);
	expect(outcomeOf(execution)).toBe('conversation_not_handed_over');
});

// Twilio sends nothing between channels: https://www.twilio.com/docs/api/errors/21910
test.each(['', 'whatsapp:'])(
	'on WhatsApp the customer is told by a WhatsApp sender, TAC naming %j',
	async (prefix) => {
		const kim = customer({ channel: 'WHATSAPP' });
		functions.on('/participant-lookup', json({}, 500));
		await kim.message(kim.address, { HandoffData: kim.data() }, prefix + kim.world.phoneNumber);
		expect(kim.world.messages).toMatchObject([
			{ from: `whatsapp:${kim.world.phoneNumber}`, to: kim.address },
		]);
	},
);
