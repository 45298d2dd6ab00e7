/** `handoff start` as real processes: how it ends, and what it says of a port that is taken. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { areFree, freePorts, type Started, startProcess } from '../../support/starting';

const NODE = ['node', 'bin/handoff.js', 'start'];
let started: Started | undefined;

afterEach(async () => {
	await started?.clean();
	started = undefined;
});

test('SIGTERM ends handoff start and whatever it started, with exit code 0', async () => {
	started = await startProcess(NODE);
	await started.printed('What happens:');
	started.process.kill('SIGTERM');
	expect(await started.ended).toBe(0);
	expect(started.output()).toContain('Stopped.');
	expect(await areFree(started.port)).toBe(true);
}, 90_000);

test('SIGTERM to npm start ends handoff start too, although npm passes it to its shell only', async () => {
	started = await startProcess(['npm', 'start']);
	await started.printed('What happens:');
	started.process.kill('SIGTERM');
	expect(await areFree(started.port)).toBe(true);
	await started.ended;
}, 90_000);

test('Ctrl-C in the terminal of npm start, which all its processes get, ends handoff start once', async () => {
	started = await startProcess(['npm', 'start']);
	await started.printed('What happens:');
	process.kill(-(started.process.pid ?? 0), 'SIGINT');
	await started.ended;
	expect(started.output()).toContain('Stopped.');
	expect(await areFree(started.port)).toBe(true);
}, 90_000);

test('handoff start that is killed leaves nothing running', async () => {
	started = await startProcess(NODE);
	await started.printed('What happens:');
	started.process.kill('SIGKILL');
	expect(await areFree(started.port)).toBe(true);
}, 90_000);

test.each([
	['the Functions', 0, []],
	['the console', 1, []],
	['the proxy', 2, []],
	['the Python agent', 3, ['--with-agent']],
	['the proxy', 2, ['--new-account']],
] as const)(
	'when the port of %s (+%i) is taken, handoff start %j prints one line with the port and the command to type',
	async (by, shift, flags) => {
		const port = await freePorts();
		const taker = createServer().listen(port + shift, '127.0.0.1');
		await once(taker, 'listening');
		started = await startProcess([...NODE, ...flags], { port });
		expect(await started.ended).toBe(1);
		const [line = '', ...others] = started.output().trim().split('\n');
		expect(line).toContain(`Port ${port + shift}, which ${by} would listen on, is already in use.`);
		expect(line).toContain(`Run: ${['npx handoff start', ...flags, '--port'].join(' ')} ${port + 10}`);
		expect(others).toEqual([]);
		taker.close();
	},
	60_000,
);
