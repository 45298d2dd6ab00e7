/** Orchestrator configurations and the operations that write them, through the real SDK. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../../../../emulator/core/emulator';
import type { Configuration } from '../../../../emulator/core/world';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
		emulator.world.operations = { ms: 0 };
	},
	{ each: true },
);

const saved = (): Configuration => {
	const configuration = emulator.world.configurations.get(emulator.world.configurationId);
	if (!configuration) throw new Error('The configuration is missing');
	return configuration;
};
/** Replaces the configuration with these changes. */
const put = (changes: object) =>
	clientOf(emulator).request({
		method: 'put',
		uri: `https://conversations.twilio.com/v2/ControlPlane/Configurations/${emulator.world.configurationId}`,
		headers: { 'Content-Type': 'application/json' },
		data: { ...saved(), ...changes },
	});
const operationOf = ({ body }: { body: { statusUrl: string } }) => {
	const { operations } = clientOf(emulator).conversations.v2;
	return operations(body.statusUrl.split('/').at(-1) ?? '').fetch();
};

test('a configuration keeps fields that the emulator does not list', async () => {
	Object.assign(saved(), { newField: { deep: [1] } });
	const { body } = await clientOf(emulator).request({
		method: 'get',
		uri: `https://conversations.twilio.com/v2/ControlPlane/Configurations/${emulator.world.configurationId}`,
	});
	expect(body).toMatchObject({
		newField: { deep: [1] },
		channelSettings: { VOICE: { statusTimeouts: null } },
		statusCallbacks: [{ url: 'https://agent.example.com/webhook' }],
		intelligenceConfigurationIds: [...emulator.world.intelligenceConfigurations.keys()],
	});
	expect((await put({ description: 'other' })).statusCode).toBe(202);
	const { configurations } = clientOf(emulator).conversations.v2;
	expect(await configurations.list()).toMatchObject([{ description: 'other' }]);
	expect(saved()).toMatchObject({ newField: { deep: [1] } });
});

test('a PUT drops the fields it leaves out, and raises the version', async () => {
	const { conversationsV1Bridge: _, ...rest } = saved();
	await put({ conversationsV1Bridge: undefined, description: 'other' });
	const { configurations } = clientOf(emulator).conversations.v2;
	await configurations(rest.id).fetch();
	expect(saved()).toEqual({ ...rest, description: 'other', version: rest.version + 1 });
});

test('a configuration with three status callbacks is refused', async () => {
	const statusCallbacks = ['a', 'b', 'c'].map((host) => ({ url: `https://${host}.example.com/` }));
	expect(await put({ statusCallbacks })).toMatchObject({
		statusCode: 400,
		body: { message: expect.stringContaining('statusCallbacks') },
	});
});

test('a write is asynchronous, and a conversation keeps the configuration it started with', async () => {
	const { world } = emulator;
	world.operations = { ms: 1000 };
	const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550126' });
	const response = await put({ description: 'changed' });
	expect(response.body.related).toEqual({ configurationId: world.configurationId });
	const { v2 } = clientOf(emulator).conversations;
	const configuration = v2.configurations(world.configurationId);
	expect((await configuration.fetch()).description).not.toBe('changed');
	expect(await operationOf(response)).toMatchObject({ status: 'PENDING' });
	await sleep(1100);
	expect(await operationOf(response)).toMatchObject({ status: 'COMPLETED' });
	expect(await configuration.fetch()).toMatchObject({ description: 'changed', version: 2 });
	const pinned = (await v2.conversations(conversation.id).fetch()).configuration;
	expect(pinned?.description).not.toBe('changed');
});

test('an operation that fails says why and changes nothing', async () => {
	emulator.world.operations = { ms: 0, failNext: 'no reason' };
	const failed = await operationOf(await put({ description: 'changed' }));
	expect(failed).toMatchObject({ status: 'FAILED', error: { detail: 'no reason' } });
	expect(saved().description).not.toBe('changed');
	expect(await operationOf(await put({ description: 'changed' }))).toMatchObject({ status: 'COMPLETED' });
	expect(saved().description).toBe('changed');
});

test('a classic service that another configuration bridges is refused', async () => {
	const { configurations, classicServices } = emulator.world;
	const serviceId = `IS${'1'.repeat(32)}`;
	classicServices.set(serviceId, { sid: serviceId, friendlyName: 'Second' });
	const other = { ...saved(), id: 'conv_configuration_1', conversationsV1Bridge: { serviceId } };
	configurations.set(other.id, other);
	expect(await put({ conversationsV1Bridge: { serviceId } })).toMatchObject({
		statusCode: 409,
		headers: { 'x-conflicting-resource-id': other.id },
	});
});

test('a bridge to a classic service that does not exist fails', async () => {
	const response = await put({ conversationsV1Bridge: { serviceId: `IS${'0'.repeat(32)}` } });
	expect(await operationOf(response)).toMatchObject({ status: 'FAILED' });
});

test.each([
	{ channelSettings: { SMS: { statusTimeouts: { closed: 0 } } } },
	{ channelSettings: { SMS: { captureRules: [{ from: '*' }] } } },
	{ conversationsV1Bridge: { serviceId: 'IS1' } },
])('an Orchestrator configuration with %j is refused', async (changes) => {
	expect(await put(changes)).toMatchObject({ statusCode: 400, body: { code: 20001 } });
});

test('a write names its operation in the headers, and one with the same key is made once', async () => {
	const write = (description: string) =>
		clientOf(emulator).request({
			method: 'put',
			uri: `https://conversations.twilio.com/v2/ControlPlane/Configurations/${emulator.world.configurationId}`,
			headers: {
				'Content-Type': 'application/json',
				'Idempotency-Key': '0b3f6d3e-8a51-4c8e-9d1b-2f6a7c8e9d10',
			},
			data: { ...saved(), description },
		});
	const first = await write('first');
	const operationId = first.body.statusUrl.split('/').at(-1);
	expect(operationId).toMatch(/^proc_job_/);
	expect(first.headers).toMatchObject({
		'operation-id': operationId,
		'retry-after': '1',
		location: first.body.statusUrl,
	});
	const second = await write('second');
	expect(second.body).toEqual(first.body);
	await operationOf(second);
	expect(saved()).toMatchObject({ description: 'first', version: 2 });
});
