/** Conversations (classic), through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

const customer = () =>
	emulator.world.addMessagingConversation({ channel: 'WHATSAPP', address: 'whatsapp:+15005550123' })
		.classicConversation;

test('a conversation is found with and without its service, and not in another one', async () => {
	const { sid, serviceSid } = customer();
	const { v1 } = clientOf(emulator).conversations;
	expect(await v1.conversations(sid).fetch()).toMatchObject({ state: 'active', chatServiceSid: serviceSid });
	expect(await v1.services(serviceSid).conversations(sid).fetch()).toMatchObject({ sid });
	await expect(v1.services('IS0').conversations(sid).fetch()).rejects.toMatchObject({ status: 404 });
});

test('the SDK fetches the service of a conversation', async () => {
	const { serviceSid } = customer();
	const { services } = clientOf(emulator).conversations.v1;
	expect(await services(serviceSid).fetch()).toMatchObject({ friendlyName: 'Flex Conversation Service' });
	await expect(services('IS0').fetch()).rejects.toMatchObject({ status: 404 });
});

test('a message is written into a conversation', async () => {
	const { sid, serviceSid, messages } = customer();
	const conversation = clientOf(emulator).conversations.v1.services(serviceSid).conversations(sid);
	const message = await conversation.messages.create({ body: 'Back with the assistant.' });
	expect(message).toMatchObject({ author: 'system', index: 0, conversationSid: sid });
	expect(messages).toMatchObject([{ sid: message.sid, body: 'Back with the assistant.' }]);
});

test('a message is not written into a closed conversation', async () => {
	const chat = customer();
	chat.state = 'closed';
	const { v1 } = clientOf(emulator).conversations;
	const conversation = v1.services(chat.serviceSid).conversations(chat.sid);
	const refusal = { status: 400, code: 50377 };
	await expect(conversation.messages.create({ body: 'Hello?' })).rejects.toMatchObject(refusal);
	expect(chat.messages).toEqual([]);
});
