import { createServer } from 'node:http';
import { createHandoffClient, type ErrorCode } from '../../../examples/typescript/handoff-client';
import type { ErrorCode as ContractCode } from '../../../src/http/errors';
import { useLocalStack } from '../../support/local-stack';

const stage = useLocalStack();
const ADDRESS = '+15005550123';

/** `npm run check` compiles this: the copied union and the contract's are one. */
const SAME: [ErrorCode] extends [ContractCode] ? ([ContractCode] extends [ErrorCode] ? true : false) : false =
	true;

function client(changed: Partial<Parameters<typeof createHandoffClient>[0]> = {}) {
	const { apiKey, apiSecret } = stage.world.account;
	return createHandoffClient({ url: stage.laptop.functions.url, apiKey, apiSecret, ...changed });
}

const customer = () => stage.world.addMessagingConversation({ channel: 'SMS', address: ADDRESS });

test('a chat is handed over once, with its attributes', async () => {
	expect(SAME).toBe(true);
	const { conversation, classicConversation } = customer();
	const { id: conversationId } = conversation;
	const handoff = { conversationId, to: ADDRESS, attributes: { reason: 'asked', department: 'billing' } };
	const first = await client().handOff(handoff);
	expect(first).toMatchObject({
		ok: true,
		value: { status: 'handoff_initiated', conversationSid: classicConversation.sid },
	});
	const { attributes } = await stage.taskOf(conversationId);
	expect(attributes).toMatchObject({ conversationId, reason: 'asked', department: 'billing' });
	const again = await client().handOff(handoff);
	expect(again).toMatchObject({ ok: true, value: { status: 'already_handed_off' } });
	expect(stage.started()).toHaveLength(1);
});

test('a conversation is given back, and its customer reads so', async () => {
	const { conversation, classicConversation } = customer();
	conversation.status = 'INACTIVE';
	expect(await client().giveBack({ conversationId: conversation.id, message: 'Here again.' })).toMatchObject({
		ok: true,
		value: { givenBack: true, messageSent: true },
	});
	expect(classicConversation.messages.map(({ body }) => body)).toEqual(['Here again.']);
});

test('the customer of a conversation is found', async () => {
	const { conversation } = customer();
	const found = await client().findCustomer({ conversationId: conversation.id, channel: 'SMS' });
	expect(found).toMatchObject({ ok: true, value: { address: ADDRESS } });
});

test('the client returns the code and field of an error of the Functions', async () => {
	const { conversation } = customer();
	conversation.participants = [];
	const { id: conversationId } = conversation;
	expect(await client().findCustomer({ conversationId })).toMatchObject({
		ok: false,
		error: { code: 'customer_not_found', retryable: false },
	});
	expect(await client().handOff({ conversationId: 'CH1' })).toMatchObject({
		ok: false,
		error: { code: 'invalid_request', field: 'Parameters.HandoffData.conversationId' },
	});
	expect(await client({ apiSecret: 'wrong' }).giveBack({ conversationId })).toMatchObject({
		ok: false,
		error: { code: 'forbidden' },
	});
});

describe('what answers is no Function', () => {
	const server = createServer((request, response) => {
		if (request.url === '/handoff') response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>');
		if (request.url === '/give-back') response.writeHead(404).end('{"message":"Not found"}');
	});
	let url = '';
	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	test.each<[string, (at: string) => Promise<unknown>]>([
		['a page of HTML', (at) => client({ url: at }).handOff({ conversationId: 'x' })],
		['another API', (at) => client({ url: at }).giveBack({ conversationId: 'x' })],
		['silence', (at) => client({ url: at, timeoutMs: 50 }).findCustomer({ conversationId: 'x' })],
		['no server', () => client({ url: 'http://127.0.0.1:9' }).handOff({ conversationId: 'x' })],
	])('%s: no_answer', async (_, ask) => {
		expect(await ask(url)).toMatchObject({ ok: false, error: { code: 'no_answer', retryable: true } });
	});
});
