/** Both Conversations APIs, through the real SDK. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../../emulator/core/emulator';
import { id } from '../../emulator/core/sids';
import { clientOf, useEmulator } from './client';

describe('Conversations', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
	});

	test('v2: a messaging conversation leads to its classic one and to the service', async () => {
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
		const channelId = customer?.addresses[0]?.channelId ?? '';
		const classic = v1.services(world.serviceSid).conversations(channelId);
		expect(await classic.fetch()).toMatchObject({ state: 'active', chatServiceSid: world.serviceSid });
		expect(await classic.participants.list()).toMatchObject([
			{ messagingBinding: { type: 'whatsapp', address: 'whatsapp:+15005550123' } },
		]);
	});

	test('v2: a customer can be as the bridge makes them, of type UNKNOWN', async () => {
		const { conversation } = emulator.world.addMessagingConversation({
			channel: 'SMS',
			address: '+15005550125',
			type: 'UNKNOWN',
		});
		const { v2 } = clientOf(emulator).conversations;
		const participants = await v2.participants(conversation.id).list();
		expect(participants.map(({ type }) => type).toSorted()).toEqual(['AI_AGENT', 'UNKNOWN']);
	});

	test('v2: lists are paged to the end by token', async () => {
		const { conversation } = emulator.world.addMessagingConversation({
			channel: 'SMS',
			address: '+15005550124',
		});
		for (let n = 0; n < 120; n += 1) {
			conversation.participants.push({
				id: id('conv_participant'),
				type: 'AGENT',
				name: `${n}`,
				addresses: [],
			});
		}
		const before = emulator.requests.length;
		const all = await clientOf(emulator)
			.conversations.v2.participants(conversation.id)
			.list({ pageSize: 50 });
		expect(new Set(all.map((participant) => participant.id)).size).toBe(122);
		expect(emulator.requests.length - before).toBe(3);
	});

	test('v1: lists are paged to the end by URL', async () => {
		const { classicConversation } = emulator.world.addMessagingConversation({
			channel: 'CHAT',
			address: 'kim',
		});
		const messages = clientOf(emulator).conversations.v1.conversations(classicConversation.sid).messages;
		for (let n = 0; n < 5; n += 1) await messages.create({ author: 'kim', body: `${n}` });
		expect((await messages.list({ pageSize: 2 })).map(({ body }) => body)).toEqual(['0', '1', '2', '3', '4']);
	});

	test('v2: PUT replaces and needs a status, PATCH merges', async () => {
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
		expect(emulator.world.configurations.get(conversation.configurationId)?.statusCallbacks).toEqual(
			callbacks,
		);
		expect(await context.update({ status: 'INACTIVE' })).toMatchObject({ status: 'INACTIVE', metadata: {} });
		await expect(context.update()).rejects.toMatchObject({ status: 400 });
		const nine = Object.fromEntries(Array.from('123456789', (key) => [key, key]));
		await expect(context.patch({ metadata: nine })).rejects.toMatchObject({ status: 400, code: 20001 });
		await expect(context.patch({ metadata: { a: 'x'.repeat(513) } })).rejects.toMatchObject({ status: 400 });
	});

	test('v2: a form is refused, and so is broken JSON', async () => {
		const client = clientOf(emulator);
		const uri = 'https://conversations.twilio.com/v2/Conversations';
		expect(await client.request({ method: 'post', uri, data: { a: 'b' } })).toMatchObject({
			statusCode: 415,
		});
		const headers = { 'Content-Type': 'application/json' };
		expect(await client.request({ method: 'post', uri, headers, data: '{' as never })).toMatchObject({
			statusCode: 400,
		});
	});

	test('v2: the same addresses are not given a second live conversation', async () => {
		const { v2 } = clientOf(emulator).conversations;
		const participants = [{ type: 'CUSTOMER', addresses: [{ channel: 'SMS', address: '+15005550199' }] }];
		const create = () =>
			v2.conversations.create({ configurationId: emulator.world.configurationId, participants });
		const first = await create();
		await expect(create()).rejects.toMatchObject({ status: 409 });
		await v2.conversations(first.id ?? '').update({ status: 'CLOSED' });
		await expect(create()).resolves.toMatchObject({ status: 'ACTIVE' });
		await expect(v2.conversations(first.id ?? '').update({ status: 'ACTIVE' })).rejects.toMatchObject({
			status: 409,
		});
	});

	test('v2: configuration writes are asynchronous, and a conversation keeps the one it started with', async () => {
		const { world } = emulator;
		const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550126' });
		const { v2 } = clientOf(emulator).conversations;
		const context = v2.configurations(world.configurationId);
		const { statusUrl, related } = await context.patch({ description: 'changed' });
		expect(related).toEqual({ configurationId: world.configurationId });
		expect((await context.fetch()).description).not.toBe('changed');
		const operation = () => v2.operations(statusUrl?.split('/').pop() ?? '').fetch();
		expect((await operation()).status).toBe('PENDING');
		await sleep(120);
		expect((await operation()).status).toBe('COMPLETED');
		expect(await context.fetch()).toMatchObject({ description: 'changed', version: 2 });
		const { configuration } = await v2.conversations(conversation.id).fetch();
		expect(configuration?.description).not.toBe('changed');
	});

	test('v2: a classic service is bridged by one configuration', async () => {
		const { configurationId, memoryStoreId, serviceSid } = emulator.world;
		const client = clientOf(emulator);
		const connect = (serviceId: string) =>
			client.request({
				method: 'post',
				uri: 'https://conversations.twilio.com/v2/ControlPlane/Configurations',
				headers: { 'Content-Type': 'application/json' },
				data: {
					displayName: 'second',
					description: 'bridges the same service',
					conversationGroupingType: 'GROUP_BY_PROFILE',
					memoryStoreId,
					conversationsV1Bridge: { serviceId },
				},
			});
		expect(await connect(serviceSid)).toMatchObject({
			statusCode: 409,
			headers: { 'x-conflicting-resource-id': configurationId },
			body: { message: expect.stringContaining('already bridged') },
		});
		const { body } = await connect(`IS${'0'.repeat(32)}`);
		await sleep(120);
		const { operations } = client.conversations.v2;
		const operation = await operations(body.statusUrl.split('/').pop()).fetch();
		expect(operation.status).toBe('FAILED');
		expect(operation.error.detail).toContain('does not exist');
	});

	test('v1: webhooks and address configurations come and go', async () => {
		const { world } = emulator;
		const { classicConversation } = world.addMessagingConversation({
			channel: 'SMS',
			address: '+15005550127',
		});
		const { v1 } = clientOf(emulator).conversations;
		// By SID: what `create` returns in twilio-node 6.2 does not know its own.
		const { webhooks } = v1.services(world.serviceSid).conversations(classicConversation.sid);
		const webhook = await webhooks.create({ target: 'studio', 'configuration.flowSid': 'FW1' });
		expect(await webhooks.list()).toMatchObject([{ sid: webhook.sid, configuration: { flow_sid: 'FW1' } }]);
		await webhooks(webhook.sid).remove();
		expect(await webhooks.list()).toEqual([]);

		const address = await v1.addressConfigurations.create({
			type: 'sms',
			address: '+15005550199',
			'autoCreation.enabled': true,
			'autoCreation.type': 'studio',
			'autoCreation.studioFlowSid': 'FW1',
		});
		const webhookUrl = 'https://crm.example.com/hook';
		await v1.addressConfigurations(address.sid).update({
			'autoCreation.type': 'webhook',
			'autoCreation.webhookUrl': webhookUrl,
			'autoCreation.webhookMethod': 'post',
			'autoCreation.webhookFilters': ['onMessageAdded', 'onConversationRemoved'],
		});
		expect(await v1.addressConfigurations('+15005550199').fetch()).toMatchObject({
			autoCreation: {
				enabled: true,
				type: 'webhook',
				studio_flow_sid: 'FW1',
				webhook_url: webhookUrl,
				webhook_method: 'post',
				webhook_filters: ['onMessageAdded', 'onConversationRemoved'],
			},
		});
		await v1.addressConfigurations(address.sid).remove();
		expect((await v1.addressConfigurations.list()).map(({ sid }) => sid)).not.toContain(address.sid);
		expect(await v1.configuration().fetch()).toMatchObject({ defaultChatServiceSid: world.serviceSid });
	});

	test('a world can be loaded from what a vector says of Twilio', () => {
		const { world } = emulator;
		const upstream = {
			conversation: {
				id: 'conv_conversation_01k3b6g9v2e8r9s4t7w1x5y0za',
				configurationId: 'conv_configuration_01k2p8w6e4t3y2u1i0o9p8a7sd',
				status: 'INACTIVE',
				conversationsV1Bridge: { serviceSid: 'IS1' },
			},
			participants: [
				{
					id: 'p',
					type: 'CUSTOMER',
					addresses: [{ channel: 'SMS', address: '+15005550123', channelId: 'CH1' }],
				},
			],
		};
		const conversation = world.load(upstream);
		expect(conversation).toMatchObject({ status: 'INACTIVE', participants: [{ id: 'p', name: '' }] });
		expect(conversation?.configuration).toBeUndefined();
		expect(world.classicConversations.get('CH1')).toMatchObject({ serviceSid: 'IS1' });
		expect(world.load(undefined)).toBeUndefined();
		expect(readFileSync(emulator.caPath, 'utf8')).toContain('BEGIN CERTIFICATE');
	});
});
