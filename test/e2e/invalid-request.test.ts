/**
 * 400 `invalid_request`: what is missing or malformed is named, and Twilio is asked nothing.
 * @module
 */
import { CONVERSATION_ID, handoffData, hostileIds } from '../support/fixtures';
import { type Answer, askAll, type Params, useLocalStack } from '../support/local-stack';
import { expectError } from './expectations';

const stage = useLocalStack();

afterEach(() => expect(stage.emulator.requests).toEqual([]));

/** Asks with every value, and expects each to be refused by the name of the field. */
async function expectRefused<T>(
	values: Readonly<Record<string, T>>,
	field: string,
	ask: (value: T) => Promise<Answer>,
): Promise<void> {
	const answers = await askAll(values, ask);
	for (const [name, answer] of Object.entries(answers)) {
		expect({ [name]: answer.status }).toEqual({ [name]: 400 });
		expectError(answer, { status: 400, code: 'invalid_request', field });
		expect(answer.text.length).toBeLessThan(400);
	}
}

const unusable = {
	'left out': undefined,
	empty: '',
	'a list': [CONVERSATION_ID, CONVERSATION_ID],
	'an object': { id: CONVERSATION_ID },
	'a classic Conversation SID': 'CH0123456789abcdef0123456789abcdef',
};

test('/participant-lookup names a conversationId that is missing or is not one text', () =>
	expectRefused(unusable, 'conversationId', (conversationId) =>
		stage.postJson('/participant-lookup', { conversationId }),
	));

test('/service-sid names a conversationId that is missing or is not one text', () =>
	expectRefused(
		{ 'left out': {}, 'sent twice': { conversationId: ['a', 'b'] }, nested: { 'conversationId[id]': 'x' } },
		'conversationId',
		(query: Params) => stage.get('/service-sid', query),
	));

describe('an id that wants to be elsewhere in the URL is refused', () => {
	// The parser has met all of them; these are the ones a server in front of it might have touched.
	const pick = (...names: (keyof typeof hostileIds)[]) =>
		Object.fromEntries(names.map((name) => [name, hostileIds[name]]));

	test.each([
		['/participant-lookup', pick('another resource', 'another query', 'a new header', 'a NUL', 'very long')],
		[
			'/service-sid',
			pick('an escaped slash', 'a fragment', 'a sub-resource', 'a trailing line break', 'full-width digits'),
		],
	])('by %s', (path, cases) =>
		expectRefused(cases, 'conversationId', (conversationId) => stage.post(path, { conversationId })),
	);

	test('by /handoff', () =>
		expectRefused(pick('very long', 'another resource'), 'Parameters.HandoffData.conversationId', (id) =>
			stage.post('/handoff', stage.tacForm({ id })),
		));
});

describe('/participant-lookup names', () => {
	const values = { 'sent twice': ['SMS', 'CHAT'], 'an object': { name: 'SMS' } };

	test.each([
		['channel', { ...values, 'no channel of Twilio’s': 'FAX' }],
		['address', { ...values, 'too long': 'x'.repeat(513) }],
	])('a %s that is unusable', (field, cases) =>
		expectRefused(cases, field, (value) =>
			stage.postJson('/participant-lookup', { conversationId: CONVERSATION_ID, [field]: value }),
		),
	);
});

describe('/handoff names', () => {
	const withPayload = (change: object) => ({ HandoffData: { ...handoffData, ...change } });
	const inPayload: [string, object][] = [
		[
			'conversationId',
			{ 'left out': { conversationId: undefined }, 'a list': { conversationId: [CONVERSATION_ID] } },
		],
		['profileId', { 'an object': { profileId: {} } }],
		['attributes', { 'a list': { attributes: [] } }],
	];
	const ask = (Parameters: unknown) => stage.postJson('/handoff', { To: '', Parameters });

	test('Parameters that are missing or no JSON object', () =>
		expectRefused(
			{
				'left out': undefined,
				'not JSON': '{"HandoffData": {',
				'JSON, but a list': '[]',
				'a list': [{ HandoffData: handoffData }],
			},
			'Parameters',
			ask,
		));

	test('a HandoffData that is missing or no JSON object', () =>
		expectRefused(
			{
				'left out': {},
				'a list': { HandoffData: [handoffData] },
				'not JSON': { HandoffData: 'please' },
			},
			'Parameters.HandoffData',
			ask,
		));

	test.each(inPayload)('a %s of the payload that is unusable', (field, cases) =>
		expectRefused({ ...cases }, `Parameters.HandoffData.${field}`, (change) =>
			ask(withPayload(Object(change))),
		),
	);

	test.each<[string, Record<string, unknown>]>([
		['To', { 'an object': { number: '+15005550123' }, 'too long': 'x'.repeat(513) }],
		['From', { 'a list': ['x', 'y'] }],
	])('a %s that is no text, or too long', (field, values) =>
		expectRefused(values, field, (value) =>
			stage.postJson('/handoff', { ...stage.tacForm({ id: CONVERSATION_ID }), [field]: value }),
		),
	);

	test.each(['To', 'Parameters'])('%s sent twice in a form', (field) =>
		expectRefused({ twice: ['{}', '{}'] }, field, (value) =>
			stage.post('/handoff', { ...stage.tacForm({ id: CONVERSATION_ID }), [field]: value }),
		),
	);
});
