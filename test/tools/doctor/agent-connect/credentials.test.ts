/** The check agent-connect/credentials. */
import { environmentOf } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'agent-connect/credentials';
const ACCOUNT = { path: /\/Accounts\/AC\w+\.json$/ };

const account = useAccount();

/** All checks but those for which Twilio has no API. */
async function expectHealthy(): Promise<void> {
	const others = (await account.findings()).filter(({ status }) => status !== 'ok');
	expect(others.map(({ check }) => check)).toEqual(['flex/voice-summary', 'flex/messaging-summary']);
}

test('a healthy account has no fault, and its name is shown', async () => {
	await expectHealthy();
	expect((await account.finding(CHECK)).found).toContain('"Emulated account"');
});

test('no finding contains a secret', async () => {
	account.emulator.faults.add({ match: ACCOUNT, fault: { status: 500 } });
	const text = JSON.stringify(await account.findings());
	const { authToken, apiSecret } = account.world.account;
	expect(text).not.toContain(authToken);
	expect(text).not.toContain(apiSecret);
});

test.each([
	[401, 20003, /rejected/],
	[403, undefined, /test credentials/],
	[401, 20005, /not active/],
])('credentials to which Twilio responds with %i and code %s are wrong', async (status, code, found) => {
	const fault = { status, ...(code !== undefined && { code }) };
	account.emulator.faults.add({ match: ACCOUNT, fault });
	expect((await account.onlyWrong(CHECK)).found).toMatch(found);
});

test('a refusal that may come from a suspended account says so in the advice', async () => {
	account.emulator.faults.add({ match: ACCOUNT, fault: { status: 401, code: 20003 } });
	expect((await account.onlyWrong(CHECK)).advice).toContain('suspended');
});

test('an API key without the auth token opens the account, and no check fails for it', async () => {
	account.options = { environment: { AUTH_TOKEN: '' } };
	await expectHealthy();
	expect((await account.finding(CHECK)).found).toContain('Standard API key');
	expect((await account.finding('agent-connect/settings')).found).toContain('TWILIO_AUTH_TOKEN');
});

test('an API key with which Twilio lists nothing in the account is refused', async () => {
	account.emulator.faults.add({
		match: { path: /IncomingPhoneNumbers/ },
		fault: { status: 401, code: 20003 },
	});
	account.options = { environment: { AUTH_TOKEN: '' } };
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'wrong',
		found: expect.stringContaining('API key'),
	});
});

test('when Twilio fails, the credentials are unreadable, not wrong', async () => {
	account.emulator.faults.add({ match: ACCOUNT, fault: { status: 500 } });
	expect(await account.faults()).toMatchObject([{ check: CHECK, status: 'unreadable' }]);
});

test('a trial account is ok, and the finding says that it is one', async () => {
	account.world.accountType = 'Trial';
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'ok',
		found: expect.stringContaining('trial'),
	});
});

test('a suspended account is wrong', async () => {
	account.world.accountStatus = 'suspended';
	expect((await account.onlyWrong(CHECK)).found).toContain('suspended');
});

test.each(['AUTH_TOKEN', 'TWILIO_API_SECRET', 'TWILIO_STUDIO_HANDOFF_FLOW_SID'])(
	'only agent-connect/settings reports a malformed or missing %s',
	async (name) => {
		const value = { AUTH_TOKEN: 'short', TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FW1' }[name] ?? '';
		account.options = { environment: { [name]: value } };
		await account.onlyWrong('agent-connect/settings');
	},
);

test('TAC’s two names for the account are enough', async () => {
	const { ACCOUNT_SID = '', AUTH_TOKEN = '' } = environmentOf(account.emulator);
	account.options = { environment: { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN } };
	expect(await account.faults()).toEqual([]);
});
