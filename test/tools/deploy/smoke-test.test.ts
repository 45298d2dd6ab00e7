/** The smoke test over TLS: of a good deployment, of broken ones, and of one that is still spreading. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Emulator } from '../../../emulator/core/emulator';
import type { SmokeCheck } from '../../../tools/account/account-view';
import { liveVersion, smokeTest } from '../../../tools/deploy/smoke-test';
import { clientOf } from '../../support/client';
import { publish } from '../../support/deploying';
import { cloneProject } from './deployer';

const VERSION = '1.2.3';

describe('the smoke test', () => {
	let emulator: Emulator;
	let root: string;
	let functions: { path: string; content: string }[];
	let waits: number[];
	/** Where a good deployment is. */
	let good: string;
	const version = { path: '/version.json', content: JSON.stringify({ version: VERSION }) };
	const credentials = () => {
		const { apiKey, apiSecret } = emulator.world.account;
		return { username: apiKey, password: apiSecret };
	};
	const ask = (origin: string, attempts = 3): Promise<SmokeCheck[]> => {
		const { httpClient } = clientOf(emulator);
		const clock = { sleep: async (ms: number) => void waits.push(ms) };
		return smokeTest(origin, credentials(), VERSION, { attempts, waitMs: 700, clock, httpClient });
	};
	const wrong = (checks: readonly SmokeCheck[]) => checks.filter(({ ok }) => !ok);
	const deploy = (changed: Readonly<Record<string, string>>, assets = [version]) =>
		publish(emulator, {
			functions: functions.map(({ path, content }) => ({ path, content: changed[path] ?? content })),
			assets,
			variables: {
				TWILIO_API_KEY: emulator.world.account.apiKey,
				TWILIO_API_SECRET: emulator.world.account.apiSecret,
			},
		});

	beforeAll(async () => {
		emulator = await Emulator.start();
		emulator.hosting.isWarm = true;
		root = await cloneProject();
		const folder = join(root, 'dist/functions');
		functions = await Promise.all(
			(await readdir(folder)).map(async (name) => ({
				path: `/${name.replace(/\.js$/, '')}`,
				content: await readFile(join(folder, name), 'utf8'),
			})),
		);
		good = (await deploy({})).origin;
	});
	beforeEach(() => {
		waits = [];
		emulator.faults.clear();
	});
	afterAll(async () => {
		await emulator.stop();
		await rm(root, { recursive: true, force: true });
		expect(emulator.crashes).toEqual([]);
	});

	test('a good deployment passes every test at the first attempt, without a request to Twilio', async () => {
		const before = emulator.requests.length;
		const checks = await ask(good);
		expect(wrong(checks)).toEqual([]);
		expect(checks.map(({ name }) => name)).toEqual([
			'unauthenticated requests get 401 from /handoff',
			'unauthenticated requests get 401 from /participant-lookup',
			'unauthenticated requests get 401 from /service-sid',
			'unauthenticated requests get 401 from /task-attributes',
			'unauthenticated requests get 401 from /give-back',
			'unauthenticated requests get 401 from /task-events',
			'wrong credentials get 403 from /service-sid',
			'valid credentials without a conversationId get 400 from /service-sid',
			'/handoff returns <Hangup/> for a call that ended without a handoff',
			`/version.json is ${VERSION}`,
		]);
		expect(waits).toEqual([]);
		// No Function sent a request to Twilio.
		expect(emulator.requests.slice(before).filter(({ url }) => !url.startsWith(good))).toEqual([]);
	});

	test('a test that fails while a deployment spreads runs again', async () => {
		const { host } = new URL(good);
		emulator.faults
			.add({ match: { host, path: '/version.json' }, nth: 1, fault: { reset: true } })
			.add({
				match: { host, path: '/version.json' },
				nth: 2,
				fault: { status: 200, body: { version: '1.2.2' } },
			})
			.add({ match: { host, path: '/handoff' }, nth: 1, fault: { status: 404 } })
			.add({ match: { host, path: '/participant-lookup' }, nth: 1, fault: { status: 503 } });
		expect(wrong(await ask(good))).toEqual([]);
		expect(waits).toEqual([700, 700, 700, 700]);
	});

	test('a broken deployment fails the tests concerned, with the response and no secret', async () => {
		const { origin } = await deploy(
			{
				'/participant-lookup': 'exports.handler = (c, e, done) => done(null, { secret: "for everyone" });',
				'/handoff': 'require("not-installed");',
			},
			[{ ...version, content: '{"version":"1.2.2"}' }],
		);
		const checks = await ask(origin, 2);
		expect(wrong(checks)).toEqual([
			expect.objectContaining({ name: 'unauthenticated requests get 401 from /handoff' }),
			{
				name: 'unauthenticated requests get 401 from /participant-lookup',
				about: 'authentication',
				ok: false,
				found: '200 {"secret":"for everyone"}',
			},
			expect.objectContaining({ name: '/handoff returns <Hangup/> for a call that ended without a handoff' }),
			{ name: `/version.json is ${VERSION}`, about: 'version', ok: false, found: '200 {"version":"1.2.2"}' },
		]);
		expect(JSON.stringify(checks)).not.toContain(credentials().password);
		expect(waits).toHaveLength(4);
	});

	test('without any response every test fails', async () => {
		emulator.faults.add({ match: { host: new URL(good).host }, fault: { reset: true } });
		const checks = await ask(good);
		expect(wrong(checks)).toHaveLength(10);
		for (const { found } of checks) expect(found).toMatch(/^no response: /);
		expect(JSON.stringify(checks)).not.toContain(credentials().password);
	});

	test('the live version is what the Functions say, and unknown when they say none', async () => {
		const { httpClient } = clientOf(emulator);
		expect(await liveVersion(good, httpClient)).toBe(VERSION);
		const { origin } = await deploy({}, [{ path: '/version.json', content: '"none"' }]);
		expect(await liveVersion(origin, httpClient)).toBeUndefined();
		emulator.faults.add({ match: { path: '/version.json' }, fault: { reset: true } });
		expect(await liveVersion(good, httpClient)).toBeUndefined();
	});
});
