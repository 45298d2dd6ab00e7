/** Deploying the Functions with Twilio's own library, one deployment after the other. */
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emulator } from '../../../emulator/core/emulator';
import { readSettings } from '../../../src/settings';
import { localBundle } from '../../../tools/deploy/bundle';
import { desiredVariables } from '../../../tools/deploy/functions-plan';
import { publish } from '../../support/deploying';
import { cloneProject, Deployer, SERVICE } from './deployer';

const AGENTS_TOKEN = 'the-agents-own-auth-token';

describe('deploying the Functions', () => {
	let emulator: Emulator;
	let deployer: Deployer;
	const world = () => emulator.world;
	const environment = () => {
		const [only, ...others] = world().serverless.environments.values();
		if (!only || others.length > 0) throw new Error('There is not exactly one environment');
		return only;
	};
	const variablesThere = () => world().serverless.variablesOf(environment());
	const changeCode = (text: string) =>
		appendFile(join(deployer.root, 'dist/functions/handoff.js'), `\n// ${text}`);

	beforeAll(async () => {
		emulator = await Emulator.start();
		world().serverless.pollsPerBuild = 0;
		const { accountSid, authToken, apiKey, apiSecret } = world().account;
		const settings = readSettings({
			ACCOUNT_SID: accountSid,
			AUTH_TOKEN: authToken,
			TWILIO_ACCOUNT_SID: accountSid,
			TWILIO_AUTH_TOKEN: AGENTS_TOKEN,
			TWILIO_API_KEY: apiKey,
			TWILIO_API_SECRET: apiSecret,
			TWILIO_FLEX_WORKFLOW_SID: world().workflowSid,
			TWILIO_FLEX_VOICE_CHANNEL_SID: world().voiceChannelSid,
			HANDOFF_FALLBACK_NUMBER: '+15005550009',
			PATH: '/usr/bin',
		});
		const root = await cloneProject();
		// What a plain `twilio-run deploy` would upload, and would be sent to.
		await writeFile(join(root, '.env'), `ACCOUNT_SID=${accountSid}\nTWILIO_AUTH_TOKEN=${AGENTS_TOKEN}\n`);
		const stale = { serviceSid: `ZS${'0'.repeat(32)}`, latestBuild: `ZB${'0'.repeat(32)}` };
		await writeFile(join(root, '.twiliodeployinfo'), JSON.stringify({ [`${accountSid}:us1`]: stale }));
		deployer = new Deployer(emulator, root, desiredVariables(settings));
	});
	afterEach(() => emulator.faults.clear());
	afterAll(async () => {
		await emulator.stop();
		await rm(deployer.root, { recursive: true, force: true });
		expect(emulator.crashes).toEqual([]);
	});

	test('the first deployment plans everything as new, and a failed first build leaves only the service', async () => {
		expect(await deployer.live()).toBeUndefined();
		expect(await deployer.plan()).toMatchObject({
			build: 'first',
			variables: { set: expect.arrayContaining(['TWILIO_API_SECRET', 'TWILIO_FLEX_WORKFLOW_SID']) },
			nothingToDo: false,
		});
		expect(deployer.writes()).toEqual([]);
		world().serverless.failNextBuild = true;
		const message = await deployer.failure();
		expect(message).toMatch(/couldn’t build the Functions \(build ZB\w+ failed\)/);
		expect(message).toContain('https://console.twilio.com/us1/develop/functions/editor/ZS');
		expect(message).toContain('Nothing is live yet.');
	});

	test('the first deployment ignores .twiliodeployinfo and .env, and sets our variables only', async () => {
		const deployment = await deployer.deploy();
		const { apiKey, apiSecret } = world().account;
		expect([...world().serverless.services.values()]).toMatchObject([
			{ uniqueName: SERVICE, sid: deployment.serviceSid, includeCredentials: true },
		]);
		expect(deployment).toMatchObject({ domain: environment().domainName, buildSid: environment().buildSid });
		const functions = world().serverless.live(environment())?.functions;
		expect(functions?.map(({ path }) => path).sort()).toEqual((await localBundle(deployer.root)).functions);
		expect(variablesThere()).toEqual({
			TWILIO_API_KEY: apiKey,
			TWILIO_API_SECRET: apiSecret,
			TWILIO_FLEX_WORKFLOW_SID: world().workflowSid,
			HANDOFF_FALLBACK_NUMBER: '+15005550009',
			HANDOFF_DEPLOYMENT: expect.stringMatching(new RegExp(`^[0-9a-f]{64}@${deployment.buildSid}$`)),
		});
		expect(deployment).toEqual(await deployer.live());
	});

	test('a second deployment with nothing changed only reads', async () => {
		deployer.writes();
		expect(await deployer.plan()).toMatchObject({ build: 'none', nothingToDo: true });
		expect(await deployer.deploy()).toEqual(await deployer.live());
		expect(emulator.requests.length).toBeGreaterThan(0);
		expect(deployer.writes()).toEqual([]);
	});

	test('changed variables are set without a build, and those of others and those still needed stay', async () => {
		const { HANDOFF_FALLBACK_NUMBER: _gone, TWILIO_API_SECRET: _needed, ...rest } = deployer.variables;
		const before = deployer.variables;
		deployer.variables = {
			...rest,
			TWILIO_FLEX_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
			TWILIO_PHONE_NUMBER: '+15005550006',
		};
		const live = await deployer.live();
		const { sid, serviceSid } = environment();
		const now = new Date();
		const foreign = { sid: `ZV${'0'.repeat(32)}`, serviceSid, environmentSid: sid };
		const dates = { dateCreated: now, dateUpdated: now };
		world().serverless.variables.set(foreign.sid, { ...foreign, ...dates, key: 'DEBUG', value: 'yes' });
		deployer.writes();
		expect(await deployer.plan()).toEqual({
			build: 'none',
			variables: {
				set: ['TWILIO_PHONE_NUMBER'],
				change: ['TWILIO_FLEX_WORKFLOW_SID'],
				remove: ['HANDOFF_FALLBACK_NUMBER'],
				keep: ['TWILIO_API_SECRET'],
			},
			nothingToDo: false,
		});
		const deployment = await deployer.deploy();
		expect(deployment).toEqual(await deployer.live());
		expect(deployment.buildSid).toBe(live?.buildSid);
		expect(variablesThere()).toMatchObject({
			DEBUG: 'yes',
			TWILIO_PHONE_NUMBER: '+15005550006',
			TWILIO_FLEX_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
			TWILIO_API_SECRET: world().account.apiSecret,
		});
		expect(variablesThere()).not.toHaveProperty('HANDOFF_FALLBACK_NUMBER');
		expect(deployer.writes().sort()).toEqual([
			'DELETE /v1/Services/*/Environments/*/Variables/*',
			'POST /v1/Services/*/Environments/*/Variables',
			'POST /v1/Services/*/Environments/*/Variables/*',
		]);
		deployer.variables = before;
	});

	test.each([
		['an upload', { method: 'POST', path: /\/Versions$/ }],
		['the request for a build', { method: 'POST', path: /\/Builds$/ }],
		['the wait for the build', { method: 'GET', path: /\/Status$/ }],
		['the activation', { method: 'POST', path: /\/Deployments$/ }],
	])(
		'when the network fails during %s, the old build stays live and the error says so',
		async (_what, match) => {
			await changeCode('second');
			expect((await deployer.plan()).build).toBe('changed');
			const before = environment().buildSid;
			emulator.faults.add({ match, fault: { reset: true } });
			const message = await deployer.failure();
			expect(message).toMatch(/^The Functions couldn’t be deployed: .*ECONNRESET/);
			expect(message).toContain(`Build ${before} is still live at https://${environment().domainName}`);
			expect(environment().buildSid).toBe(before);
		},
	);

	test('a refusal from Twilio is passed on with the secrets in it masked', async () => {
		const { accountSid, authToken, apiSecret } = world().account;
		const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
		const message = `Bad: ${authToken} ${apiSecret} Basic ${basic}`;
		emulator.faults.add({ match: { method: 'POST', path: /\/Builds$/ }, fault: { status: 400, message } });
		expect(await deployer.failure()).toContain('Bad: *** *** Basic ***');
	});

	test('a refused upload is reported with the reason that Twilio gives', async () => {
		const message = 'Path is not valid';
		emulator.faults.add({ match: { method: 'POST', path: /\/Versions$/ }, fault: { status: 400, message } });
		expect(await deployer.failure()).toContain(message);
	});

	test('when a build fails, the old build stays live and the error names both', async () => {
		const before = environment().buildSid;
		world().serverless.failNextBuild = true;
		const message = await deployer.failure();
		expect(message).toMatch(/build ZB\w+ failed.*environment\/ZE\w+\./);
		expect(message).toContain(`Build ${before} is still live`);
		await expect(deployer.plan()).resolves.toMatchObject({ build: 'changed' });
	});

	test.each([
		['while it creates the Functions', { path: /\/Functions$/ }],
		['while it waits for the build', { path: /\/Status$/ }],
	])('a deployment that hangs %s ends at its time limit, and no request follows', async (_when, match) => {
		await changeCode('third');
		const before = environment().buildSid;
		emulator.faults.add({ match, fault: { hang: true } });
		expect(await deployer.failure({ timeLimitMs: 2_000 })).toContain('not finished after 2 s');
		deployer.writes();
		emulator.faults.clear();
		await sleep(1_500);
		expect(emulator.requests).toEqual([]);
		expect(environment().buildSid).toBe(before);
	});

	test('when the network stays down, the error says that what is live could not be read', async () => {
		const before = environment().buildSid;
		const live = await deployer.live();
		emulator.faults.add({ match: { path: /\/Functions$/ }, fault: { reset: true } });
		emulator.faults.add({ match: { path: /\/Environments$/ }, fault: { reset: true } });
		const message = await deployer.failure({ live });
		expect(message).toContain('couldn’t be read');
		expect(message).toContain(`was build ${before}`);
	});

	test('when only the record of a new build is lost, the error says that the build is live', async () => {
		const before = environment().buildSid;
		emulator.faults.add({
			match: { method: 'POST', path: /\/Variables\/ZV\w+$/ },
			from: 1,
			fault: { status: 500 },
		});
		const message = await deployer.failure();
		expect(message).toMatch(
			/The new build ZB\w+ is live.*Twilio returned 500 \(setting the variable HANDOFF_DEPLOYMENT\)/,
		);
		expect(environment().buildSid).not.toBe(before);
		expect((await deployer.plan()).build).toBe('foreign');
	});

	test('a build that someone else deployed meanwhile stays, with its variables', async () => {
		await changeCode('fourth');
		const live = await deployer.live();
		const other = { path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' };
		await publish(emulator, { functions: [other], to: environment() });
		const { buildSid } = environment();
		const before = variablesThere();
		deployer.variables = { ...deployer.variables, TWILIO_PHONE_NUMBER: '+15005550007' };
		const message = await deployer.failure({ live });
		expect(message).toContain(`someone else deployed build ${buildSid}`);
		expect(message).toContain(`Build ${buildSid} is live`);
		expect([environment().buildSid, variablesThere()]).toEqual([buildSid, before]);
		await deployer.deploy();
	});

	test('a deployment that another tool made since is noticed and replaced', async () => {
		const other = await publish(emulator, {
			functions: [{ path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' }],
			to: environment(),
		});
		expect(other.sid).toBe(environment().sid);
		expect((await deployer.plan()).build).toBe('foreign');
		await deployer.deploy();
		const functions = world().serverless.live(environment())?.functions;
		expect(functions?.map(({ path }) => path)).not.toContain('/hello');
		await expect(deployer.plan()).resolves.toMatchObject({ build: 'none', nothingToDo: true });
	});

	test('no output holds a secret, and nothing else from .env reaches the account', async () => {
		const { authToken, apiSecret, accountSid } = world().account;
		const output = deployer.statuses.join('\n');
		expect(output).toContain('Uploading');
		const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
		const secrets = [authToken, apiSecret, basic, AGENTS_TOKEN];
		for (const secret of secrets) expect(output).not.toContain(secret.slice(0, 8));

		expect(JSON.stringify([...world().serverless.variables.values()])).not.toContain(AGENTS_TOKEN);
		expect(JSON.stringify(emulator.requests)).not.toContain(AGENTS_TOKEN);
		expect(await readFile(join(deployer.root, '.twiliodeployinfo'), 'utf8')).not.toContain(authToken);
	});
});
