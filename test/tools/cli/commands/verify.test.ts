/**
 * `handoff verify` as a person runs it.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../../../../emulator/core/emulator';
import { ROOT } from '../../../../tools/account/project';
import { PROBES } from '../../../../tools/verify/probes';
import { plan } from '../../../../tools/verify/run';
import { environmentOf } from '../../../support/account-view';
import { useEmulator } from '../../../support/client';
import { contentsOf } from '../../verify/lab';

let emulator: Emulator;
let before: Record<string, string[]>;
useEmulator((started) => {
	emulator = started;
	emulator.world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
	emulator.world.stepMs = 5;
	before = contentsOf(emulator);
});

const folder = mkdtempSync(join(tmpdir(), 'handoff-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** @param whenRunning is asked while the command runs: when to press Ctrl-C */
async function run(args: readonly string[], whenRunning: () => boolean = () => false) {
	const envFile = join(folder, '.env');
	const settings = Object.entries(environmentOf(emulator)).map(([name, value]) => `${name}=${value}`);
	writeFileSync(envFile, settings.join('\n'));
	const child = spawn(process.execPath, ['bin/handoff.js', 'verify', ...args], {
		cwd: ROOT,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...emulator.env(), HANDOFF_ENV_FILE: envFile },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	let errors = '';
	child.stdout.on('data', (chunk) => (output += chunk));
	child.stderr.on('data', (chunk) => (errors += chunk));
	const ended = once(child, 'close');
	let isPressed = false;
	while (child.exitCode === null) {
		if (!isPressed && whenRunning()) isPressed = child.kill('SIGINT');
		await sleep(20);
	}
	await ended;
	return { code: child.exitCode, output, errors };
}

test('it says what it makes, tests the guesses, writes a report, and leaves the account as it was', async () => {
	const file = join(folder, 'report.md');
	const { code, output, errors } = await run(['--yes', '--report', file]);
	expect(errors).toBe('');
	for (const each of plan()) expect(output).toContain(`  - ${each}\n`);
	expect(output).toContain(`${PROBES.length - 1} confirmed, 0 refuted`);
	expect(code).toBe(0);
	expect(contentsOf(emulator)).toEqual(before);
	const report = readFileSync(file, 'utf8');
	const { account } = emulator.world;
	for (const secret of Object.values(account))
		expect(output.replace(account.accountSid, '')).not.toContain(secret);
	for (const secret of Object.values(account)) expect(report).not.toContain(secret);
	expect(report).not.toMatch(/\b[A-Z]{2}[0-9a-f]{32}\b/);
	expect(emulator.world.messages).toEqual([]);
}, 60_000);

test('handoff verify exits with 1 when a guess is refuted, and --json prints JSON alone', async () => {
	emulator.world.unknowns['sync-too-large'] = false;
	const { code, output } = await run(['--yes', '--json']);
	delete emulator.world.unknowns['sync-too-large'];
	expect(code).toBe(1);
	const found: { refuted: number; left: string[]; results: { id: string; status: string }[] } =
		JSON.parse(output);
	expect(found).toMatchObject({ refuted: 1, left: [] });
	expect(found.results).toContainEqual(expect.objectContaining({ id: 'sync-too-large', status: 'refuted' }));
	expect(contentsOf(emulator)).toEqual(before);
}, 60_000);

test('handoff verify removes what it made when Ctrl-C ends it', async () => {
	const flows = emulator.world.flows.size;
	const { code, errors } = await run(['--yes'], () => emulator.world.flows.size > flows + 2);
	expect(errors).toContain('Press Ctrl-C again');
	expect(code).toBe(2);
	expect(contentsOf(emulator)).toEqual(before);
}, 60_000);

test('handoff verify without a terminal makes nothing and says what to type', async () => {
	const posts = () => emulator.requests.filter(({ method }) => method === 'POST').length;
	const made = posts();
	const { code, errors } = await run([]);
	expect(code).toBe(3);
	expect(errors).toContain('npx handoff verify --yes');
	expect(posts()).toBe(made);
}, 60_000);
