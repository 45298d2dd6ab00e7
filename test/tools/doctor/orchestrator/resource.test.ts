/** Writing an Orchestrator configuration: everything survives, and a slow, failing or lost write is said. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { HandoffError } from '../../../../src/http/errors';
import { SetupError } from '../../../../tools/account/errors';
import type { JsonObject } from '../../../../tools/doctor/engine/fix';
import { orchestratorConfigurationResourceWith } from '../../../../tools/doctor/orchestrator/resource';
import { viewOf } from '../../../support/account-view';
import { failureOf } from '../../../support/fakes';
import { configurationOf, Fixing, hasty } from '../../../support/fixing';

let emulator: Emulator;
let account: Fixing;
beforeAll(async () => {
	account = await Fixing.start();
	emulator = account.emulator;
});
beforeEach(() => account.reset());
afterEach(() => {
	emulator.world.operations.ms = 0;
});
afterAll(() => account.stop());

const CONFIGURATION = { method: 'PUT', path: /Configurations/ };

/** Adds a callback, as an edit would. @returns what was said on the way */
async function write(more: JsonObject = {}, clock = hasty): Promise<string[]> {
	const lines: string[] = [];
	const resource = orchestratorConfigurationResourceWith(clock);
	const id = emulator.world.configurationId;
	const whole = { ...(await resource.read(account.view(), id)), ...more, memoryExtractionEnabled: false };
	await resource.write(account.view(), id, whole, [['memoryExtractionEnabled']], (line) => lines.push(line));
	return lines;
}

function puts() {
	return emulator.requests.filter(({ method }) => method === 'PUT');
}

test('fields nobody here knows survive; what Twilio fills in is not sent', async () => {
	const future = { traitExtractionStrategyIds: ['trait_1'], somethingNew: { a: [null, 1] } };
	Object.assign(configurationOf(emulator), future, { createdAt: '2026-11-22T10:00:00Z' });
	await write();
	const { id, version, ...rest } = configurationOf(emulator);
	expect(rest).toMatchObject({ ...future, displayName: 'support', memoryExtractionEnabled: false });
	expect(version).toBe(2);
	const sent: unknown = JSON.parse(puts()[0]?.body ?? '');
	for (const name of ['id', 'version', 'createdAt', 'accountId']) expect(sent).not.toHaveProperty(name);
	expect(puts()[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
});

test('what a write requires is sent, though there is nothing in it', async () => {
	Object.assign(configurationOf(emulator), { description: null, channelSettings: null });
	await write();
	expect(JSON.parse(puts()[0]?.body ?? '')).toMatchObject({ description: '', channelSettings: {} });
	expect(configurationOf(emulator).memoryExtractionEnabled).toBe(false);
});

test('a slow write is waited for, and said to be slow', async () => {
	emulator.world.operations.ms = 60;
	const lines = await write();
	expect(lines.length).toBeGreaterThan(1);
	expect(lines.at(-1)).toMatch(/^the change is PENDING for \d+ s$/);
	expect(configurationOf(emulator).memoryExtractionEnabled).toBe(false);
});

test('a write that fails says why, without numbers', async () => {
	emulator.world.operations.failNext = 'the number +15005550123 is taken';
	const error = await failureOf(() => write());
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toContain('Twilio did not make the change: the number +*********23 is taken');
});

test('after two minutes the waiting ends', async () => {
	emulator.world.operations.ms = 600_000;
	let now = 0;
	const clock = {
		now: () => now,
		sleep: async (ms: number) => {
			now += ms;
		},
	};
	const error = await failureOf(() => write({}, clock));
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toMatch(/still making the change after 12\d s \(operation conv_operation_/);
});

test('what Twilio refuses is its own error', async () => {
	emulator.faults.add({ match: CONFIGURATION, fault: { status: 409, message: 'version conflict' } });
	const error = await failureOf(() => write());
	expect(error).toBeInstanceOf(HandoffError);
	expect(String(error)).toContain('Twilio answered 409');
	expect(puts()).toHaveLength(1);
});

test('a configuration that is in the way is named', async () => {
	const holder = `conv_configuration_${'0'.repeat(26)}`;
	const { serviceSid, configurationId: id } = emulator.world;
	const own = configurationOf(emulator);
	const other = { ...structuredClone(own), id: holder };
	emulator.world.configurations.set(holder, other);
	delete own.conversationsV1Bridge;
	// With the headers of Twilio's answers.
	const view = viewOf(emulator);
	const resource = orchestratorConfigurationResourceWith(hasty);
	const whole = { ...(await resource.read(view, id)), conversationsV1Bridge: { serviceId: serviceSid } };
	const error = await failureOf(() => resource.write(view, id, whole, [['conversationsV1Bridge']], () => {}));
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toMatch(
		new RegExp(
			`Twilio answered 409 .* already bridged\\. In the way is ${holder}: .* one configuration only`,
		),
	);
	expect(configurationOf(emulator)).not.toHaveProperty('conversationsV1Bridge');
});

test('of the address to follow, only the id is used', async () => {
	const statusUrl = 'https://elsewhere.example.com/v2/ControlPlane/Operations/conv_operation_1?to=me';
	emulator.faults.add({ match: CONFIGURATION, fault: { status: 202, body: { statusUrl } } });
	await failureOf(() => write());
	const { url } = emulator.requests.at(-1) ?? {};
	expect(url).toBe('https://conversations.twilio.com/v2/ControlPlane/Operations/conv_operation_1');
});

test.each([
	['reset before Twilio saw it', { reset: true } as const],
	['cut short', { garbage: 'truncated-json' } as const],
])('an answer %s is asked for again, with the same key', async (_what, fault) => {
	emulator.faults.add({ match: CONFIGURATION, nth: 1, fault });
	await write();
	expect(configurationOf(emulator).memoryExtractionEnabled).toBe(false);
	const keys = puts().map(({ headers }) => headers['idempotency-key']);
	expect(keys).toHaveLength(2);
	expect(new Set(keys).size).toBe(1);
});

test('answers lost twice: what is there decides', async () => {
	emulator.faults.add({ match: CONFIGURATION, fault: { garbage: 'truncated-json' } });
	expect(await write()).toEqual(['Twilio’s answer was lost; looking at what is there']);
	emulator.faults.clear();
	account.reset();
	emulator.faults.add({ match: CONFIGURATION, fault: { reset: true } });
	const error = await failureOf(() => write());
	expect(error).toBeInstanceOf(SetupError);
	expect(String(error)).toContain('still as it was (version 1)');
});
