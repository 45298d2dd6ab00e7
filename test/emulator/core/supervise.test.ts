/** Processes that end with the one that started them. */
import { supervise } from '../../../emulator/core/supervise';

const run = (script: string, lines: string[] = []) =>
	supervise(process.execPath, ['-e', script], { env: process.env, onLine: (line) => lines.push(line) });

test('its lines and its exit code arrive', async () => {
	const lines: string[] = [];
	expect(await run('console.log("a\\nb"); process.exitCode = 3', lines).ended).toBe(3);
	expect(lines).toEqual(['a', 'b']);
});

test('stopped, it is gone, and whatever it started', async () => {
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

test('a command that does not exist ends with what is wrong', async () => {
	const lines: string[] = [];
	const options = { env: process.env, onLine: (line: string) => lines.push(line) };
	expect(await supervise('/no/such/command', [], options).ended).toBe(1);
	expect(lines.join()).toContain('ENOENT');
});
