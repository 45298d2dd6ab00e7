/** The summary that Flex shows, by way of the local stack's Flex agent. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { readCustomerSummary } from '../../../../emulator/local-stack/flex-agent';
import { createTask } from '../../../../emulator/products/taskrouter/create-task';
import { useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('a conversation has its summary once it is INACTIVE, while a rule for that is active', async () => {
	const { world } = emulator;
	const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
	world.summaries.set(conversation.id, 'Wants a refund.');
	const task = createTask(world, {
		attributes: JSON.stringify({ conversationId: conversation.id }),
		workflowSid: world.workflowSid,
		taskChannelSid: 'chat',
	});
	const read = () => readCustomerSummary(emulator, task);
	expect(await read()).toBeUndefined();
	conversation.status = 'INACTIVE';
	expect(await read()).toBe('Wants a refund.');
	const [configuration] = world.intelligenceConfigurations.values();
	Object.assign(configuration ?? {}, { isActive: false });
	expect(await read()).toBeUndefined();
});
