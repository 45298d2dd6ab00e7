/**
 * A conversation as Conversation Orchestrator sends it, in the guide's shape and in the SDK's.
 * @module
 */
import { parseConversation, readConversation } from '../../../src/conversation/conversation';
import { ConversationNotFoundError, HandoffError } from '../../../src/http/errors';
import { failureOf, type Reply, Upstream } from '../../support/fakes';
import { CONFIGURATION_ID, CONVERSATION_ID, SERVICE_SID } from '../../support/fixtures';

const bare = { id: CONVERSATION_ID, configurationId: CONFIGURATION_ID, status: 'ACTIVE' };
async function read(reply: Reply) {
	const upstream = Upstream.routing({ [`GET /v2/Conversations/${CONVERSATION_ID}`]: reply });
	const { value, error } = await upstream.clock.run(readConversation(upstream.twilio(), CONVERSATION_ID));
	if (error !== undefined) throw error;
	return value;
}

test('a conversation is read by its id, and fields that the SDK drops are kept', async () => {
	expect(await read({ body: { ...bare, conversationsV1Bridge: { serviceSid: SERVICE_SID } } })).toEqual({
		configurationId: CONFIGURATION_ID,
		status: 'ACTIVE',
		bridges: [{ serviceSid: SERVICE_SID, serviceId: undefined }],
		statusCallbacks: undefined,
	});
});

test('the bridge inside the configuration comes before the one at the top', () => {
	const { bridges } = parseConversation({
		...bare,
		configuration: { conversationsV1Bridge: { serviceId: 'IS1' } },
		conversationsV1Bridge: { serviceSid: 'IS2' },
	});
	expect(bridges.map(({ serviceId, serviceSid }) => serviceId ?? serviceSid)).toEqual(['IS1', 'IS2']);
});

test.each([
	['says nothing of callbacks', {}, undefined],
	['has null in their place', { configuration: { statusCallbacks: null } }, undefined],
	['has none', { configuration: { statusCallbacks: [] } }, 0],
	['has two', { configuration: { statusCallbacks: [{}, {}] } }, 2],
])('a conversation that %s', (_what, more, expected) => {
	expect(parseConversation({ ...bare, ...more }).statusCallbacks).toBe(expected);
});

test('null is no value', () => {
	const nothing = { configurationId: null, status: null, configuration: null, conversationsV1Bridge: null };
	expect(parseConversation(nothing)).toEqual({ bridges: [] });
});

test.each([
	null,
	'text',
	[],
	{ status: 1 },
	{ configuration: 'x' },
	{ configuration: { statusCallbacks: {} } },
	{ conversationsV1Bridge: { serviceSid: 1 } },
])('%j is not a conversation', (body) => {
	expect(() => parseConversation(body)).toThrow(TypeError);
});

test('a conversation that does not exist is named', async () => {
	const error = await failureOf(() => read({ status: 404, body: { code: 20404, status: 404 } }));
	expect(error).toBeInstanceOf(ConversationNotFoundError);
	expect(error).toMatchObject({ status: 404, field: 'conversationId' });
	expect(String(error)).toContain(CONVERSATION_ID);
});

test.each<[string, Reply, object]>([
	['a failure', { status: 500, body: { code: 20500, status: 500 } }, { status: 502, code: 'twilio_error' }],
	['a malformed conversation', { body: { status: 1 } }, { status: 502, code: 'twilio_error' }],
	['a broken connection', new Error('socket hang up'), { status: 502, code: 'twilio_error' }],
])('%s is Twilio’s', async (_what, reply, expected) => {
	const error = await failureOf(() => read(reply));
	expect(error).toBeInstanceOf(HandoffError);
	expect(error).toMatchObject(expected);
});
