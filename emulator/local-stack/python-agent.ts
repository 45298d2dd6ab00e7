/**
 * The example in Python, `examples/python/agent.py`, as a process of its own.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../tools/account/project';
import { supervise } from '../core/supervise';

const EXAMPLE = join(ROOT, 'examples', 'python', 'agent.py');

/** So long is waited for it; afterwards the start goes on without it. */
const LISTEN_MS = 30_000;

/** Where `python -m venv .venv` puts it, on Windows the second. */
const VENV = [join(ROOT, '.venv', 'bin', 'python'), join(ROOT, '.venv', 'Scripts', 'python.exe')];

/** A Python that has TAC and its server; `PYTHON` names another one than `python3`. */
function findPython(): string | undefined {
	const candidates = [process.env.PYTHON ?? '', ...VENV, 'python3', 'python'];
	return candidates.find(
		(python) =>
			python !== '' && spawnSync(python, ['-c', 'import tac.server'], { stdio: 'ignore' }).status === 0,
	);
}

/**
 * Starts the example, and waits until it listens: from then on it answers, and no other agent. It ends with this process,
 * however that ends.
 * @param environment what it finds the emulator by
 * @param port where it listens
 * @returns how to stop it; `undefined` where no Python has TAC
 */
export async function startPythonAgent(
	environment: Readonly<Record<string, string>>,
	port: number,
): Promise<(() => Promise<void>) | undefined> {
	const python = findPython();
	if (python === undefined) return undefined;
	const agent = supervise(python, [EXAMPLE], {
		env: {
			...process.env,
			...environment,
			TWILIO_SERVER_HOST: '127.0.0.1',
			TWILIO_SERVER_PORT: String(port),
			PYTHONUNBUFFERED: '1',
		},
		onLine: (line) => console.log(`agent.py  ${line}`),
	});
	let isStopping = false;
	void agent.ended.then((code) => {
		if (!isStopping)
			console.log(`The Python agent exited with code ${code}. A scripted virtual agent now replies.`);
	});
	for (const deadline = Date.now() + LISTEN_MS; !agent.hasEnded && Date.now() < deadline; ) {
		const response = await fetch(`http://127.0.0.1:${port}`).catch(() => undefined);
		await response?.body?.cancel();
		if (response) break;
		await wait(100);
	}
	return () => {
		isStopping = true;
		return agent.stop();
	};
}
