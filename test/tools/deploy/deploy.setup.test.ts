/**
 * `handoff doctor` and `handoff setup` on an account that is wrong in every way, from a fresh clone.
 * @module
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeNewAccount, settingsOfNewAccount } from '../../../emulator/core/new-account';
import type { RecordedRequest } from '../../../emulator/core/recorded';
import type { World } from '../../../emulator/core/world';
import { PRODUCTS } from '../../../tools/doctor/products';
import { Clone } from './clone';
import { FAULTS, one } from './wrong-world';

/** A run of setup reads again only what its changes may have changed. */
const MOST_OF_SETUP = 155;
/** One after the other; what is independent is asked and written side by side. */
const MOST_OF_SETUP_IN_A_ROW = 80;
const CHECKS = PRODUCTS.flatMap(({ checks }) => checks);
/** Each check may cost one request. */
const MOST_OF_DOCTOR = CHECKS.length;
const MOST_IN_A_ROW = 7;

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
	const hidden = /^intelligence|^orchestrator\/(?!configuration)|^flex\/(routing|event-callback)/;
	expect(names).toEqual(FAULTS.filter((check) => !hidden.test(check)));
	expect(clone.writes()).toEqual([]);
}, 60_000);

test('one run of setup makes the account healthy, traffic last', async () => {
	clone.emulator.requests.splice(0);
	// Long enough that what starts together overlaps.
	clone.emulator.faults.add({ fault: { delay: 100 } });
	const { code, output } = await clone.setup('--yes');
	clone.emulator.faults.clear();
	expect({ code, output }).toMatchObject({ code: 0 });
	const { requests } = clone.emulator;
	expect(requests.length).toBeLessThanOrEqual(MOST_OF_SETUP);
	expect(depthOf(requests)).toBeLessThanOrEqual(MOST_OF_SETUP_IN_A_ROW);
	expect(output).toContain(`\n${CHECKS.length - 2} passed, 2 warnings.\n`);
	// The list comes first; each change has its number; the last line counts.
	expect(output).toMatch(/^Setup will make \d+ changes:$/m);
	expect(output).toMatch(/^1 of \d+: /m);
	expect(output).toMatch(/^\d+ changes? made, 0 remaining\.$/m);
	expectNoSecret(output);
	const fixes = FAULTS.filter((check) => output.includes(`Reason: ${check}:`));
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

test('a second run of setup changes nothing', async () => {
	const { code, output } = await clone.setup('--yes');
	expect(code).toBe(0);
	expect(output).toContain('Nothing was changed.');
	expect(clone.writes()).toEqual([]);
}, 60_000);

/** The most requests of which each began when the one before had ended. */
function depthOf(requests: readonly RecordedRequest[]): number {
	let depth = 0;
	let free = 0;
	const endOf = ({ startedAt, durationMs = 0 }: RecordedRequest) => startedAt + durationMs;
	for (const each of requests.toSorted((one, other) => endOf(one) - endOf(other))) {
		if (each.startedAt < free) continue;
		free = endOf(each);
		depth++;
	}
	return depth;
}

test('doctor reads the account in few rounds, and nothing twice but what the virtual agent’s key may read too', async () => {
	clone.emulator.requests.splice(0);
	// Long enough that what starts together overlaps, however busy the machine is.
	clone.emulator.faults.add({ fault: { delay: 500 } });
	const { code } = await clone.doctor('--json');
	clone.emulator.faults.clear();
	expect(code).toBe(0);
	const requests = clone.emulator.requests.splice(0);
	expect(depthOf(requests)).toBeLessThanOrEqual(MOST_IN_A_ROW);
	expect(requests.length).toBeLessThanOrEqual(MOST_OF_DOCTOR);
}, 60_000);

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
	// Again, there is nothing left to do, and nothing is counted as done.
	clone.writes();
	const again = await clone.setup('--undo', path, '--yes');
	expect(again).toMatchObject({
		code: 0,
		output: expect.stringMatching(/^0 of (\d+) changes undone\. \1 already/m),
	});
	expect(clone.writes()).toEqual([]);
}, 120_000);

test('a change that can’t be undone holds an undo up until it is skipped by name', async () => {
	const log = (name: string, startedAt: string, title: string) => {
		const edit = { edit: 'create', resource: 'intelligence-configuration', value: {} };
		const changes = [{ title, stage: 'intelligence', steps: [{ state: 'begun', edit }] }];
		const path = join(clone.root, 'setup-undo', name);
		writeFileSync(path, JSON.stringify({ accountSid: world.account.accountSid, startedAt, changes }));
		return join('setup-undo', name);
	};
	clone.writes();
	const older = log('2.json', '2098-01-01T00:00:00.000Z', 'The answer was lost');
	const newer = log('3.json', '2099-01-01T00:00:00.000Z', 'So was this one');
	expect((await clone.setup('--undo', older, '--yes')).output).toContain(newer);
	const left = await clone.setup('--undo', newer, '--yes');
	expect(left.code).toBe(1);
	expect(left.output).toContain('--skip 1');
	expect((await clone.setup('--undo', newer, '--skip', 'Another', '--yes')).output).toContain(
		'It has: 1 "So was this one"',
	);
	const skipped = await clone.setup('--undo', newer, '--skip', 'So was this one', '--yes');
	expect({ code: skipped.code, output: skipped.output }).toMatchObject({ code: 0 });
	expect(skipped.output).toContain('0 of 1 changes undone. 1 skipped.');
	expect((await clone.setup('--undo', older, '--skip', '1', '--yes')).code).toBe(0);
	expect((await clone.setup('--skip', '1', '--yes')).code).toBe(3);
	expect(clone.writes()).toEqual([]);
}, 60_000);

test('setup that was killed while it deployed is not reported as nothing to undo', async () => {
	const [flow] = [...world.flows.values()].filter(
		({ friendlyName }) => friendlyName === 'AI-to-human handoff',
	);
	const [revision] = flow?.revisions ?? [];
	if (!flow || !revision) throw new Error('no flow');
	flow.revisions.push({ ...revision, commitMessage: 'by the setup that was killed' });
	clone.addSettings({ TWILIO_STUDIO_HANDOFF_FLOW_SID: flow.sid });
	const before = { flow: { sid: flow.sid, revision: 1 }, functions: null };
	const changes = [{ title: 'Deploy', stage: 'deploy', before, steps: [] }];
	const path = join('setup-undo', '4.json');
	const log = { accountSid: world.account.accountSid, startedAt: '2100-01-01T00:00:00.000Z', changes };
	writeFileSync(join(clone.root, path), JSON.stringify(log));
	const { code, output } = await clone.setup('--undo', path, '--yes');
	expect({ code, output }).toMatchObject({ code: 0 });
	expect(output).toContain(`Now live: flow ${flow.sid} revision 2`);
	expect(output).toContain('1 of 1 changes undone.');
	expect(flow.revisions.at(-1)?.commitMessage).toMatch(/^rollback to revision 1/);
}, 60_000);
