/** The Functions' half of a deployment, with Twilio's own tool, one deployment after the other. */
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emulator } from '../../../emulator/core/emulator';
import { readSettings } from '../../../src/settings';
import { desiredVariables, localBundle } from '../../../tools/doctor/functions';
import { publish } from '../../emulator/deploying';
import { cloneProject, Deployer, leftovers, SERVICE } from '../doctor/engine/project';

const AGENTS_TOKEN = 'the-agents-own-auth-token';

describe('deployFunctions', () => {
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
		expect(await leftovers(emulator)).toEqual([]);
	});

	test('the first time everything is new; a build that fails leaves nothing behind but the service', async () => {
		expect(await deployer.live()).toBeUndefined();
		expect(await deployer.plan()).toMatchObject({
			build: 'first',
			variables: { set: expect.arrayContaining(['TWILIO_API_SECRET', 'TWILIO_FLEX_WORKFLOW_SID']) },
			nothingToDo: false,
		});
		expect(deployer.writes()).toEqual([]);
		world().serverless.failNextBuild = true;
		const message = await deployer.failure();
		expect(message).toMatch(/could not build the Functions \(build ZB\w+ failed\)/);
		expect(message).toContain('https://console.twilio.com/us1/develop/functions/editor/ZS');
		expect(message).toContain('Nothing is live yet.');
	});

	test('deploys to the service of that name, whatever .twiliodeployinfo says, our variables alone', async () => {
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

	test('a second time changes nothing: only reads', async () => {
		deployer.writes();
		expect(await deployer.plan()).toMatchObject({ build: 'none', nothingToDo: true });
		expect(await deployer.deploy()).toEqual(await deployer.live());
		expect(emulator.requests.length).toBeGreaterThan(0);
		expect(deployer.writes()).toEqual([]);
	});

	test('variables change without a build; what is not ours stays, what is needed too', async () => {
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
		['a build is refused', { method: 'POST', path: /\/Builds$/ }],
		['nothing more is heard of the build', { method: 'GET', path: /\/Status$/ }],
		['the switch to the new build is lost', { method: 'POST', path: /\/Deployments$/ }],
	])('%s: the old one stays live, and the message says so', async (_what, match) => {
		await changeCode('second');
		expect((await deployer.plan()).build).toBe('changed');
		const before = environment().buildSid;
		emulator.faults.add({ match, fault: { reset: true } });
		const message = await deployer.failure();
		expect(message).toMatch(/^twilio-run deploy failed\. It said: .*read ECONNRESET\./);
		expect(message).toContain(`Build ${before} is still live at https://${environment().domainName}`);
		expect(environment().buildSid).toBe(before);
	});

	test('what Twilio says is passed on without the secrets in it', async () => {
		const { accountSid, authToken, apiSecret } = world().account;
		const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
		const message = `Bad: ${authToken} ${apiSecret} Basic ${basic}`;
		emulator.faults.add({ match: { method: 'POST', path: /\/Builds$/ }, fault: { status: 400, message } });
		expect(await deployer.failure()).toContain('Bad: *** *** Basic ***');
	});

	test.each(['newest', 'oldest'])(
		'a build that fails, listed the %s first: the old one stays live',
		async (first) => {
			const before = environment().buildSid;
			const { builds } = world().serverless;
			for (const build of builds.values()) Object.assign(build, { dateCreated: new Date(0) });
			const values = builds.values.bind(builds);
			const reversed = () => new Set([...values()].reverse()).values();
			const listed = jest.spyOn(builds, 'values').mockImplementation(first === 'newest' ? values : reversed);
			world().serverless.failNextBuild = true;
			const message = await deployer.failure();
			listed.mockRestore();
			expect(message).toMatch(/build ZB\w+ failed.*environment\/ZE\w+\./);
			expect(message).toContain(`Build ${before} is still live`);
			await expect(deployer.plan()).resolves.toMatchObject({ build: 'changed' });
		},
	);

	test('with the network gone for good, it says that what is live could not be read', async () => {
		const before = environment().buildSid;
		const live = await deployer.live();
		emulator.faults.add({ match: { path: /\/Functions$/ }, fault: { reset: true } });
		emulator.faults.add({ match: { path: '/v1/Services' }, from: 1, fault: { reset: true } });
		const message = await deployer.failure({ live });
		expect(message).toContain('What is live now could not be read.');
		expect(message).toContain(`it was build ${before}`);
	});

	test('new code is a new build; if only its note is lost, it says that it is live', async () => {
		const before = environment().buildSid;
		emulator.faults.add({
			match: { method: 'POST', path: /\/Variables\/ZV\w+$/ },
			from: 1,
			fault: { status: 500 },
		});
		const message = await deployer.failure();
		expect(message).toMatch(
			/The new build ZB\w+ is live.*Twilio answered 500 \(setting the variable HANDOFF_DEPLOYMENT\)/,
		);
		expect(environment().buildSid).not.toBe(before);
		expect((await deployer.plan()).build).toBe('foreign');
	});

	test('somebody else deployed since: that is noticed, and deploying puts ours back', async () => {
		const theirs = await publish(emulator, {
			functions: [{ path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' }],
			to: environment(),
		});
		expect(theirs.sid).toBe(environment().sid);
		expect((await deployer.plan()).build).toBe('foreign');
		await deployer.deploy();
		const functions = world().serverless.live(environment())?.functions;
		expect(functions?.map(({ path }) => path)).not.toContain('/hello');
		await expect(deployer.plan()).resolves.toMatchObject({ build: 'none', nothingToDo: true });
	});

	test('a tool that hangs is ended', async () => {
		await changeCode('third');
		emulator.faults.add({ match: { path: /\/Functions$/ }, fault: { hang: true } });
		expect(await deployer.failure({ timeLimitMs: 3_000 })).toContain('Ended by SIGTERM; it may take 3 s.');
	});

	test('no secret is in any output, nor anything that is not ours in the account', async () => {
		const { authToken, apiSecret, accountSid } = world().account;
		const output = deployer.lines.join('\n');
		expect(output).toContain('Deploying Function');
		const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
		const secrets = [authToken, apiSecret, basic, AGENTS_TOKEN];
		for (const secret of secrets) expect(output).not.toContain(secret.slice(0, 8));

		expect(JSON.stringify([...world().serverless.variables.values()])).not.toContain(AGENTS_TOKEN);
		expect(JSON.stringify(emulator.requests)).not.toContain(AGENTS_TOKEN);
		expect(await readFile(join(deployer.root, '.twiliodeployinfo'), 'utf8')).not.toContain(authToken);
	});

	test('without its node_modules it says what is missing', async () => {
		const message = await deployer.failure({ root: tmpdir() });
		expect(message).toContain('twilio-run could not be started. Run `npm ci`.');
	});
});
