/**
 * All commands with an API key alone, with the secrets of a pipeline, and with twilio-cli's profile.
 * @module
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../../emulator/core/world';
import { Clone, type Outcome } from './clone';

let clone: Clone;
let world: World;
let secrets: readonly string[];

beforeAll(async () => {
	clone = await Clone.start();
	world = clone.emulator.world;
	secrets = [world.account.authToken, world.account.apiSecret, 'a-personal-secret'];
}, 60_000);

afterAll(async () => {
	await clone.stop();
	expect(clone.emulator.crashes).toEqual([]);
});

/** The Functions' variables that are live. */
function variables(): Record<string, string> {
	const [environment] = world.serverless.environments.values();
	return environment ? world.serverless.variablesOf(environment) : {};
}

function expectNoSecret({ output }: Outcome): void {
	for (const secret of secrets) expect(output).not.toContain(secret);
}

/** The users of all requests to Twilio since the last time. */
function users(): string[] {
	const requests = clone.emulator.requests
		.splice(0)
		.filter(({ url }) => new URL(url).host.endsWith('.twilio.com'));
	return [...new Set(requests.map(({ headers }) => headers.authorization ?? 'unauthenticated'))];
}

test('an API key alone deploys, and the auth token is used by no request', async () => {
	const { accountSid, apiKey, apiSecret } = world.account;
	writeFileSync(
		clone.envFile,
		`TWILIO_ACCOUNT_SID=${accountSid}\nTWILIO_API_KEY=${apiKey}\nTWILIO_API_SECRET=${apiSecret}\n`,
	);
	const outcome = await clone.deploy();
	expect(outcome.output).toContain('✓ Testing the live endpoints');
	expect(outcome.output).toContain(accountSid);
	expect(outcome.code).toBe(0);
	expectNoSecret(outcome);
	expect(users()).toEqual([`Basic ${apiKey}:***`]);
}, 60_000);

test.each([
	['doctor', '✓'],
	['setup --dry-run', 'Dry run'],
	['trace CA00000000000000000000000000000000', 'CA00000000000000000000000000000000'],
	['flow diff', 'is up to date'],
	['flow history', 'published'],
])(
	'with an API key alone, handoff %s reads the account',
	async (line, words) => {
		const outcome = await clone.handoff(...line.split(' '));
		expect(outcome.output).toContain(words);
		expect(outcome.output).not.toContain('refuse');
		expectNoSecret(outcome);
	},
	60_000,
);

test('in CI the secrets of the pipeline come before those of a file', async () => {
	const { apiKey, apiSecret, accountSid } = world.account;
	writeFileSync(clone.envFile, `ACCOUNT_SID=${accountSid}\nAUTH_TOKEN=${'0'.repeat(32)}\n`);
	Object.assign(clone.shell, {
		CI: 'true',
		ACCOUNT_SID: accountSid,
		TWILIO_API_KEY: apiKey,
		TWILIO_API_SECRET: apiSecret,
	});
	const outcome = await clone.deploy('--json', '--dry-run');
	expect(outcome).toMatchObject({ code: 0 });
	expectNoSecret(outcome);
	for (const name of Object.keys(clone.shell)) delete clone.shell[name];
}, 60_000);

test('without .env twilio-cli’s profile deploys, and the virtual agent’s key stays', async () => {
	const before = variables();
	expect(before).toMatchObject({ TWILIO_API_KEY: world.account.apiKey });
	const personal = { sid: `SK${'5'.repeat(32)}`, friendlyName: 'Kim', secret: 'a-personal-secret' };
	world.apiKeys.set(personal.sid, personal);
	rmSync(clone.envFile);
	const home = join(clone.root, 'home');
	mkdirSync(join(home, '.twilio-cli'), { recursive: true });
	const profile = { accountSid: world.account.accountSid, apiKey: personal.sid, apiSecret: personal.secret };
	writeFileSync(
		join(home, '.twilio-cli', 'config.json'),
		JSON.stringify({ activeProject: 'kim', profiles: { kim: profile } }),
	);
	clone.shell.HOME = home;
	users();
	for (let time = 0; time < 2; time++) {
		const outcome = await clone.deploy();
		expect(outcome).toMatchObject({ code: 0, output: expect.stringContaining('profile "kim"') });
		expectNoSecret(outcome);
	}
	expect(users()).toEqual([`Basic ${personal.sid}:***`]);
	expect(variables()).toEqual(before);
	expect(readFileSync(clone.envFile, 'utf8')).toMatch(/^TWILIO_STUDIO_HANDOFF_FLOW_SID=FW\w+\n$/);
}, 120_000);
