/** Interactions, and the tasks they create. */
import { World } from '../../../../emulator/core/world';
import { createInteraction } from '../../../../emulator/products/flex/interactions';

const world = new World();
const routing = (properties: object) => ({
	properties: {
		workspace_sid: world.workspaceSid,
		workflow_sid: world.workflowSid,
		task_channel_unique_name: 'chat',
		attributes: { reason: 'refund', flexInteractionSid: 'KDfake' },
		...properties,
	},
});
const channel = {
	type: 'sms' as const,
	initiated_by: 'api' as const,
	properties: { media_channel_sid: 'CH1' },
};

test('creating an interaction creates its task, with the attributes that an agent sees', () => {
	const interaction = createInteraction(world, { channel, routing: routing({ priority: 7 }) });
	expect(interaction.channel.type).toBe('sms');
	expect(world.tasks.get(interaction.taskSid)).toMatchObject({
		priority: 7,
		taskChannelUniqueName: 'chat',
		assignmentStatus: 'pending',
		interactionSid: interaction.sid,
		conversationSid: 'CH1',
		attributes: {
			reason: 'refund',
			conversationSid: 'CH1',
			channelType: 'sms',
			flexInteractionSid: interaction.sid,
		},
	});
});

test.each([
	['attributes that are not JSON', { attributes: '{"reason": "say "hi""}' }],
	['attributes that are not an object', { attributes: '[]' }],
	['attributes that are too large with those that Flex adds', { attributes: { reason: 'x'.repeat(4000) } }],
	['an unknown workflow', { workflow_sid: 'WW0' }],
	['an unknown task channel', { task_channel_unique_name: 'fax' }],
	['another workspace', { workspace_sid: 'WS0' }],
])('an interaction with %s is refused and creates no task', (_what, properties) => {
	const tasks = world.tasks.size;
	let error: unknown;
	try {
		createInteraction(world, { channel, routing: routing(properties) });
	} catch (thrown) {
		error = thrown;
	}
	expect(error).toMatchObject({ status: 400, code: 20001 });
	expect(world.tasks.size).toBe(tasks);
});
