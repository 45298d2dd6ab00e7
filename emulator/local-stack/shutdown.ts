/**
 * Ends a command cleanly on Ctrl-C: the first signal asks, a second one forces.
 *
 * npm passes a signal on to the shell of its script and no further (@npmcli/promise-spawn): the shell ends, and the command
 * that it ran stays without a parent. So under npm the end of the parent counts as a signal. Outside npm it does not: a
 * command in the background may outlive its shell. (SIGINT to npm alone, which no terminal sends, ends nothing: dash waits for its
 * command.)
 * @module
 */

/** Two signals that come closer are one, in milliseconds: npm passes on a Ctrl-C that the terminal sends here, too. */
const SAME_SIGNAL_MS = 250;
/** How often the parent is looked for, in milliseconds. */
const PARENT_MS = 250;

export interface Interruption {
	/** Whether a signal came. */
	readonly happened: boolean;
	/** Resolves at the first signal. */
	readonly asked: Promise<void>;
	/** Gives the signals back to Node. */
	release(): void;
}

/** Watches for SIGINT, SIGTERM and SIGHUP, and under npm for the end of the parent. The command cleans up and returns. */
export function untilInterrupted(): Interruption {
	let happened = false;
	let ask = () => {};
	const asked = new Promise<void>((resolve) => {
		ask = resolve;
	});
	let askedAt = 0;
	const onSignal = () => {
		if (happened && performance.now() - askedAt < SAME_SIGNAL_MS) return;
		if (happened) process.exit(130);
		happened = true;
		askedAt = performance.now();
		ask();
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	for (const signal of signals) process.on(signal, onSignal);
	const parent = process.ppid;
	const watching = setInterval(() => {
		if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
		clearInterval(watching);
		if (!happened) onSignal();
	}, PARENT_MS);
	watching.unref();
	return {
		get happened() {
			return happened;
		},
		asked,
		release: () => {
			clearInterval(watching);
			for (const signal of signals) process.off(signal, onSignal);
		},
	};
}
