import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('an update of the Flex configuration changes only the fields it names', async () => {
	const { world } = emulator;
	const { accountSid } = world.account;
	const configuration = clientOf(emulator).flexApi.v1.configuration();
	expect(await configuration.fetch()).toMatchObject({
		status: 'ok',
		uiVersion: '2.17.1',
		taskrouterTargetTaskqueueSid: world.taskQueueSid,
		flexServiceInstanceSid: world.serviceSid,
	});
	await configuration.update({ account_sid: accountSid, ui_version: '2.8.0', crm_enabled: true });
	expect(world.flexConfiguration).toMatchObject({ uiVersion: '2.8.0', crmEnabled: true, status: 'ok' });
	expect(await configuration.fetch()).toMatchObject({ uiVersion: '2.8.0', crmEnabled: true });
});

test('an update of the Flex configuration without the account SID is refused', async () => {
	const configuration = clientOf(emulator).flexApi.v1.configuration();
	await expect(configuration.update({ ui_version: '3' })).rejects.toMatchObject({ status: 400 });
});
