/** Processes that end with the one that started them. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { supervise } from '../../../emulator/core/supervise';

const run = (script: string, lines: string[] = []) =>
	supervise(process.execPath, ['-e', script], { env: process.env, onLine: (line) => lines.push(line) });

test('a supervised process’s lines and exit code arrive', async () => {
	const lines: string[] = [];
	expect(await run('console.log("a\\nb"); process.exitCode = 3', lines).ended).toBe(3);
	expect(lines).toEqual(['a', 'b']);
});

test('a supervised process that is stopped is gone, with whatever it started', async () => {
	const lines: string[] = [];
	const server = `const server = require('node:http').createServer((_, response) => response.end());
		server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
	const running = run(
		`require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: 'inherit' });`,
		lines,
	);
	while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
	const url = `http://127.0.0.1:${lines[0]}`;
	expect((await fetch(url)).status).toBe(200);
	await running.stop();
	expect(running.hasEnded).toBe(true);
	await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('supervising a command that does not exist ends with the reason', async () => {
	const lines: string[] = [];
	const options = { env: process.env, onLine: (line: string) => lines.push(line) };
	expect(await supervise('/no/such/command', [], options).ended).toBe(1);
	expect(lines.join()).toContain('ENOENT');
});

test('on Windows, which has no process groups, taskkill ends the tree', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'handoff-supervise-'));
	const [asWindows, taskkill, killed] = ['windows.js', 'taskkill', 'killed'].map((name) =>
		join(folder, name),
	);
	writeFileSync(asWindows ?? '', "Object.defineProperty(process, 'platform', { value: 'win32' });");
	// Stands for the one of Windows.
	writeFileSync(taskkill ?? '', `#!/bin/sh\necho "$@" >> "${killed}"\nkill -9 "$2" 2>/dev/null\n`);
	chmodSync(taskkill ?? '', 0o755);
	const lines: string[] = [];
	const env = {
		...process.env,
		PATH: `${folder}${delimiter}${process.env.PATH}`,
		NODE_OPTIONS: `--require ${asWindows}`,
	};
	const script = 'console.log(process.pid); setInterval(() => {}, 1000);';
	const running = supervise(process.execPath, ['-e', script], { env, onLine: (line) => lines.push(line) });
	while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
	await running.stop();
	expect(readFileSync(killed ?? '', 'utf8')).toContain(`/pid ${lines[0]} /t /f`);
	rmSync(folder, { recursive: true });
});
