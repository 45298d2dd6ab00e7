/**
 * How a command runs at a terminal: its steps, Ctrl-C, its errors and its exit code.
 * @module
 */
import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { SetupError } from '../../account/errors';
import { explain, whyUnreachable } from './explain';
import { printError, shown } from './print';

/** Where steps are shown; `process.stdout` is one. */
export interface Terminal {
	readonly isTTY?: boolean;
	write(text: string): unknown;
}

/** The command line is invalid, or something the command needs is missing. */
export class UsageError extends Error {}

const UNKNOWN = 2;
const COULD_NOT_RUN = 3;

/**
 * Two that come closer are one, in milliseconds: npm passes Ctrl-C on to its script, which gets it from the terminal too
 * when npm's shell is bash.
 */
const SAME_CTRL_C_MS = 250;

/** What the first Ctrl-C does, and what every further one. */
export function onCtrlC(first: () => void, again: () => void): void {
	let firstAt: number | undefined;
	process.on('SIGINT', () => {
		const now = performance.now();
		if (firstAt === undefined) {
			firstAt = now;
			first();
		} else if (now - firstAt > SAME_CTRL_C_MS) again();
	});
}

/** Shows a line while something runs, then removes it; on a terminal only. */
export async function showing<T>(terminal: Terminal, title: string, work: () => T | Promise<T>): Promise<T> {
	if (!terminal.isTTY) return work();
	terminal.write(`… ${title}`);
	try {
		return await work();
	} finally {
		// Back to the start of the line, and clear it.
		terminal.write('\r\u001b[K');
	}
}

/** Runs the steps of a command one after the other and shows each: while it runs on a terminal, when it is done anywhere. */
export class Steps {
	private interrupted = false;

	/** From now on Ctrl-C lets the step in progress end and starts no other; a second Ctrl-C ends immediately. */
	constructor(private readonly terminal: Terminal) {
		const finish = () => {
			this.interrupted = true;
			terminal.write('\nFinishing the step in progress. Press Ctrl-C again to stop immediately.\n');
		};
		onCtrlC(finish, () => {
			terminal.write('\nStopped. To continue, run the command again.\n');
			// Not by the signal: what a step has started notices the exit, and ends too.
			process.exit(130);
		});
	}

	/**
	 * @param title what is being done, as in "Building the Functions"
	 * @param describe what to say of the result
	 */
	async run<T>(title: string, work: () => T | Promise<T>, describe?: (result: T) => string): Promise<T> {
		if (this.interrupted) throw new SetupError('Interrupted. To continue, run the command again.');
		try {
			const result = await showing(this.terminal, title, work);
			this.terminal.write(`✓ ${shown(describe ? `${title}: ${describe(result)}` : title)}\n`);
			return result;
		} catch (error) {
			this.terminal.write(`✗ ${title}\n`);
			throw error;
		}
	}
}

/** How a command ends when it fails. */
export interface Ending {
	/** Its exit code. */
	failure: number;
	/** Whether it continues when its output is no longer read. */
	goesOn: boolean;
}

/**
 * Runs a command to its end: errors become sentences and an exit code. A bug keeps its stack, since it has to be reported.
 * @param explained the sentence for an error, `undefined` for a bug
 */
export async function runCommand(
	command: () => Promise<void>,
	ending: Ending = { failure: 1, goesOn: false },
	explained: (error: unknown) => string | undefined = (error) => explain(error),
): Promise<void> {
	process.stdout.on('error', () => {
		if (!ending.goesOn) process.exit();
	});
	try {
		await command();
	} catch (error) {
		if (error instanceof CommanderError) {
			// It has written its message, or the help, already.
			process.exitCode = error.exitCode === 0 ? 0 : COULD_NOT_RUN;
			return;
		}
		process.exitCode = exitCodeOf(error, ending);
		printError(error instanceof UsageError ? error.message : (explained(error) ?? inspect(error)));
	}
}

function exitCodeOf(error: unknown, { failure }: Ending): number {
	if (error instanceof UsageError) return COULD_NOT_RUN;
	// A report without a connection: nothing is known, good or bad.
	if (failure === COULD_NOT_RUN && whyUnreachable(error) !== undefined) return UNKNOWN;
	return failure;
}
