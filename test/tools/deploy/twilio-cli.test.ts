/**
 * Twilio's own CLI beside ours, with an API key alone: what one deploys, the other lists, and both put the same live.
 * @module
 */
import { execFile } from 'node:child_process';
import { Clone, type Outcome } from './clone';
import { build } from './deployer';

/** Its path. Twilio-run, which has its commands, is tested everywhere: test/emulator/products/serverless/twilio-run.test.ts. */
const { TWILIO_CLI } = process.env;

if (TWILIO_CLI === undefined || TWILIO_CLI === '') {
	test.skip('twilio-cli is not here: npm install -g twilio-cli, twilio plugins:install @twilio-labs/plugin-serverless, and set TWILIO_CLI to its path', () => {});
} else {
	describe('twilio-cli', () => theCli(TWILIO_CLI));
}

function theCli(cli: string): void {
	let clone: Clone;
	beforeAll(async () => {
		clone = await Clone.start();
		await build(clone.root);
	}, 60_000);
	afterAll(async () => {
		await clone.stop();
		expect(clone.emulator.crashes).toEqual([]);
	});

	/** Its profile is of the environment: the one that whoever runs the tests has stays out of it. */
	const twilio = (...args: string[]): Promise<Outcome> => {
		const { accountSid, apiKey, apiSecret } = clone.emulator.world.account;
		const env = {
			...process.env,
			NODE_ENV: 'production',
			...clone.emulator.env(),
			TWILIO_ACCOUNT_SID: accountSid,
			TWILIO_API_KEY: apiKey,
			TWILIO_API_SECRET: apiSecret,
		};
		return new Promise((resolve) => {
			execFile(cli, args, { cwd: clone.root, env }, (error, stdout, stderr) =>
				resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
			);
		});
	};
	const environment = () => {
		const [only, ...others] = clone.emulator.world.serverless.environments.values();
		if (!only || others.length > 0) throw new Error('There is not exactly one environment');
		return only;
	};
	const served = () =>
		clone.emulator.world.serverless
			.live(environment())
			?.functions.map(({ path }) => path)
			.sort();

	/** What its reading commands print. */
	const reads = async () => {
		const lists = ['services', 'environments', 'functions', 'assets', 'variables', 'builds'];
		const commands = [
			...lists.map((each) => ['serverless:list', each]),
			['serverless:env:list'],
			['serverless:logs'],
		];
		let printed = '';
		for (const command of commands) {
			const { code, output } = await twilio(...command);
			expect({ command, code, output }).toMatchObject({ code: 0 });
			printed += output;
		}
		return printed;
	};

	test('deploys this project with serverless:deploy, and reads services, variables and logs', async () => {
		const { code, output } = await twilio('serverless:deploy');
		expect(output).toContain('successfully deployed');
		expect(code).toBe(0);
		const printed = await reads();
		const { sid, serviceSid, domainName } = environment();
		for (const text of [sid, serviceSid, domainName, '/handoff', '/version.json', 'TWILIO_API_KEY'])
			expect(printed).toContain(text);
	}, 120_000);

	test('npx handoff deploy takes over, and the same commands show what it made', async () => {
		const before = { functions: served(), buildSid: environment().buildSid };
		const { code, output } = await clone.deploy();
		expect(output).toContain('✓ Testing the live endpoints');
		expect(code).toBe(0);
		expect(served()).toEqual(before.functions);
		const { buildSid } = environment();
		expect(buildSid).not.toBe(before.buildSid);
		const printed = await reads();
		for (const text of [buildSid, 'TWILIO_STUDIO_HANDOFF_FLOW_SID', '"path":"/handoff"'])
			expect(printed).toContain(text);
	}, 120_000);

	test('a serverless:deploy after handoff deploy is seen by the next dry run', async () => {
		expect(await twilio('serverless:deploy')).toMatchObject({ code: 0 });
		const { code, output } = await clone.deploy('--dry-run');
		expect(output).toContain('this command didn’t deploy the live one');
		expect(code).toBe(0);
	}, 120_000);
}
