/**
 * `handoff doctor` and `handoff setup` on an account that is wrong in every way, from a fresh clone.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeNewAccount, settingsOfNewAccount } from '../../../emulator/core/new-account';
import type { World } from '../../../emulator/core/world';
import { Clone } from './clone';
import { FAULTS, one } from './wrong-world';

let clone: Clone;
let world: World;
/** What setup changes in the account, as it was before. */
let before: unknown;
let settings: Record<string, string>;

function changeable(): unknown {
	const { configurations, intelligenceConfigurations, workflows, phoneNumbers, addressConfigurations } =
		world;
	const maps = [intelligenceConfigurations, workflows, phoneNumbers, addressConfigurations];
	return JSON.parse(
		JSON.stringify([
			// Each write counts its version up.
			[...configurations.values()].map((each) => ({ ...each, version: 0 })),
			...maps.map((map) => [...map.values()]),
			world.flexConfiguration,
		]),
	);
}

beforeAll(async () => {
	clone = await Clone.start();
	world = clone.emulator.world;
	makeNewAccount(world);
	settings = settingsOfNewAccount(world);
	clone.addSettings(settings);
	before = changeable();
}, 60_000);

afterAll(async () => {
	await clone.stop();
	expect(clone.emulator.crashes).toEqual([]);
});

/** The account's secrets, none of which may be in any output. */
function expectNoSecret(text: string): void {
	const { authToken, apiSecret } = world.account;
	for (const secret of [authToken, apiSecret, world.phoneNumber, '5550177'])
		expect(text).not.toContain(secret);
}

test('doctor finds the faults, as JSON, and changes nothing', async () => {
	const { code, output } = await clone.doctor('--json');
	expect(code).toBe(1);
	expectNoSecret(output);
	const { healthy, findings } = JSON.parse(output);
	expect(healthy).toBe(false);
	const wrong = findings.filter(({ status }: { status: string }) => status === 'wrong');
	const names: string[] = wrong.map(({ check }: { check: string }) => check).sort();
	// Without the configuration and the workflow the rest of their products has to wait.
	const hidden = /^intelligence|^orchestrator\/(?!configuration)|^flex\/routing/;
	expect(names).toEqual(FAULTS.filter((check) => !hidden.test(check)));
	expect(clone.writes()).toEqual([]);
}, 60_000);

test('one run of setup makes the account healthy, traffic last', async () => {
	const { code, output } = await clone.setup('--yes');
	expect({ code, output }).toMatchObject({ code: 0 });
	expect(output).toMatch(/^39 passed, 2 warnings\.$/m);
	// The list comes first; each change has its number; the last line counts.
	expect(output).toMatch(/^Setup is going to make \d+ changes:$/m);
	expect(output).toMatch(/^1 of \d+: /m);
	expect(output).toMatch(/^\d+ changed, 0 left\.$/m);
	expectNoSecret(output);
	const fixes = FAULTS.filter((check) => output.includes(`since ${check}:`));
	expect(fixes).toEqual(FAULTS);

	const orchestrator = one(world.configurations);
	expect(orchestrator).toMatchObject({
		conversationsV1Bridge: { serviceId: world.serviceSid },
		channelSettings: {
			VOICE: { captureRules: [] },
			SMS: {
				statusTimeouts: { inactive: 10, closed: 60 },
				captureRules: [{ from: '*', to: '+15005550177' }],
			},
		},
		statusCallbacks: [
			{ url: 'https://crm.example.com/hook' },
			{ url: 'https://agent.example.com/webhook', method: 'POST' },
		],
		memoryStoreId: world.memoryStoreId,
		futureField: { kept: true },
	});
	// The old one is as it was, and out of use.
	const [old, replacement] = [...world.intelligenceConfigurations.values()];
	expect(orchestrator.intelligenceConfigurationIds).toEqual([replacement?.id]);
	expect(old?.version).toBe(1);

	const writes = clone.writes();
	// At the very end messages are no longer captured: by then they come through Flex's service.
	const traffic = writes.slice(writes.findIndex((write) => /IncomingPhoneNumbers|Addresses/.test(write)));
	expect(traffic.map((write) => write.replace(/.*\/([A-Za-z]+)\/[^/]*$/, '$1'))).toEqual([
		'IncomingPhoneNumbers',
		'Addresses',
		'IncomingPhoneNumbers',
		'Configurations',
	]);
}, 120_000);

test('a second run changes nothing', async () => {
	const { code, output } = await clone.setup('--yes');
	expect(code).toBe(0);
	expect(output).toContain('Nothing was changed.');
	expect(clone.writes()).toEqual([]);
}, 60_000);

test('doctor reads the account in few rounds: at 100 ms a request it takes two seconds longer at the most', async () => {
	// What else the machine does can only make it slower; starting the command costs the same in both.
	const fastestOf = async (delay: number): Promise<number> => {
		clone.emulator.faults.add({ fault: { delay } });
		const times: number[] = [];
		for (let run = 1; run <= 2; run++) {
			const start = performance.now();
			const { code } = await clone.doctor('--json');
			times.push(performance.now() - start);
			expect(code).toBe(0);
		}
		clone.emulator.faults.clear();
		return Math.min(...times);
	};
	const withoutDelay = await fastestOf(0);
	expect((await fastestOf(100)) - withoutDelay).toBeLessThan(2_000);
	expect(clone.writes()).toEqual([]);
}, 120_000);

test('setup --undo restores the account and .env', async () => {
	const [file, ...others] = readdirSync(join(clone.root, 'setup-undo'));
	expect(others).toEqual([]);
	const path = join('setup-undo', file ?? '');
	expect(readFileSync(join(clone.root, path), 'utf8')).not.toMatch(world.account.authToken);
	const { output } = await clone.setup('--undo', path, '--yes');
	expectNoSecret(output);
	expect(changeable()).toEqual(before);
	const env = readFileSync(clone.envFile, 'utf8');
	for (const [name, value] of Object.entries(settings)) expect(env).toContain(`\n${name}=${value}\n`);
}, 60_000);
