/** The files that a shell sources: each variable in both shells' words, and secrets for their owner alone. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from '../../../emulator/core/emulator';
import { writeEnvironment } from '../../../emulator/local-stack/environment-files';
import { useEmulator } from '../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

const settings = { TWILIO_PHONE_NUMBER: '+15005550006', AUTH_TOKEN: 'made-up' };
const folder = mkdtempSync(join(tmpdir(), 'handoff-environment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => readFileSync(join(folder, name), 'utf8');

function sourced(from = folder): Record<string, string> {
	const printed = execFileSync('sh', ['-c', '. "$0" && env', join(from, 'env.sh')], { env: {} }).toString();
	const pairs = printed.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);
	return Object.fromEntries(
		pairs.filter(([name]) => name !== undefined && !['PWD', 'SHLVL', '_'].includes(name)),
	);
}

test('a shell that sources env.sh has every variable, and reaches the emulator', () => {
	const functionsUrl = 'https://handoff-1234-dev.twil.io';
	const variables = writeEnvironment({ emulator, settings, functionsUrl }, folder);
	expect(sourced()).toEqual(variables);
	expect(variables).toMatchObject({
		...settings,
		HTTPS_PROXY: emulator.proxyUrl,
		HANDOFF_URL: `${functionsUrl}/handoff`,
		HANDOFF_ENV_FILE: join(folder, '.env'),
	});
});

test('env.ps1 has the same variables for PowerShell, whose names have no case', () => {
	const variables = writeEnvironment({ emulator, settings }, folder);
	const upper = Object.entries(variables).filter(([name]) => name === name.toUpperCase());
	expect(file('env.ps1')).toBe(
		`\uFEFF${upper.map(([name, value]) => `$env:${name} = '${value}'\n`).join('')}`,
	);
	expect(variables.http_proxy).toBe(emulator.proxyUrl);
});

test('a folder with a quote in its name arrives whole in both shells', () => {
	const quoted = join(folder, "o'brien");
	const { HANDOFF_ENV_FILE } = writeEnvironment({ emulator, settings }, quoted);
	expect(sourced(quoted).HANDOFF_ENV_FILE).toBe(HANDOFF_ENV_FILE);
	expect(readFileSync(join(quoted, 'env.ps1'), 'utf8')).toContain("o''brien");
});

test('the emulator is trusted, and in the bundle the public roots too, so that an LLM in the cloud is reached', () => {
	const { SSL_CERT_FILE = '', NODE_EXTRA_CA_CERTS = '' } = writeEnvironment({ emulator, settings }, folder);
	const own = readFileSync(emulator.caPath, 'utf8');
	expect(readFileSync(NODE_EXTRA_CA_CERTS, 'utf8')).toBe(own);
	const bundle = readFileSync(SSL_CERT_FILE, 'utf8');
	expect(bundle.startsWith(own)).toBe(true);
	expect(bundle.split('BEGIN CERTIFICATE').length).toBeGreaterThan(50);
});

test('settings that setup will write stay out of the shell, where they would hide the file', () => {
	const variables = writeEnvironment({ emulator, settings }, folder, { isInFileOnly: true });
	expect(variables).not.toHaveProperty('TWILIO_PHONE_NUMBER');
	expect(file('.env')).toBe('TWILIO_PHONE_NUMBER=+15005550006\nAUTH_TOKEN=made-up\n');
});

test.each(['env.sh', 'env.ps1', '.env'])('%s has secrets: its owner alone can read it', (name) => {
	expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
});
