/**
 * What the commands print: steps as they run, and one plain sentence when something goes wrong.
 * @module
 */

import { HandoffError } from '../../../src/http/errors';
import { SetupError } from '../../account/errors';

/** Where steps are shown; `process.stdout` is one. */
export interface Terminal {
	readonly isTTY?: boolean;
	write(text: string): unknown;
}

/**
 * Two that come closer are one, in milliseconds: npm passes Ctrl-C on to its script, which has it from the terminal too
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

/** Runs the steps of a command one after the other and shows each: while it runs on a terminal, when it is done anywhere. */
export class Steps {
	private interrupted = false;

	/** From now on Ctrl-C lets the step under way end, and the next one not begin; a second Ctrl-C ends at once. */
	constructor(private readonly terminal: Terminal) {
		const stop = () => {
			this.interrupted = true;
		};
		// Not by the signal: what a step has started hears of the exit, and ends too.
		onCtrlC(stop, () => process.exit(130));
	}

	/**
	 * @param title what is being done, as in "Building the Functions"
	 * @param tell what to say of the result
	 */
	async run<T>(title: string, work: () => T | Promise<T>, tell?: (result: T) => string): Promise<T> {
		if (this.interrupted) throw new SetupError('Interrupted.');
		if (this.terminal.isTTY) this.terminal.write(`… ${title}`);
		try {
			const result = await work();
			this.end('✓', tell ? `${title}: ${tell(result)}` : title);
			return result;
		} catch (error) {
			this.end('✗', title);
			throw error;
		}
	}

	private end(mark: string, text: string): void {
		// Back to the start of the line, and clear it.
		if (this.terminal.isTTY) this.terminal.write('\r\u001b[K');
		this.terminal.write(`${mark} ${text}\n`);
	}
}

/**
 * Ends a command: its errors as sentences, its exit code. A bug keeps its stack, since that has to be reported.
 * @param options.failure the exit code of a command that could not do its work
 * @param options.goesOn whoever reads our output may have seen enough, as `head` has; this one has work to finish
 */
export async function runCommand(
	command: () => Promise<void>,
	{ failure = 1, goesOn = false }: { readonly failure?: number; readonly goesOn?: boolean } = {},
): Promise<void> {
	process.stdout.on('error', () => {
		if (!goesOn) process.exit();
	});
	try {
		await command();
	} catch (error) {
		process.exitCode = failure;
		console.error(error instanceof Error && isForTheReader(error) ? error.message : error);
	}
}

function isForTheReader(error: Error): boolean {
	const isUsage = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
	return isUsage || [HandoffError, SetupError, UsageError].some((kind) => error instanceof kind);
}

/** The command line makes no sense. */
export class UsageError extends Error {}
