/**
 * The time one request may take, and how it is split.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Milliseconds a request may take. Functions are killed, and TAC and Studio stop waiting, after 10 s; a response has to
 * leave before 9.5 s. The rest is for starting the process and sending the response.
 */
export const REQUEST_BUDGET_MS = 8_000;

/**
 * How the steps of a request share its time: milliseconds each may take at most, and never more than what is left. A chat's
 * lookups have all but `startFlow`, which is kept for starting the flow. The pauses between two tries are with the tries.
 */
export const STEP_MS = {
	/** Any one read of Twilio: then it is made again, which mostly reaches another server. */
	read: 4_000,
	/** `/handoff`: starting the flow. */
	startFlow: 2_500,
	/** Whether an agent is available: during a chat's lookups, and before a call is queued. */
	availability: 1_000,
	/** Waiting for the claim that makes a handoff happen once; then the handoff goes ahead without it. */
	claim: 400,
	/** The same once all else is known: a busy machine may be late with everything. */
	claimGrace: 100,
	/** The same after a failure: a claim that is late has to be released. */
	lateClaim: 1_000,
	/** Any one request to Sync; no handoff waits for it that long. */
	sync: 2_000,
	/** After a failure: looking for a handoff of the same customer that went well. */
	otherHandoff: 1_000,
	/** `/handoff`: silencing the virtual agent, or after a failure, giving the conversation back. */
	agentLink: 2_000,
	/** `/give-back`: looking for another execution. The rest is for giving the conversation back. */
	otherExecution: 4_000,
	/** `/give-back`: releasing claims, with another try; the flow waits for it. */
	releaseClaims: 3_000,
	/** `/task-events`: finding out who is in a chat. The rest is for giving the conversation back. */
	person: 4_000,
} as const;

/** How often one request to Twilio is made at most. */
export const MAX_ATTEMPTS = 4;

/** No attempt is started with less time than this left, in milliseconds. */
export const SHORTEST_ATTEMPT_MS = 150;

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
