/** Whether the account has a Flex that agents can work in. */
import { type FlexAccount, useFlexAccount } from './flex-account';

let account: FlexAccount;
useFlexAccount((started) => {
	account = started;
});

const CONFIGURATION = { path: '/v1/Configuration' };

test.each(['inprogress', 'notstarted'] as const)(
	'a setup of Flex that is %s is the one fault',
	async (status) => {
		account.world.flexConfiguration.status = status;
		expect(await account.faults()).toMatchObject([{ check: 'flex/instance', status: 'wrong' }]);
	},
);

test('a Flex that names no workspace is the one fault', async () => {
	account.world.flexConfiguration.taskrouterWorkspaceSid = '';
	expect(await account.faults()).toMatchObject([{ check: 'flex/instance', status: 'wrong' }]);
});

test('an account without Flex is the one fault', async () => {
	account.emulator.faults.add({ match: CONFIGURATION, fault: { status: 404 } });
	expect(await account.faults()).toMatchObject([{ check: 'flex/instance', status: 'wrong' }]);
});

test('a Twilio that fails is not an account without Flex', async () => {
	account.emulator.faults.add({ match: CONFIGURATION, fault: { status: 500 } });
	const statuses = (await account.faults()).map(({ status }) => status);
	expect(new Set(statuses)).toEqual(new Set(['unreadable']));
});
