/**
 * Ends a command cleanly on Ctrl-C: the first signal asks, a second one forces.
 * @module
 */

export interface Interruption {
	/** Whether a signal came. */
	readonly happened: boolean;
	/** Resolves at the first signal. */
	readonly asked: Promise<void>;
	/** Gives the signals back to Node. */
	release(): void;
}

/** Watches for SIGINT, SIGTERM and SIGHUP. The command cleans up and returns. */
export function untilInterrupted(): Interruption {
	let happened = false;
	let ask = () => {};
	const asked = new Promise<void>((resolve) => {
		ask = resolve;
	});
	const onSignal = () => {
		if (happened) process.exit(130);
		happened = true;
		ask();
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	for (const signal of signals) process.on(signal, onSignal);
	return {
		get happened() {
			return happened;
		},
		asked,
		release: () => {
			for (const signal of signals) process.off(signal, onSignal);
		},
	};
}
