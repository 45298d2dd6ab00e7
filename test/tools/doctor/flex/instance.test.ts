/** Whether the account has a Flex that agents can work in. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

const CONFIGURATION = { path: '/v1/Configuration' };

test.each(['inprogress', 'notstarted'] as const)(
	'a setup of Flex that is %s is the one fault',
	async (status) => {
		account.world.flexConfiguration.status = status;
		await account.onlyWrong('flex/instance');
	},
);

test('a Flex that names no workspace is the one fault', async () => {
	account.world.flexConfiguration.taskrouterWorkspaceSid = '';
	await account.onlyWrong('flex/instance');
});

test('an account without Flex is the one fault', async () => {
	account.emulator.faults.add({ match: CONFIGURATION, fault: { status: 404 } });
	await account.onlyWrong('flex/instance');
});

test('a Twilio that fails is not an account without Flex', async () => {
	account.emulator.faults.add({ match: CONFIGURATION, fault: { status: 500 } });
	const statuses = (await account.faults()).map(({ status }) => status);
	expect(new Set(statuses)).toEqual(new Set(['unreadable']));
});
