/**
 * Processes that never outlive this one, however it ends.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * The supervisor starts the command in a process group of its own, and ends the whole group when this process or the
 * command ends in any way. Otherwise the processes that twilio-run forks would stay, in an endless loop: each reports a
 * broken pipe to its dead parent, which fails with a broken pipe (functionRunner.js, `uncaughtException`).
 */
const SUPERVISOR = `
const [directory, command, ...args] = process.argv.slice(1);
const options = { detached: true, windowsHide: true, stdio: ['ignore', 'inherit', 'inherit'] };
const { spawn, spawnSync } = require('node:child_process');
const child = spawn(command, args, options);
const end = () => {
	if (process.platform === 'win32') {
		// Without process groups, the tree of its children.
		spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
		return;
	}
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {}
};
process.on('disconnect', end);
child.on('error', (error) => {
	console.error(error.message);
	process.exit(1);
});
child.on('exit', (code) => {
	end();
	if (directory !== '') require('node:fs').rmSync(directory, { recursive: true, force: true });
	process.exit(code ?? 1);
});
`;

interface SuperviseOptions {
	readonly env: NodeJS.ProcessEnv;
	/** This process's own by default. */
	readonly cwd?: string;
	/** A folder that goes when the command ends. */
	readonly temporary?: string;
	readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
}

export interface Supervised {
	/** Whether it has ended by itself, or was stopped. */
	readonly hasEnded: boolean;
	/** Resolves when it has ended, with its exit code. */
	readonly ended: Promise<number | null>;
	stop(): Promise<void>;
}

/** Runs a command until it ends, is stopped, or this process ends. */
export function supervise(
	command: string,
	args: readonly string[],
	{ env, cwd, temporary = '', onLine }: SuperviseOptions,
): Supervised {
	const supervisor = spawn(process.execPath, ['-e', SUPERVISOR, '--', temporary, command, ...args], {
		...(cwd !== undefined && { cwd }),
		env,
		detached: true,
		windowsHide: true,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	for (const name of ['stdout', 'stderr'] as const) {
		const stream = supervisor[name];
		if (stream) createInterface(stream).on('line', (line) => onLine(line, name));
	}
	const ended = once(supervisor, 'exit').then(() => supervisor.exitCode);
	return {
		get hasEnded() {
			return supervisor.exitCode !== null || supervisor.signalCode !== null;
		},
		ended,
		stop: async () => {
			if (supervisor.connected) supervisor.disconnect();
			await ended;
		},
	};
}
