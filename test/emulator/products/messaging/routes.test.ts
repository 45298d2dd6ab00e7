import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('the SDK lists Messaging Services and the phone numbers in each', async () => {
	const { messagingServices, phoneNumbers } = emulator.world;
	const [number] = phoneNumbers.values();
	const { services } = clientOf(emulator).messaging.v1;
	expect(await services.list()).toEqual([]);
	messagingServices.set('MG1', {
		sid: 'MG1',
		friendlyName: 'Reminders',
		inboundRequestUrl: null,
		inboundMethod: 'POST',
		useInboundWebhookOnNumber: true,
		phoneNumberSids: [number?.sid ?? ''],
	});
	expect(await services.list()).toMatchObject([
		{ sid: 'MG1', friendlyName: 'Reminders', inboundRequestUrl: null, useInboundWebhookOnNumber: true },
	]);
	expect(await services('MG1').phoneNumbers.list()).toMatchObject([
		{
			sid: number?.sid,
			phoneNumber: number?.phoneNumber,
			serviceSid: 'MG1',
			capabilities: ['Voice', 'SMS', 'MMS'],
		},
	]);
	await expect(services('MG0').phoneNumbers.list()).rejects.toMatchObject({ status: 404 });
});
