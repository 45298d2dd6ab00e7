/**
 * The example in Python, `examples/python/agent.py`, as a process of its own.
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../tools/account/project';

const EXAMPLE = join(ROOT, 'examples', 'python', 'agent.py');

/** A Python that has TAC and its server; `PYTHON` names another one than `python3`. */
function findPython(): string | undefined {
	const candidates = [process.env.PYTHON ?? '', join(ROOT, '.venv', 'bin', 'python'), 'python3', 'python'];
	return candidates.find(
		(python) =>
			python !== '' && spawnSync(python, ['-c', 'import tac.server'], { stdio: 'ignore' }).status === 0,
	);
}

/**
 * Starts the example on port 8000.
 * @param environment what it finds the emulator by
 * @returns how to stop it; `undefined` where no Python has TAC
 */
export function startPythonAgent(
	environment: Readonly<Record<string, string>>,
): (() => Promise<void>) | undefined {
	const python = findPython();
	if (python === undefined) return undefined;
	const agent: ChildProcess = spawn(python, [EXAMPLE], {
		env: { ...process.env, ...environment, TWILIO_SERVER_HOST: '127.0.0.1', PYTHONUNBUFFERED: '1' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	agent.on('error', (error) => console.log(`The Python agent did not start: ${error.message}`));
	for (const stream of [agent.stdout, agent.stderr]) {
		if (stream) createInterface(stream).on('line', (line) => console.log(`agent.py  ${line}`));
	}
	return async () => {
		if (agent.exitCode !== null || agent.signalCode !== null || agent.pid === undefined) return;
		agent.kill('SIGTERM');
		const limit = setTimeout(() => agent.kill('SIGKILL'), 3_000);
		await once(agent, 'exit');
		clearTimeout(limit);
	};
}
