/**
 * Twilio fails, limits us, or answers what is no answer: 502 and 503, after as many tries as make sense.
 * @module
 */
import type { Fault } from '../../emulator/core/faults';
import { useLocalStack } from '../support/local-stack';
import { type ExpectedError, expectError } from './expectations';

const stage = useLocalStack();

const CONVERSATIONS = { host: 'conversations.twilio.com' };
const START = { method: 'POST', host: 'studio.twilio.com', path: /Executions$/ };
const TO = '+15005550123';

function customer() {
	return stage.world.addMessagingConversation({ channel: 'SMS', address: TO }).conversation;
}

const findCustomer = ({ id } = customer()) => stage.get('/participant-lookup', { conversationId: id });
const findService = ({ id } = customer()) => stage.get('/service-sid', { conversationId: id });
const handOff = (conversation = customer()) =>
	stage.post('/handoff', stage.tacForm(conversation, { to: TO }));

const broken: ExpectedError = { status: 502, code: 'twilio_error', retryable: true };
const limited: ExpectedError = {
	status: 503,
	code: 'twilio_rate_limited',
	retryable: true,
	twilioCode: 20429,
};

type Row = readonly [what: string, fault: Fault, error: ExpectedError];

const statuses: Row[] = [
	['500', { status: 500 }, { ...broken, twilioCode: 20500 }],
	['429', { status: 429 }, limited],
	['401', { status: 401, code: 20003 }, { ...broken, retryable: false, twilioCode: 20003 }],
	[
		'HTML with a 502',
		{ status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>502</h1>' },
		broken,
	],
];
const noAnswers: Row[] = [
	['a page of HTML', { garbage: 'html' }, broken],
	['half a JSON text', { garbage: 'truncated-json' }, broken],
	['an empty body', { garbage: 'empty' }, broken],
	['JSON that is no object', { garbage: 'not-an-object' }, broken],
	['a reset connection', { reset: true }, broken],
];

/** Makes Twilio fail on every read of a conversation, one for each row, and asks for them all at the same time. */
async function expectEveryRead(rows: readonly Row[], ask: readonly (typeof findCustomer)[]): Promise<void> {
	const asked = rows.flatMap(([what, fault, error]) =>
		ask.map(async (request) => {
			const conversation = customer();
			stage.emulator.faults.add({ match: { path: new RegExp(conversation.id) }, fault });
			return { what, error, answer: await request(conversation) };
		}),
	);
	const answers = await Promise.all(asked);
	expect(answers.map(({ what, answer }) => `${answer.status} for ${what}`)).toEqual(
		answers.map(({ what, error }) => `${error.status} for ${what}`),
	);
	for (const { answer, error } of answers) expectError(answer, error);
	expect(stage.started()).toEqual([]);
}

describe('when every attempt at a read fails', () => {
	test('every endpoint reports Twilio’s status', () =>
		expectEveryRead(statuses, [findCustomer, findService, handOff]));

	test('either lookup reports a missing or broken answer as twilio_error', () =>
		expectEveryRead(noAnswers, [findCustomer, findService]));
});

test('a read that fails for a moment is made again, and the caller does not notice', async () => {
	const { faults } = stage.emulator;
	faults.add({ match: { path: /Participants$/ }, times: 2, fault: { status: 503 } });
	expect((await findCustomer()).status).toBe(200);
	expect(stage.upstream(/Participants$/).map(({ status }) => status)).toEqual([503, 503, 200]);

	faults.add({ match: { path: /Conversations\/\w+$/ }, nth: 1, fault: { reset: true } });
	expect((await findService()).status).toBe(200);
});

test('Retry-After is waited for when there is time, on reads and on the start of the flow', async () => {
	const fault = { status: 429, headers: { 'retry-after': '1' } };
	stage.emulator.faults.add({ match: CONVERSATIONS, nth: 1, fault }).add({ match: START, nth: 1, fault });
	const answer = await handOff();
	expect(answer.status).toBe(201);
	expect(answer.ms).toBeGreaterThan(2_000);
	expect(stage.started().map(({ status }) => status)).toEqual([429, 201]);
});

test('a Retry-After that is longer than the time there is ends the tries at once', async () => {
	stage.emulator.faults.add({
		match: CONVERSATIONS,
		fault: { status: 429, headers: { 'retry-after': '60' } },
	});
	const answer = await findCustomer();
	expectError(answer, limited);
	expect(answer.ms).toBeLessThan(5_000);
	expect(stage.emulator.requests).toHaveLength(1);
});

test.each<Row>([
	['500', { status: 500 }, { ...broken, twilioCode: 20500 }],
	['a page of HTML', { garbage: 'html' }, broken],
	['half a JSON text', { garbage: 'truncated-json' }, broken],
	['JSON that is no object', { garbage: 'not-an-object' }, broken],
	['a reset connection', { reset: true }, broken],
	[
		'404',
		{ status: 404, code: 20404 },
		{ ...broken, retryable: false, twilioCode: 20404, field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID' },
	],
])('%s to the start of the flow, which may have started, is not tried again', async (_, fault, error) => {
	stage.emulator.faults.add({ match: START, fault });
	expectError(await handOff(), error);
	expect(stage.started()).toHaveLength(1);
});

test('a start of the flow that Studio keeps limiting is tried again, and reported as twilio_rate_limited', async () => {
	stage.emulator.faults.add({ match: START, fault: { status: 429 } });
	expectError(await handOff(), limited);
	expect(stage.started().length).toBeGreaterThan(1);
});

test('what Studio says of a bad request reaches TAC with its code, without the number in it', async () => {
	const message = `The 'To' number ${TO} is not a valid phone number`;
	stage.emulator.faults.add({ match: START, fault: { status: 400, code: 21211, message } });
	const answer = await handOff();
	expectError(answer, { ...broken, retryable: false, twilioCode: 21211 });
	expect(answer.text).toContain('is not a valid phone number');
	expect(answer.text).not.toContain(TO.slice(1));
});

test('a configuration that cannot be read is an error of Twilio’s, not a missing bridge', async () => {
	stage.emulator.faults.add({ match: { path: /Configurations/ }, fault: { status: 500 } });
	const conversation = customer();
	delete conversation.configuration;
	expectError(await stage.get('/service-sid', { conversationId: conversation.id }), {
		...broken,
		twilioCode: 20500,
	});
});
