/** Conversations v2, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('a messaging conversation leads to its classic conversation and service', async () => {
	const { world } = emulator;
	const added = world.addMessagingConversation({
		channel: 'WHATSAPP',
		address: 'whatsapp:+15005550123',
		name: 'Kim',
	});
	const { v1, v2 } = clientOf(emulator).conversations;
	const conversation = await v2.conversations(added.conversation.id).fetch();
	expect(conversation.configuration?.conversationsV1Bridge?.serviceId).toBe(world.serviceSid);
	const participants = await v2.participants(added.conversation.id).list();
	const customer = participants.find(({ type }) => type === 'CUSTOMER');
	expect(customer).toMatchObject({ name: 'Kim', conversationId: added.conversation.id });
	const classic = v1.services(world.serviceSid).conversations(customer?.addresses[0]?.channelId ?? '');
	expect(await classic.fetch()).toMatchObject({ state: 'active', chatServiceSid: world.serviceSid });
});

test('a call is found by its SID', async () => {
	const { call, conversation } = emulator.world.addVoiceConversation({ from: '+15005550123', name: 'Kim' });
	const { conversations } = clientOf(emulator).conversations.v2;
	const found = await conversations.list({ channelId: call.sid });
	expect(found.map(({ id }) => id)).toEqual([conversation.id]);
	const uri = 'https://conversations.twilio.com/v2/Conversations';
	const { body } = await clientOf(emulator).request({ method: 'get', uri, params: { channelId: call.sid } });
	expect(Object.keys(body.conversations[0])).not.toContain('createdAt');
});

test('a PUT replaces a conversation and requires a status, a PATCH merges', async () => {
	const { conversation } = emulator.world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550125',
	});
	const context = clientOf(emulator).conversations.v2.conversations(conversation.id);
	const callbacks = emulator.world.configurations.get(conversation.configurationId)?.statusCallbacks;
	await context.patch({ metadata: { a: '1', b: '2' }, name: 'kept' });
	await context.patch({ metadata: { a: null }, configuration: { statusCallbacks: [] } });
	expect(await context.fetch()).toMatchObject({
		name: 'kept',
		metadata: { b: '2' },
		configuration: { statusCallbacks: [] },
	});
	expect(emulator.world.configurations.get(conversation.configurationId)?.statusCallbacks).toEqual(callbacks);
	expect(await context.update({ status: 'INACTIVE' })).toMatchObject({ status: 'INACTIVE', metadata: {} });
	await expect(context.update()).rejects.toMatchObject({ status: 400 });
});

test.each([
	['nine keys', Object.fromEntries(Array.from('123456789', (key) => [key, key]))],
	['a value of 513 characters', { a: 'x'.repeat(513) }],
])('metadata with %s is refused', async (_what, metadata) => {
	const { conversation } = emulator.world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550126',
	});
	const context = clientOf(emulator).conversations.v2.conversations(conversation.id);
	await expect(context.patch({ metadata })).rejects.toMatchObject({ status: 400, code: 20001 });
});

test('a conversation sent as a form or as malformed JSON is refused', async () => {
	const client = clientOf(emulator);
	const uri = 'https://conversations.twilio.com/v2/Conversations';
	expect(await client.request({ method: 'post', uri, data: { a: 'b' } })).toMatchObject({ statusCode: 415 });
	const headers = { 'Content-Type': 'application/json' };
	expect(await client.request({ method: 'post', uri, headers, data: '{' as never })).toMatchObject({
		statusCode: 400,
	});
});

test('a second open conversation between the same addresses is refused until the first is closed', async () => {
	const { v2 } = clientOf(emulator).conversations;
	const participants = [{ type: 'CUSTOMER', addresses: [{ channel: 'SMS', address: '+15005550199' }] }];
	const create = () =>
		v2.conversations.create({ configurationId: emulator.world.configurationId, participants });
	const first = await create();
	await expect(create()).rejects.toMatchObject({ status: 409 });
	await v2.conversations(first.id ?? '').update({ status: 'CLOSED' });
	await expect(create()).resolves.toMatchObject({ status: 'ACTIVE' });
});

test('a closed conversation cannot be reopened', async () => {
	const { conversation } = emulator.world.addMessagingConversation({ channel: 'CHAT', address: 'kim' });
	conversation.status = 'CLOSED';
	const context = clientOf(emulator).conversations.v2.conversations(conversation.id);
	await expect(context.update({ status: 'ACTIVE' })).rejects.toMatchObject({ status: 409 });
});
