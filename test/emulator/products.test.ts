/** Flex, TaskRouter, Sync and the 2010 API, through the real SDK. */
import type { Emulator } from '../../emulator/core/emulator';
import { clientOf, useEmulator } from './client';

describe('the other products', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
	});

	const routing = (properties: object) => ({
		properties: {
			workspace_sid: emulator.world.workspaceSid,
			workflow_sid: emulator.world.workflowSid,
			task_channel_unique_name: 'chat',
			attributes: { reason: 'refund', flexInteractionSid: 'KDfake' },
			...properties,
		},
	});
	const channel = { type: 'sms', initiated_by: 'api', properties: { media_channel_sid: 'CH1' } };

	test('an interaction makes the task an agent sees', async () => {
		const client = clientOf(emulator);
		const interaction = await client.flexApi.v1.interaction.create({
			channel,
			routing: routing({ priority: 7 }),
		});
		const { tasks } = client.taskrouter.v1.workspaces(emulator.world.workspaceSid);
		const [task] = await tasks.list({
			workflowSid: emulator.world.workflowSid,
			assignmentStatus: ['pending'],
		});
		expect(task).toMatchObject({ priority: 7, taskChannelUniqueName: 'chat', assignmentStatus: 'pending' });
		expect(JSON.parse(task?.attributes ?? '')).toMatchObject({
			reason: 'refund',
			conversationSid: 'CH1',
			channelType: 'sms',
			flexInteractionSid: interaction.sid,
		});
		const updated = await tasks(task?.sid ?? '').update({ assignmentStatus: 'canceled' });
		expect(updated.assignmentStatus).toBe('canceled');
		const channels = await client.flexApi.v1.interaction(interaction.sid).channels.list();
		expect(channels).toMatchObject([{ type: 'sms', interactionSid: interaction.sid }]);
	});

	test.each([
		['attributes that are not JSON', { attributes: '{"reason": "say "hi""}' }],
		['attributes that are no object', { attributes: '[]' }],
		['attributes that are too large with what Flex adds', { attributes: { reason: 'x'.repeat(4000) } }],
		['an unknown workflow', { workflow_sid: 'WW0' }],
		['an unknown task channel', { task_channel_unique_name: 'fax' }],
	])('an interaction is refused for %s', async (_what, properties) => {
		const tasks = emulator.world.tasks.size;
		const { interaction } = clientOf(emulator).flexApi.v1;
		await expect(interaction.create({ channel, routing: routing(properties) })).rejects.toMatchObject({
			status: 400,
			code: 20001,
		});
		expect(emulator.world.tasks.size).toBe(tasks);
	});

	test('the workspace can be looked around in', async () => {
		const client = clientOf(emulator);
		const { taskrouterWorkspaceSid } = await client.flexApi.v1.configuration().fetch();
		const workspace = client.taskrouter.v1.workspaces(taskrouterWorkspaceSid);
		expect(await workspace.workflows.list()).toMatchObject([{ friendlyName: 'Assign to Anyone' }]);
		expect(await workspace.taskQueues.list()).toMatchObject([{ friendlyName: 'Everyone' }]);
		const channels = await workspace.taskChannels.list();
		expect(channels.map(({ uniqueName }) => uniqueName)).toEqual(['voice', 'chat']);
		await expect(workspace.workflows('WW0').fetch()).rejects.toMatchObject({ status: 404 });
	});

	test('a Sync document is written only at the revision it was read at', async () => {
		const documents = clientOf(emulator).sync.v1.services('default').documents;
		const { revision } = await documents.create({ uniqueName: 'state', data: { n: 1 } });
		const written = await documents('state').update({ data: { n: 2 }, ifMatch: revision });
		expect(written).toMatchObject({ data: { n: 2 } });
		await expect(documents('state').update({ data: {}, ifMatch: revision })).rejects.toMatchObject({
			status: 412,
		});
		await expect(documents.create({ uniqueName: 'state' })).rejects.toMatchObject({
			status: 409,
			code: 54301,
		});
		await documents('state').remove();
		await expect(documents('state').fetch()).rejects.toMatchObject({ status: 404 });
	});

	test('the account, its number and its calls can be read', async () => {
		const { world } = emulator;
		const { call, conversation } = world.addVoiceConversation({ from: '+15005550123', name: 'Kim' });
		const client = clientOf(emulator);
		expect(await client.api.v2010.accounts(world.account.accountSid).fetch()).toMatchObject({
			status: 'active',
		});
		expect(await client.incomingPhoneNumbers.list()).toMatchObject([{ phoneNumber: world.phoneNumber }]);
		expect(await client.calls(call.sid).fetch()).toMatchObject({
			direction: 'inbound',
			status: 'in-progress',
		});
		const found = await client.conversations.v2.conversations.list({ channelId: call.sid });
		expect(found.map(({ id }) => id)).toEqual([conversation.id]);
	});
});
