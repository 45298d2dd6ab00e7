/** Writes to an Orchestrator configuration: every field survives, and a slow, failed or lost write is reported. */
import { HandoffError } from '../../../../src/http/errors';
import { SetupError } from '../../../../tools/account/errors';
import type { JsonObject } from '../../../../tools/doctor/engine/fix';
import { orchestratorConfigurationResourceWith } from '../../../../tools/doctor/orchestrator/resource';
import { viewOf } from '../../../support/account-view';
import { hasty, useAccount } from '../../../support/emulated-account';
import { failureOf } from '../../../support/fakes';

const account = useAccount();

const CONFIGURATION = { method: 'PUT', path: /Configurations/ };

/** Changes a field, as an edit would. @returns the progress lines */
async function write(more: JsonObject = {}, clock = hasty): Promise<string[]> {
	const lines: string[] = [];
	const resource = orchestratorConfigurationResourceWith(clock);
	const id = account.world.configurationId;
	const whole = { ...(await resource.read(account.view(), id)), ...more, memoryExtractionEnabled: false };
	await resource.write(account.view(), id, whole, [['memoryExtractionEnabled']], (line) => lines.push(line));
	return lines;
}

function puts() {
	return account.emulator.requests.filter(({ method }) => method === 'PUT');
}

test('a write keeps fields that this project does not know, and does not send what Twilio fills in', async () => {
	const future = { traitExtractionStrategyIds: ['trait_1'], somethingNew: { a: [null, 1] } };
	Object.assign(account.configuration, future, { createdAt: '2026-11-22T10:00:00Z' });
	await write();
	const { id, version, ...rest } = account.configuration;
	expect(rest).toMatchObject({ ...future, displayName: 'support', memoryExtractionEnabled: false });
	expect(version).toBe(2);
	const sent: unknown = JSON.parse(puts()[0]?.body ?? '');
	for (const name of ['id', 'version', 'createdAt', 'accountId']) expect(sent).not.toHaveProperty(name);
	expect(puts()[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
});

test('a write sends required fields that are empty', async () => {
	Object.assign(account.configuration, { description: null, channelSettings: null });
	await write();
	expect(JSON.parse(puts()[0]?.body ?? '')).toMatchObject({ description: '', channelSettings: {} });
	expect(account.configuration.memoryExtractionEnabled).toBe(false);
});

test('a slow write is waited for, with progress', async () => {
	account.world.operations.ms = 300;
	const lines = await write();
	expect(lines.length).toBeGreaterThan(1);
	expect(lines.at(-1)).toContain('PENDING');
	expect(account.configuration.memoryExtractionEnabled).toBe(false);
});

test('a failed write reports the reason with phone numbers masked', async () => {
	account.world.operations.failNext = 'the number +15005550123 is taken';
	const error = await failureOf(() => write());
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toContain('the number +*********23 is taken');
});

test('a write that takes more than two minutes is reported with its operation', async () => {
	account.world.operations.ms = 600_000;
	let now = 0;
	const clock = {
		now: () => now,
		sleep: async (ms: number) => {
			now += ms;
		},
	};
	const error = await failureOf(() => write({}, clock));
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toMatch(/12\d s \(operation proc_job_/);
});

test('a write that Twilio refuses is a HandoffError, and is not repeated', async () => {
	account.emulator.faults.add({ match: CONFIGURATION, fault: { status: 409, message: 'version conflict' } });
	const error = await failureOf(() => write());
	expect(error).toBeInstanceOf(HandoffError);
	expect(puts()).toHaveLength(1);
});

test('a conflict names the configuration that holds the service', async () => {
	const holder = `conv_configuration_${'0'.repeat(26)}`;
	const { serviceSid, configurationId: id } = account.world;
	const own = account.configuration;
	const other = { ...structuredClone(own), id: holder };
	account.world.configurations.set(holder, other);
	delete own.conversationsV1Bridge;
	// With the headers of Twilio's responses.
	const view = viewOf(account.emulator);
	const resource = orchestratorConfigurationResourceWith(hasty);
	const whole = { ...(await resource.read(view, id)), conversationsV1Bridge: { serviceId: serviceSid } };
	const error = await failureOf(() => resource.write(view, id, whole, [['conversationsV1Bridge']], () => {}));
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toContain(holder);
	expect(account.configuration).not.toHaveProperty('conversationsV1Bridge');
});

test('the operation is read from Twilio, wherever its URL leads', async () => {
	const statusUrl = 'https://elsewhere.example.com/v2/ControlPlane/Operations/conv_operation_1?to=me';
	account.emulator.faults.add({ match: CONFIGURATION, fault: { status: 202, body: { statusUrl } } });
	await failureOf(() => write());
	const { url } = account.emulator.requests.at(-1) ?? {};
	expect(url).toBe('https://conversations.twilio.com/v2/ControlPlane/Operations/conv_operation_1');
});

test.each([
	['that is reset before Twilio receives the request', { reset: true } as const],
	['that is truncated', { garbage: 'truncated-json' } as const],
])('a response %s is requested again, with the same key', async (_what, fault) => {
	account.emulator.faults.add({ match: CONFIGURATION, nth: 1, fault });
	await write();
	expect(account.configuration.memoryExtractionEnabled).toBe(false);
	const keys = puts().map(({ headers }) => headers['idempotency-key']);
	expect(keys).toHaveLength(2);
	expect(new Set(keys).size).toBe(1);
});

test('after two lost responses the configuration itself shows whether the write was done', async () => {
	account.emulator.faults.add({ match: CONFIGURATION, fault: { garbage: 'truncated-json' } });
	expect(await write()).toHaveLength(1);
	account.emulator.faults.clear();
	account.reset();
	account.emulator.faults.add({ match: CONFIGURATION, fault: { reset: true } });
	const error = await failureOf(() => write());
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toContain('version 1');
});

test('a write returns the version that is there then', async () => {
	const resource = orchestratorConfigurationResourceWith(hasty);
	const id = account.world.configurationId;
	const ours = await resource.read(account.view(), id);
	await write();
	expect(await resource.write(account.view(), id, ours, [['description']], () => {})).toEqual({ version: 3 });
});
