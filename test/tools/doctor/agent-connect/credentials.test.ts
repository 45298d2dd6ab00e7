/** The check agent-connect/credentials. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { useEmulator } from '../../../emulator/client';
import { environmentOf, type ViewOptions, viewOf } from '../../../support/account-view';
import { deployed, faults, findings, onlyFault, reportTasks } from '../engine/findings';

const CHECK = 'agent-connect/credentials';
const ACCOUNT = { path: /\/Accounts\/AC\w+\.json$/ };

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
	reportTasks(started);
});
beforeEach(() => {
	emulator.faults.clear();
	Object.assign(emulator.world, { accountStatus: 'active', accountType: 'Full' });
});
const view = (options: ViewOptions = {}) => viewOf(emulator, { ...options, project: deployed });

test('a healthy account has no fault, and its name is shown', async () => {
	const all = await findings(view());
	expect([...all.values()].filter(({ status }) => status !== 'ok').map(({ check }) => check)).toEqual([
		'flex/voice-summary',
		'flex/messaging-summary',
	]);
	expect(all.get(CHECK)?.found).toContain('"Emulated account"');
});

test('no finding contains a secret', async () => {
	emulator.faults.add({ match: ACCOUNT, fault: { status: 500 } });
	const text = JSON.stringify([...(await findings(view())).values()]);
	const { authToken, apiSecret } = emulator.world.account;
	expect(text).not.toContain(authToken);
	expect(text).not.toContain(apiSecret);
});

test.each([
	[401, 20003, /rejected/],
	[403, undefined, /test credentials/],
	[401, 20005, /not active/],
])('credentials to which Twilio responds with %i and code %s are wrong', async (status, code, found) => {
	const fault = { status, ...(code !== undefined && { code }) };
	emulator.faults.add({ match: ACCOUNT, fault });
	expect(await onlyFault(view())).toMatchObject({
		check: CHECK,
		status: 'wrong',
		found: expect.stringMatching(found),
	});
});

test('a refusal that may come from a suspended account says so in the advice', async () => {
	emulator.faults.add({ match: ACCOUNT, fault: { status: 401, code: 20003 } });
	expect((await onlyFault(view())).advice).toContain('suspended');
});

test('an API key without the auth token opens the account, and no check fails for it', async () => {
	const all = await findings(view({ environment: { AUTH_TOKEN: '' } }));
	expect([...all.values()].filter(({ status }) => status !== 'ok').map(({ check }) => check)).toEqual([
		'flex/voice-summary',
		'flex/messaging-summary',
	]);
	expect(all.get(CHECK)?.found).toContain('Standard API key');
	expect(all.get('agent-connect/settings')?.found).toContain('TWILIO_AUTH_TOKEN');
});

test('an API key with which Twilio lists nothing in the account is refused', async () => {
	emulator.faults.add({ match: { path: /IncomingPhoneNumbers/ }, fault: { status: 401, code: 20003 } });
	const found = (await findings(view({ environment: { AUTH_TOKEN: '' } }))).get(CHECK);
	expect(found).toMatchObject({ status: 'wrong', found: expect.stringContaining('API key') });
});

test('when Twilio fails, the credentials are unreadable, not wrong', async () => {
	emulator.faults.add({ match: ACCOUNT, fault: { status: 500 } });
	expect(await onlyFault(view())).toMatchObject({ check: CHECK, status: 'unreadable' });
});

test('a trial account is ok, and the finding says that it is one', async () => {
	emulator.world.accountType = 'Trial';
	const found = (await findings(view())).get(CHECK);
	expect(found).toMatchObject({ status: 'ok', found: expect.stringContaining('trial') });
});

test('a suspended account is wrong', async () => {
	emulator.world.accountStatus = 'suspended';
	expect(await onlyFault(view())).toMatchObject({
		check: CHECK,
		status: 'wrong',
		found: expect.stringContaining('suspended'),
	});
});

test.each(['AUTH_TOKEN', 'TWILIO_API_SECRET', 'TWILIO_STUDIO_HANDOFF_FLOW_SID'])(
	'only agent-connect/settings reports a malformed or missing %s',
	async (name) => {
		const value = { AUTH_TOKEN: 'short', TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FW1' }[name] ?? '';
		const fault = await onlyFault(view({ environment: { [name]: value } }));
		expect(fault.check).toBe('agent-connect/settings');
	},
);

test('TAC’s two names for the account are enough', async () => {
	const { ACCOUNT_SID = '', AUTH_TOKEN = '' } = environmentOf(emulator);
	const environment = { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN };
	expect(await faults(view({ environment }))).toEqual([]);
});
