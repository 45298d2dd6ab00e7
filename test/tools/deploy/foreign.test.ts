/**
 * `npx handoff deploy` on an account where a service of our name is there already, and what it refuses before it writes.
 * @module
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { World } from '../../../emulator/core/world';
import { publish } from '../../support/deploying';
import { Clone } from './clone';

const NAME = 'ai-to-human-handoff';
const hello = { path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' };

let clone: Clone;
let world: World;

beforeAll(async () => {
	clone = await Clone.start();
	world = clone.emulator.world;
	world.serverless.pollsPerBuild = 0;
}, 60_000);

afterEach(() => {
	clone.emulator.faults.clear();
	clone.writes();
});

afterAll(async () => {
	await clone.stop();
	expect(clone.emulator.crashes).toEqual([]);
});

/** A service of our name; Twilio names those of the tests otherwise. */
async function foreignService(domainSuffix: string | null) {
	const there = await publish(clone.emulator, {
		functions: [hello],
		assets: [{ path: '/a.txt', content: 'a' }],
	});
	Object.assign(world.serverless.services.get(there.serviceSid) ?? {}, { uniqueName: NAME });
	Object.assign(world.serverless.environments.get(there.sid) ?? {}, { domainSuffix });
	clone.writes();
	return there;
}

const builds = () => [...world.serverless.environments.values()].map(({ buildSid }) => buildSid);

function without(serviceSid: string): void {
	const { services, environments } = world.serverless;
	services.delete(serviceSid);
	for (const [sid, environment] of environments)
		if (environment.serviceSid === serviceSid) environments.delete(sid);
}

async function withSetting(name: string, value: string): Promise<{ code: number; output: string }> {
	const env = readFileSync(clone.envFile, 'utf8');
	clone.addSettings({ [name]: value });
	const outcome = await clone.deploy('--dry-run');
	writeFileSync(clone.envFile, env);
	return outcome;
}

test.each([
	['the region ie1', 'TWILIO_REGION', 'ie1', /TWILIO_REGION is ie1\. .*us1/],
	[
		'a variable longer than Twilio takes',
		'TWILIO_API_SECRET',
		'x'.repeat(451),
		/TWILIO_API_SECRET is 451 bytes/,
	],
])(
	'%s stops a deploy before it writes',
	async (_what, name, value, message) => {
		const { code, output } = await withSetting(name, value);
		expect(code).toBe(1);
		expect(output).toMatch(message);
		expect(clone.writes()).toEqual([]);
	},
	60_000,
);

test('an account that cannot be read is not called empty', async () => {
	clone.emulator.faults.add({ match: { path: '/v1/Services' }, from: 1, fault: { status: 403 } });
	const { code, output } = await clone.deploy('--dry-run');
	expect(code).toBe(1);
	expect(output).toContain('Live: Functions unknown (could not be read); no flow.');
}, 60_000);

test.each([
	['where ours would go', 'dev', 'would be replaced'],
	['in another environment', null, 'also in this service'],
])(
	'Functions of another project %s stop dry run, deploy and setup',
	async (_what, suffix, verdict) => {
		const { serviceSid } = await foreignService(suffix);
		const before = builds();
		for (const args of [
			['--dry-run'],
			[],
			['--replace-service', 'another-service'],
			['--replace-service', `ZS${'0'.repeat(32)}`],
		]) {
			const { code, output } = await clone.deploy(...args);
			expect(output).toContain(`${verdict}: https://`);
			expect(output).toContain('/a.txt, /hello');
			expect(output).toContain(`--replace-service ${NAME}`);
			expect(code).toBe(1);
		}
		const setup = await clone.setup('--yes');
		expect(setup.output).toContain(`${verdict}: https://`);
		expect(clone.writes().filter((write) => /serverless|studio/.test(write))).toEqual([]);
		expect(builds()).toEqual(before);
		without(serviceSid);
	},
	180_000,
);

test('--replace-service replaces another project’s Functions, after the account was shown', async () => {
	const { serviceSid, sid } = await foreignService('dev');
	const { code, output } = await clone.deploy('--replace-service', NAME);
	expect({ code, output }).toMatchObject({ code: 0 });
	const account = output.search(new RegExp(`✓ Account: ".+" \\(${world.account.accountSid}\\)`));
	expect(account).toBeGreaterThanOrEqual(0);
	expect(account).toBeLessThan(output.indexOf('✓ Functions:'));
	const environment = world.serverless.environments.get(sid);
	const live = environment && world.serverless.live(environment);
	expect(live?.functions.map(({ path }) => path)).not.toContain('/hello');
	// From now on our note is with them.
	expect(await clone.deploy()).toMatchObject({ code: 0 });
	without(serviceSid);
}, 120_000);

test('Functions that twilio-run deployed from this project count as this project’s', async () => {
	const tool = require.resolve('twilio-run/bin/twilio-run');
	const env = { ...process.env, NODE_ENV: 'production', ...clone.emulator.env() };
	await promisify(execFile)(process.execPath, [tool, 'deploy'], { cwd: clone.root, env });
	clone.writes();
	const { code, output } = await clone.deploy('--dry-run');
	expect(output).toContain('Functions: create a new build');
	expect(code).toBe(0);

	// A version before this one had fewer Functions.
	const [environment] = world.serverless.environments.values();
	const build = world.serverless.builds.get(environment?.buildSid ?? '');
	Object.assign(build ?? {}, { functionVersionSids: build?.functionVersionSids.slice(1) });
	expect(await clone.deploy('--dry-run')).toMatchObject({ code: 0 });
	expect(clone.writes()).toEqual([]);
}, 60_000);

test('variables that are too many for a Function to run are named, none with its value', async () => {
	const [environment] = world.serverless.environments.values();
	if (!environment) throw new Error('no environment');
	const { sid: environmentSid, serviceSid } = environment;
	const now = new Date();
	for (let count = 0; count < 7; count++) {
		const sid = `ZV${String(count).repeat(32)}`;
		const dated = { sid, dateCreated: now, dateUpdated: now };
		world.serverless.variables.set(sid, {
			...dated,
			environmentSid,
			serviceSid,
			key: `AGENT_${count}`,
			value: 'v'.repeat(440),
		});
	}
	const { code, output } = await clone.deploy('--dry-run');
	expect(code).toBe(1);
	expect(output).toMatch(/82006.*AGENT_\d/);
	expect(output).not.toContain('vvv');
	expect(clone.writes()).toEqual([]);
}, 60_000);

test('a dependency that Twilio refuses is named, with the version to try', async () => {
	world.serverless.variables.clear();
	const file = join(clone.root, 'package.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8'));
	const { '@twilio/runtime-handler': pinned } = manifest.dependencies;
	manifest.dependencies['@twilio/runtime-handler'] = '2.1.0';
	writeFileSync(file, JSON.stringify(manifest));
	const before = builds();
	const { code, output } = await clone.deploy();
	expect(code).toBe(1);
	expect(output).toContain(`npm install --save-exact @twilio/runtime-handler@${pinned}`);
	expect(builds()).toEqual(before);
}, 60_000);
