/** Whether `.env` names a configuration of this account. */
import { useAccount } from '../../../support/emulated-account';
import { addConfiguration, OTHER_ID } from './other-configuration';

const account = useAccount();

function setTo(id: string): void {
	account.options = { environment: { TWILIO_CONVERSATION_CONFIGURATION_ID: id } };
}

test.each([
	['that is not set', ''],
	['that is the placeholder of .env.example', `conv_configuration_${'x'.repeat(26)}`],
	['of another account', OTHER_ID],
])('an id %s is set to the only configuration', async (_what, id) => {
	setTo(id);
	await account.fix(await account.onlyWrong('orchestrator/configuration'));
});

test.each(['conv_configuration_1', 'hunter2hunter2hunter2hunter2xxxx'])(
	'an id that may be a secret in the wrong line is not shown, and has no fix (%s)',
	async (id) => {
		setTo(id);
		const finding = await account.onlyWrong('orchestrator/configuration');
		expect(finding.fixes).toEqual([]);
		expect(finding.advice).toContain(account.configuration.id);
		expect(JSON.stringify(finding)).not.toContain(`${id}"`);
		expect(JSON.stringify(finding)).not.toContain('hunter2');
	},
);

test('a person chooses among several configurations', async () => {
	addConfiguration(account);
	setTo('');
	const { advice, fixes } = await account.onlyWrong('orchestrator/configuration');
	for (const id of [account.configuration.id, OTHER_ID]) expect(advice).toContain(id);
	expect(fixes).toEqual([]);
});

test('an account without configurations has no fix', async () => {
	account.world.configurations.clear();
	expect(await account.onlyWrong('orchestrator/configuration')).toMatchObject({ fixes: [] });
});

test('a configuration that cannot be read makes the check unreadable, and 403 is not blamed on the credentials', async () => {
	const match = { path: /\/ControlPlane\/Configurations/ };
	account.emulator.faults.add({ match, fault: { status: 403, code: 20403 } });
	const { status, found } = await account.finding('orchestrator/configuration');
	expect(status).toBe('unreadable');
	expect(found).not.toContain('AUTH_TOKEN');
	account.emulator.faults.clear();
	account.emulator.faults.add({ match, fault: { status: 401, code: 20003 } });
	expect((await account.finding('orchestrator/configuration')).found).toContain('AUTH_TOKEN');
});

test('timeouts of messages that TAC can’t read are wrong, since the agent doesn’t start', async () => {
	account.configuration.channelSettings = {
		...account.configuration.channelSettings,
		SMS: { statusTimeouts: { inactive: 5 } },
	};
	const finding = await account.onlyWrong('orchestrator/configuration');
	expect(finding).toMatchObject({ fixes: [], found: expect.stringContaining('SMS') });
	account.configuration.channelSettings = {
		...account.configuration.channelSettings,
		SMS: { statusTimeouts: null },
	};
	expect((await account.finding('orchestrator/configuration')).status).toBe('ok');
});
