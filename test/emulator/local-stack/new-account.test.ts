/** `handoff start --new-account` as a real process: doctor, in a shell that sources its file, finds what is wrong. */
import { spawnSync } from 'node:child_process';
import { ROOT } from '../../../tools/account/project';
import { areFree, type Started, startProcess } from '../../support/starting';

let started: Started;

beforeAll(async () => {
	started = await startProcess(['node', 'bin/handoff.js', 'start', '--new-account']);
	await started.printed('Press Ctrl-C to stop');
}, 60_000);

afterAll(() => started.clean());

test('start --new-account prints a line that leads doctor to the new account, where checks fail and none is undetermined', () => {
	const line = /^source (\S+)/m.exec(started.output())?.[1] ?? '';
	const script = '. "$0" && exec "$1" bin/handoff.js doctor --json';
	const file = line.startsWith('/') ? line : `${ROOT}/${line}`;
	const { status, stdout } = spawnSync('sh', ['-c', script, file, process.execPath], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	expect(status).toBe(1);
	const text = JSON.stringify(JSON.parse(stdout));
	expect(text).toContain('orchestrator/');
	expect(text).not.toContain('ECONNREFUSED');
}, 90_000);

test('SIGTERM ends start --new-account', async () => {
	started.process.kill('SIGTERM');
	expect(await started.ended).toBe(0);
	expect(await areFree(started.port)).toBe(true);
}, 30_000);
