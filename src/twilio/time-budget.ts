/**
 * The time one request may take. A Function is killed after ten seconds, and TAC and Studio stop waiting then:
 * whatever happens, an answer has to leave before.
 * @module
 */

import { setTimeout as wait } from 'node:timers/promises';

/**
 * Milliseconds a request may take. Functions are killed, and TAC and Studio stop waiting, after 10 s; a response has to
 * leave before 9.5 s. The rest is for starting the process and sending the response.
 */
export const REQUEST_BUDGET_MS = 8_000;

/** Time and sleep, so that tests can own both. */
export interface Clock {
	/** Milliseconds; only differences count. */
	now(): number;
	/** Resolves after `ms` milliseconds, or as soon as `signal` aborts. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
	now: () => performance.now(),
	sleep: async (ms, signal) => {
		try {
			await wait(ms, undefined, signal && { signal });
		} catch (error) {
			if (!signal?.aborted) throw error;
		}
	},
};

/** A deadline that everything done for one request shares. */
export class TimeBudget {
	private readonly deadline: number;

	/** @param ms how long the whole request may take, from now */
	constructor(
		ms: number,
		readonly clock: Clock = systemClock,
	) {
		this.deadline = clock.now() + ms;
	}

	/** Milliseconds left, never below zero. */
	remaining(): number {
		return Math.max(0, this.deadline - this.clock.now());
	}

	/** The same deadline, earlier by `ms`: for the steps that must leave room for a later one. */
	reserving(ms: number): TimeBudget {
		return this.atMost(Math.max(0, this.remaining() - ms));
	}

	/** At most `ms` from now, and never later than this deadline. */
	atMost(ms: number): TimeBudget {
		return new TimeBudget(Math.min(this.remaining(), ms), this.clock);
	}
}
