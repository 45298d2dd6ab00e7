/** Where a command finds the account's settings, and which half of the checks it runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { DEFAULT_ENV_FILE } from '../../../tools/account/project';
import {
	commandFor,
	confirmProduction,
	environmentName,
	onlyOf,
	requestedEnvFile,
	requireEnvFile,
} from '../../../tools/cli/options';
import { UsageError } from '../../../tools/cli/ui/terminal';

const folder = mkdtempSync(join(tmpdir(), 'handoff-options-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'a.env');
writeFileSync(file, '');
const missing = join(folder, 'missing.env');

test('--env comes before HANDOFF_ENV_FILE, which comes before .env', () => {
	expect(requestedEnvFile({ env: file }, { HANDOFF_ENV_FILE: missing })).toBe(file);
	expect(requestedEnvFile({}, { HANDOFF_ENV_FILE: file })).toBe(file);
	expect(requestedEnvFile({}, {})).toBe(DEFAULT_ENV_FILE);
});

test('an environment has a settings file beside the others; dev is the one without a name', () => {
	const staging = { HANDOFF_ENVIRONMENT: 'staging' };
	expect(requestedEnvFile({}, staging)).toBe(`${DEFAULT_ENV_FILE}.staging`);
	expect(requestedEnvFile({}, { ...staging, HANDOFF_ENV_FILE: file })).toBe(`${file}.staging`);
	expect(requestedEnvFile({ env: file }, staging)).toBe(file);
	expect(requestedEnvFile({}, { HANDOFF_ENVIRONMENT: 'dev' })).toBe(DEFAULT_ENV_FILE);
	expect(commandFor({ environment: staging }, 'deploy')).toBe('npx handoff deploy --environment staging');
	expect(commandFor({ environment: {} }, 'deploy')).toBe('npx handoff deploy');
});

test('a name that no domain or no file can have is refused', () => {
	expect(environmentName('EU-Staging-2')).toBe('eu-staging-2');
	for (const name of ['', '-a', 'a-', 'a_b', 'a.b', 'seventeen-letters', 'example'])
		expect(() => environmentName(name)).toThrow(InvalidArgumentError);
});

test.each([
	[{ HANDOFF_ENVIRONMENT: 'prod' }, true],
	[{ HANDOFF_ENVIRONMENT: 'production' }, true],
	[{ HANDOFF_ENVIRONMENT: 'live', HANDOFF_PRODUCTION: 'true' }, true],
	[{ HANDOFF_PRODUCTION: 'true' }, true],
	[{ HANDOFF_ENVIRONMENT: 'preprod' }, false],
	[{}, false],
])('%j is production: %p', async (environment, isProduction) => {
	const asked = confirmProduction(environment, false);
	// There is no terminal here to ask at.
	await (isProduction ? expect(asked).rejects.toThrow(UsageError) : expect(asked).resolves.toBeUndefined());
	await expect(confirmProduction(environment, true)).resolves.toBeUndefined();
});

test('a settings file that exists is used', () => {
	expect(requireEnvFile({ env: file }, {})).toBe(file);
});

test('without a settings file the shell may name the account', () => {
	const shell = { HANDOFF_ENV_FILE: missing, TWILIO_ACCOUNT_SID: 'AC1' };
	expect(requireEnvFile({}, shell)).toBe(missing);
});

test('without a settings file twilio-cli’s profile may name the account, unless --env asks for a file', () => {
	const config = {
		activeProject: 'acme',
		profiles: { acme: { accountSid: 'AC1', apiKey: 'SK1', apiSecret: 's' } },
	};
	writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
	const shell = { HANDOFF_ENV_FILE: missing, TWILIO_CONFIG_DIR: folder };
	expect(requireEnvFile({}, shell)).toBe(missing);
	expect(() => requireEnvFile({ env: missing }, shell)).toThrow(UsageError);
});

test.each([
	[{ env: missing }, { ACCOUNT_SID: 'AC1' }],
	[{}, { HANDOFF_ENV_FILE: missing }],
])('a missing settings file is a usage error with the command to create it: %j, %j', (options, shell) => {
	const read = () => requireEnvFile(options, shell);
	expect(read).toThrow(UsageError);
	expect(read).toThrow(`Settings file ${missing} not found. Run: cp .env.example ${missing}`);
});

test('--voice-only or --messaging-only is accepted, and both together are refused', () => {
	expect(onlyOf({})).toEqual({});
	expect(onlyOf({ voiceOnly: true })).toEqual({ only: 'voice' });
	expect(onlyOf({ messagingOnly: true })).toEqual({ only: 'messaging' });
	expect(() => onlyOf({ voiceOnly: true, messagingOnly: true })).toThrow(UsageError);
});
