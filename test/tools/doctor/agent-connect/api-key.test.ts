/** The check agent-connect/api-key. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { useEmulator } from '../../../emulator/client';
import { type ViewOptions, viewOf } from '../../../support/account-view';
import { deployed, findings, onlyFault, reportTasks } from '../engine/findings';

const CHECK = 'agent-connect/api-key';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
	reportTasks(started);
});
beforeEach(() => {
	emulator.faults.clear();
	const { apiKeys, account } = emulator.world;
	apiKeys.set(account.apiKey, { sid: account.apiKey, friendlyName: 'virtual agent' });
});
const view = (options: ViewOptions = {}) => viewOf(emulator, { ...options, project: deployed });
const finding = async (options?: ViewOptions) => (await findings(view(options))).get(CHECK);

test('a key that Twilio accepts is ok, and its name is shown', async () => {
	expect(await finding()).toMatchObject({ status: 'ok', found: expect.stringContaining('"virtual agent"') });
});

test('a deleted key is wrong, and no finding contains its secret', async () => {
	emulator.world.apiKeys.clear();
	const all = await findings(view());
	expect(all.get(CHECK)).toMatchObject({ status: 'wrong', found: expect.stringContaining('deleted') });
	expect(JSON.stringify([...all.values()])).not.toContain(emulator.world.account.apiSecret);
});

test('a secret that belongs to another key is wrong', async () => {
	expect(await onlyFault(view({ environment: { TWILIO_API_SECRET: 'another' } }))).toMatchObject({
		check: CHECK,
		found: expect.stringContaining('TWILIO_API_SECRET'),
	});
});

test('a restricted key that can’t read the configuration is wrong', async () => {
	emulator.faults.add({ match: { path: /\/Configurations/ }, fault: { status: 403 } });
	expect(await onlyFault(view())).toMatchObject({
		check: CHECK,
		found: expect.stringContaining('Restricted key'),
	});
});

test('a restricted key that can’t use Studio is wrong', async () => {
	emulator.faults.add({ match: { path: /\/Flows\/.*\/Executions/ }, fault: { status: 403 } });
	expect(await finding()).toMatchObject({ status: 'wrong', found: expect.stringContaining('Studio') });
});

test('without a flow in .env, the key is tested with the list of flows', async () => {
	emulator.faults.add({ match: { path: '/v2/Flows' }, fault: { status: 403 } });
	const found = await finding({ environment: { TWILIO_STUDIO_HANDOFF_FLOW_SID: '' } });
	expect(found).toMatchObject({ status: 'wrong', found: expect.stringContaining('Studio') });
});

test('a key of another account is wrong', async () => {
	emulator.faults.add({ match: { path: /\/Keys\/SK/ }, fault: { status: 404 } });
	expect(await onlyFault(view())).toMatchObject({
		check: CHECK,
		found: expect.stringContaining('another account'),
	});
});

test('a restricted key that only the newer API finds is ok', async () => {
	emulator.faults
		.add({ match: { host: 'api.twilio.com', path: /\/Keys\/SK/ }, fault: { status: 404 } })
		.add({ match: { host: 'iam.twilio.com' }, fault: { status: 200, body: { friendly_name: 'narrow' } } });
	expect(await finding()).toMatchObject({ status: 'ok', found: expect.stringContaining('"narrow"') });
});

test('without an Orchestrator configuration in .env, the key is tested with the list of configurations', async () => {
	const environment = { TWILIO_CONVERSATION_CONFIGURATION_ID: '' };
	expect(await finding({ environment })).toMatchObject({ status: 'ok' });
	expect(emulator.requests.some(({ url }) => url.endsWith('Configurations?pageSize=1'))).toBe(true);
});
