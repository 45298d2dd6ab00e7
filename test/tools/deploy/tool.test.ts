/** Twilio's deploy tool as a child process: what ends it, and what does not. A small script stands for the tool. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../../tools/account/project';
import { runDeployTool } from '../../../tools/deploy/tool';

/** Takes a call from every process of a tool: the line is dead when the process is. */
const server = createServer();
const lines = new Set<Socket>();
const serviceSid = `ZS${process.pid}`;
const roots: string[] = [];
let work: string;
beforeAll(async () => {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('the server has no port');
	// At work until it is told that this is enough.
	work = `require('node:net').connect(${address.port}, '127.0.0.1').on('close', () => process.exit(0)).resume();`;
});
afterAll(() => {
	server.close();
	// Nothing stays, whatever the tests found.
	for (const line of lines) line.destroy();
	for (const root of roots) rmSync(root, { recursive: true, force: true });
	expect(readdirSync(tmpdir()).filter((name) => name.includes(`-${serviceSid}-`))).toEqual([]);
});

const called = async (): Promise<Socket> => {
	const [line] = await once(server, 'connection');
	lines.add(line);
	return line.on('error', () => {}).resume();
};

/** A project whose node_modules have this for twilio-run. */
function optionsFor(tool: string, timeLimitMs = 30_000) {
	const root = mkdtempSync(join(tmpdir(), 'handoff-tool-'));
	roots.push(root);
	mkdirSync(join(root, 'node_modules', 'twilio-run', 'bin'), { recursive: true });
	writeFileSync(join(root, 'node_modules', 'twilio-run', 'bin', 'twilio-run.js'), tool);
	const credentials = { username: 'AC0', password: 'secret' };
	const where = { serviceSid, environmentSuffix: 'dev' };
	return { root, credentials, ...where, variables: {}, environment: {}, timeLimitMs };
}

async function run(tool: string, timeLimitMs?: number): Promise<{ ok: boolean; lines: string[] }> {
	const lines: string[] = [];
	const { ok } = await runDeployTool({
		...optionsFor(tool, timeLimitMs),
		onLine: (line) => lines.push(line),
	});
	return { ok, lines };
}

test('it is told how long it may take when that is what ended it, and only then', async () => {
	const [late, killed, done] = await Promise.all([
		run('setInterval(() => {}, 1_000)', 100),
		run("process.kill(process.pid, 'SIGKILL')"),
		run("console.log('deployed')"),
	]);
	expect(late).toEqual({ ok: false, lines: ['Ended by SIGTERM; it may take 0.1 s.'] });
	expect(killed).toEqual({ ok: false, lines: ['Ended by SIGKILL.'] });
	expect(done).toEqual({ ok: true, lines: ['deployed'] });
});

test('the time limit ends what the tool has started too', async () => {
	const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(work)}], { stdio: 'inherit' })`;
	const ended = run(`${child}; setInterval(() => {}, 1_000)`, 500);
	await once(await called(), 'close');
	expect((await ended).ok).toBe(false);
});

describe('a command that is interrupted while the tool runs', () => {
	let command: ChildProcess;
	let output = '';
	let ended: Promise<unknown[]>;
	let tool: Socket;

	beforeEach(async () => {
		const script = `
			const { Steps, runCommand } = require('./tools/cli/ui/terminal');
			const { runDeployTool } = require('./tools/deploy/tool');
			const options = { ...${JSON.stringify(optionsFor(work))}, onLine: console.log };
			const steps = new Steps(process.stdout);
			void runCommand(async () => {
				await steps.run('Functions', () => runDeployTool(options), ({ ok }) => String(ok));
				await steps.run('Flow', () => {});
			});`;
		// A group of its own, as a shell gives each command: what the terminal sends, all of the group gets.
		command = spawn(process.execPath, ['--import', 'tsx', '-e', script], { cwd: ROOT, detached: true });
		ended = once(command, 'close');
		output = '';
		for (const stream of [command.stdout, command.stderr]) {
			stream?.on('data', (data) => {
				output += data;
			});
		}
		tool = await called();
	});
	afterEach(() => command.kill('SIGKILL'));
	const signal = (name: NodeJS.Signals) => process.kill(-Number(command.pid), name);

	test('one Ctrl-C, also when npm passes it on: the tool ends its work, and no further step begins', async () => {
		signal('SIGINT');
		await sleep(5);
		command.kill('SIGINT');
		await sleep(50);
		tool.end();
		expect(await ended).toEqual([1, null]);
		expect(output).toBe('✓ Functions: true\nInterrupted.\n');
	});

	test('a second Ctrl-C ends both at once', async () => {
		signal('SIGINT');
		await sleep(300);
		signal('SIGINT');
		await once(tool, 'close');
		expect(await ended).toEqual([130, null]);
	});

	test.each(['SIGTERM', 'SIGHUP'] as const)('%s ends both', async (name) => {
		signal(name);
		await once(tool, 'close');
		expect(await ended).toEqual([null, name]);
	});
});
