/** Address configurations, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('an update changes only the fields it names, and a path has the SID or the address', async () => {
	const { addressConfigurations } = clientOf(emulator).conversations.v1;
	const { sid } = await addressConfigurations.create({
		type: 'sms',
		address: '+15005550199',
		'autoCreation.enabled': true,
		'autoCreation.type': 'studio',
		'autoCreation.studioFlowSid': 'FW1',
	});
	const webhookUrl = 'https://crm.example.com/hook';
	await addressConfigurations(sid).update({
		'autoCreation.type': 'webhook',
		'autoCreation.webhookUrl': webhookUrl,
		'autoCreation.webhookMethod': 'post',
		'autoCreation.webhookFilters': ['onMessageAdded', 'onConversationRemoved'],
	});
	expect(await addressConfigurations('+15005550199').fetch()).toMatchObject({
		autoCreation: {
			enabled: true,
			type: 'webhook',
			studio_flow_sid: 'FW1',
			webhook_url: webhookUrl,
			webhook_method: 'post',
			webhook_filters: ['onMessageAdded', 'onConversationRemoved'],
		},
	});
	await addressConfigurations(sid).remove();
	expect((await addressConfigurations.list()).map((each) => each.sid)).not.toContain(sid);
});

test('the account’s default service is Flex’s', async () => {
	const { v1 } = clientOf(emulator).conversations;
	const { serviceSid } = emulator.world;
	expect(await v1.configuration().fetch()).toMatchObject({ defaultChatServiceSid: serviceSid });
});
