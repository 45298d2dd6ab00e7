/**
 * A child process in a group of its own: Ctrl-C in the terminal does not reach it, and it does not outlive us.
 * @module
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What ends a process without an 'exit' event, unless somebody listens. */
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** How a child process ended. */
export interface Ending {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	/** Our time limit ended it. */
	readonly timedOut: boolean;
}

/**
 * Waits for a child process, and ends it with all it has started when it takes too long, or when this process ends first.
 * A signal that others in this process listen to is theirs to answer.
 * @param child spawned with `detached: true`
 * @param lastly what is left to do when this process ends first
 * @throws what spawning it threw
 * @example await endOf(spawn(command, { detached: true }), 60_000, () => {}) // { code: 0, signal: null, timedOut: false }
 */
export async function endOf(child: ChildProcess, timeLimitMs: number, lastly: () => void): Promise<Ending> {
	let timedOut = false;
	const leave = () => {
		killGroup(child, 'SIGKILL');
		lastly();
	};
	const die = (signal: NodeJS.Signals) => {
		leave();
		// As it would have been without us: `once` has taken us off the list.
		process.kill(process.pid, signal);
	};
	const signals = DEADLY.filter((signal) => process.listenerCount(signal) === 0);
	process.once('exit', leave);
	for (const signal of signals) process.once(signal, die);
	const timer = setTimeout(() => {
		timedOut = true;
		killGroup(child, 'SIGTERM');
	}, timeLimitMs);
	try {
		await once(child, 'close');
		return { code: child.exitCode, signal: child.signalCode, timedOut };
	} finally {
		clearTimeout(timer);
		process.off('exit', leave);
		for (const signal of signals) process.off(signal, die);
	}
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	// No process; and group 0 would be our own.
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// It is gone, or this system has no groups.
		child.kill(signal);
	}
}
