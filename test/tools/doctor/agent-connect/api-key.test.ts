/** The check agent-connect/api-key. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'agent-connect/api-key';

const account = useAccount();
const finding = () => account.finding(CHECK);

test('a key that Twilio accepts is ok, and its name is shown', async () => {
	expect(await finding()).toMatchObject({ status: 'ok', found: expect.stringContaining('"virtual agent"') });
});

test('a deleted key is wrong, and no finding contains its secret', async () => {
	account.world.apiKeys.clear();
	expect(await finding()).toMatchObject({ status: 'wrong', found: expect.stringContaining('deleted') });
	expect(JSON.stringify(await account.findings())).not.toContain(account.world.account.apiSecret);
});

test('a secret that belongs to another key is wrong', async () => {
	account.options = { environment: { TWILIO_API_SECRET: 'another' } };
	expect((await account.onlyWrong(CHECK)).found).toContain('TWILIO_API_SECRET');
});

test('a restricted key that can’t read the configuration is wrong', async () => {
	account.emulator.faults.add({ match: { path: /\/Configurations/ }, fault: { status: 403 } });
	const [wrong, ...others] = await account.faults();
	expect(wrong).toMatchObject({
		check: CHECK,
		status: 'wrong',
		found: expect.stringContaining('Restricted key'),
	});
	expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['unreadable']));
});

test('a restricted key that can’t use Studio is wrong', async () => {
	account.emulator.faults.add({ match: { path: /\/Flows\/.*\/Executions/ }, fault: { status: 403 } });
	expect(await finding()).toMatchObject({ status: 'wrong', found: expect.stringContaining('Studio') });
});

test('without a flow in .env, the key is tested with the list of flows', async () => {
	account.emulator.faults.add({ match: { path: '/v2/Flows' }, fault: { status: 403 } });
	account.options = { environment: { TWILIO_STUDIO_HANDOFF_FLOW_SID: '' } };
	expect(await finding()).toMatchObject({ status: 'wrong', found: expect.stringContaining('Studio') });
});

test('a key of another account is wrong', async () => {
	account.emulator.faults.add({ match: { path: /\/Keys\/SK/ }, fault: { status: 404 } });
	expect((await account.onlyWrong(CHECK)).found).toContain('another account');
});

test('a restricted key that only the newer API finds is ok', async () => {
	account.emulator.faults
		.add({ match: { host: 'api.twilio.com', path: /\/Keys\/SK/ }, fault: { status: 404 } })
		.add({ match: { host: 'iam.twilio.com' }, fault: { status: 200, body: { friendly_name: 'narrow' } } });
	expect(await finding()).toMatchObject({ status: 'ok', found: expect.stringContaining('"narrow"') });
});

test('without an Orchestrator configuration in .env, the key is tested with the list of configurations', async () => {
	account.options = { environment: { TWILIO_CONVERSATION_CONFIGURATION_ID: '' } };
	expect(await finding()).toMatchObject({ status: 'ok' });
	expect(account.emulator.requests.some(({ url }) => url.endsWith('Configurations?pageSize=1'))).toBe(true);
});
