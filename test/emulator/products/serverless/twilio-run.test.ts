/** Twilio's own tool deploys this project to the emulator. */
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { Emulator } from '../../../../emulator/core/emulator';
import { PROJECT } from '../../../../emulator/products/serverless/hosting/functions-server';
import { ask } from '../../../support/deploying';

const run = promisify(execFile);
/** Not in a fresh clone, or not needed for a deployment. */
const LEFT_OUT = ['.git', '.env', '.twiliodeployinfo', 'coverage', 'dist', 'node_modules', 'test'];

describe('twilio-run deploy', () => {
	let emulator: Emulator;
	let clone: string;
	beforeAll(async () => {
		emulator = await Emulator.start();
		emulator.hosting.isWarm = true;
		clone = await mkdtemp(join(tmpdir(), 'handoff-clone-'));
		const filter = (source: string) => !LEFT_OUT.includes(relative(PROJECT, source));
		await cp(PROJECT, clone, { recursive: true, filter });
		await symlink(join(PROJECT, 'node_modules'), join(clone, 'node_modules'), 'junction');
		const { accountSid, authToken } = emulator.world.account;
		const variables = [`ACCOUNT_SID=${accountSid}`, `AUTH_TOKEN=${authToken}`, 'HANDOFF_FALLBACK_NUMBER='];
		const { workflowSid } = emulator.world;
		variables.push(`TWILIO_FLEX_WORKFLOW_SID=${workflowSid}`);
		await writeFile(join(clone, '.env'), `${variables.join('\n')}\n`);
		await run(process.execPath, [require.resolve('tsx/cli'), 'build.ts'], { cwd: clone });
	});
	afterAll(async () => {
		await emulator.stop();
		await rm(clone, { recursive: true, force: true });
		expect(emulator.crashes).toEqual([]);
	});

	/** Runs the tool in the clone. A failure is not thrown: the result has the exit code. */
	const twilioRun = async (...command: string[]): Promise<{ code: number; output: string }> => {
		const tool = require.resolve('twilio-run/bin/twilio-run');
		// Jest's own NODE_ENV would change how the tool retries.
		const env = { ...process.env, NODE_ENV: 'production', ...emulator.env() };
		return run(process.execPath, [tool, ...command], { cwd: clone, env }).then(
			({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
			(error) => ({ code: error.code, output: error.stdout + error.stderr }),
		);
	};
	const deploy = () => twilioRun('deploy');
	const environment = () => {
		const [only, ...others] = emulator.world.serverless.environments.values();
		if (!only || others.length > 0) throw new Error('There is not exactly one environment');
		return only;
	};
	const live = () => {
		const found = emulator.world.serverless.live(environment());
		if (!found) throw new Error('Nothing is deployed');
		return found;
	};
	const origin = () => `https://${environment().domainName}`;
	const summary = (versions: readonly { path: string; visibility: string }[]) =>
		versions.map(({ path, visibility }) => `${visibility} ${path}`).sort();

	/** Where the Functions of this folder are served. */
	const endpoints = async () =>
		(await readdir(join(PROJECT, 'functions'))).map((name) => `/${name.replace(/\.ts$/, '')}`).sort();

	test('deploys every endpoint, the version asset, dependencies and variables', async () => {
		const { code, output } = await deploy();
		expect(output).toContain('Serverless project successfully deployed');
		expect(code).toBe(0);
		expect(environment().domainName).toMatch(/^ai-to-human-handoff-\d{4}-dev\.twil\.io$/);
		expect(output).toContain(environment().domainName);
		const { build, functions, assets } = live();
		expect(summary(functions)).toEqual((await endpoints()).map((path) => `public ${path}`));
		expect(summary(assets)).toEqual(['public /version.json']);
		const { dependencies } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8'));
		expect(Object.fromEntries(build.dependencies.map(({ name, version }) => [name, version]))).toEqual(
			dependencies,
		);
		expect(build.runtime).toBe('node22');
		expect(emulator.world.serverless.variablesOf(environment())).toEqual({
			TWILIO_FLEX_WORKFLOW_SID: emulator.world.workflowSid,
		});
		for (const { path, content } of functions) {
			expect(content).toEqual(await readFile(join(clone, 'dist', 'functions', `${path.slice(1)}.js`)));
		}
	});

	test('lists what is deployed', async () => {
		const { code, output } = await twilioRun(
			...['list', 'services,environments,functions,assets,variables,builds', '-o', 'json'],
		);
		expect({ code, output }).toMatchObject({ code: 0 });
		const { sid, serviceSid, domainName } = environment();
		for (const text of [sid, serviceSid, domainName, 'TWILIO_FLEX_WORKFLOW_SID', '/version.json'])
			expect(output).toContain(text);
	});

	test('sets, reads and unsets a variable', async () => {
		const { serviceSid } = environment();
		const on = ['--service-sid', serviceSid, '--environment', 'dev'];
		const set = ['env', 'set', '--key', 'GREETING', '--value'];
		expect(await twilioRun(...set, 'Hi', ...on)).toMatchObject({ code: 0 });
		expect(await twilioRun(...set, 'Hello', ...on)).toMatchObject({ code: 0 });
		expect(await twilioRun('env', 'get', '--key', 'GREETING', ...on)).toMatchObject({
			code: 0,
			output: expect.stringContaining('Hello'),
		});
		expect(await twilioRun('env', 'unset', '--key', 'GREETING', ...on)).toMatchObject({ code: 0 });
		expect(emulator.world.serverless.variablesOf(environment())).not.toHaveProperty('GREETING');
	});

	test('the deployed endpoints respond with 401 to unauthenticated requests, and with TwiML to Twilio', async () => {
		const { path, visibility } = live().assets[0] ?? {};
		expect({ path, visibility }).toEqual({ path: '/version.json', visibility: 'public' });
		expect(JSON.parse((await ask(emulator, `${origin()}/version.json`)).text)).toHaveProperty('version');
		for (const endpoint of await endpoints()) {
			expect(await ask(emulator, `${origin()}${endpoint}`, { method: 'POST' })).toMatchObject({
				status: 401,
			});
		}
		const { accountSid, authToken } = emulator.world.account;
		const fields = {
			AccountSid: accountSid,
			CallSid: 'CA1',
			CallStatus: 'in-progress',
			From: '+1',
			To: '+2',
		};
		const url = `${origin()}/handoff`;
		const callback = await ask(emulator, url, {
			method: 'POST',
			headers: {
				'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
				'x-twilio-signature': getExpectedTwilioSignature(authToken, url, fields),
			},
			body: new URLSearchParams({ ...fields, Direction: 'inbound' }).toString(),
		});
		// The body has one more field than the signature.
		expect(callback.status).toBe(403);
		const { call } = emulator.world.addVoiceConversation({ from: '+15005550123' });
		await emulator.phone.endConversationRelay(call, { actionUrl: url });
		expect(call.events).toEqual(['Hangup']);
		const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
		const authenticated = await ask(emulator, url, {
			method: 'POST',
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				authorization: `Basic ${basic}`,
			},
			body: new URLSearchParams({ ...fields, CallSid: call.sid, SessionId: 'VX1' }).toString(),
		});
		expect(authenticated.status).toBe(200);
		expect(authenticated.headers['content-type']).toMatch('text/xml');
		expect(authenticated.text).toContain('<Hangup/>');
	});

	test('the logs have what the Functions printed', async () => {
		const { code, output } = await twilioRun(
			...['logs', '--service-sid', environment().serviceSid, '--environment', 'dev'],
		);
		expect(code).toBe(0);
		expect(output).toMatch(/^\[info\]\[.+Z\]: \{"path":"\/handoff"/m);
		expect(output).not.toContain('Response Type');
	});

	test('npm’s newest handler is rejected, as on Twilio', async () => {
		const file = join(clone, 'package.json');
		const manifest = await readFile(file, 'utf8');
		const before = environment().buildSid;
		await writeFile(file, manifest.replace(/("@twilio\/runtime-handler": )"[^"]+"/, '$1"2.1.0"'));
		const { code, output } = await deploy();
		await writeFile(file, manifest);
		expect(code).toBe(1);
		expect(output).toContain('20001');
		expect(output.replace(/\s*\n│\s*/g, ' ')).toContain('found for @twilio/runtime-handler@2.1.0');
		expect(environment().buildSid).toBe(before);
	});

	test('a build that fails is reported and changes nothing live', async () => {
		const before = environment().buildSid;
		emulator.world.serverless.failNextBuild = true;
		const { code, output } = await deploy();
		expect(code).toBe(1);
		expect(output).toContain('Failed Deployment');
		expect(environment().buildSid).toBe(before);
		expect((await ask(emulator, `${origin()}/handoff`, { method: 'POST' })).status).toBe(401);
	});

	test('a second deployment takes over, with new files byte for byte', async () => {
		const [before] = live().functions;
		const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
		await mkdir(join(clone, 'assets', 'images'), { recursive: true });
		await writeFile(join(clone, 'assets', 'images', 'logo.png'), bytes);
		const functions = join(clone, 'dist', 'functions');
		await writeFile(
			join(functions, 'who.protected.js'),
			'exports.handler = (c, e, done) => done(null, "me");',
		);
		await appendFile(
			join(functions, 'handoff.js'),
			'\nmodule.exports = { handler: (c, e, done) => done(null, "second") };',
		);
		expect(await deploy()).toMatchObject({ code: 0 });
		expect((await ask(emulator, `${origin()}/handoff`)).text).toBe('second');
		expect((await ask(emulator, `${origin()}/images/logo.png`)).bytes).toEqual(bytes);
		expect(live().assets.find(({ path }) => path === '/images/logo.png')).toMatchObject({
			contentType: 'image/png',
		});
		expect((await ask(emulator, `${origin()}/who`)).status).toBe(403);
		// The same Functions, with another version each.
		const { functions: kept, functionVersions, services } = emulator.world.serverless;
		expect([services.size, kept.size]).toEqual([1, (await endpoints()).length + 1]);
		expect(live().functions.map(({ sid }) => sid)).not.toContain(before?.sid);
		expect(functionVersions.get(before?.sid ?? '')).toEqual(before);
	});

	test('another clone reports that the service exists', async () => {
		await rm(join(clone, '.twiliodeployinfo'));
		const { code, output } = await deploy();
		expect(code).toBe(1);
		expect(output).toContain('already exists with SID');
	});
});
