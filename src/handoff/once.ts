/**
 * Makes a handoff happen once: LLM tools are called twice, two instances of a virtual agent receive the same webhook, and a
 * request is repeated after a lost response.
 *
 * A handoff makes a claim, then starts the flow. The claim does not say whether that succeeded: an invocation that finds it
 * looks for the execution. It is written again only after a lost response, or to name another execution.
 * @module
 */
import { HandoffError } from '../http/errors';
import { REQUEST_BUDGET_MS, STEP_MS, type TimeBudget } from '../twilio/time-budget';

/** A claim of another invocation. */
export interface Claim {
	/** Unix time in milliseconds. */
	readonly claimedAt: number;
	/** `unknown`: the flow may have started, and no invocation is running. */
	readonly state: 'in_progress' | 'unknown';
	/** The execution that hands the customer off (`FN…`), where it was known when the claim was written. */
	readonly executionSid?: string;
	/** What has to be unchanged when the claim is taken over. */
	readonly revision: string;
}

/** What is written into a claim. */
export type ClaimData = Pick<Claim, 'state' | 'executionSid'>;

export type ClaimResult = 'made' | 'held' | 'unavailable';

/** Where claims are kept. No method throws: a store that is down must not fail a handoff. */
export interface ClaimStore {
	/** Makes a claim, atomically. @returns `held` when there is one already */
	take(key: string, data: ClaimData): Promise<ClaimResult>;
	/** Reads the claim that is there. @returns `undefined` when there is none, or none that can be read */
	read(key: string): Promise<Claim | undefined>;
	/** Takes an abandoned claim over. @returns whether it did; `false` when another invocation was faster */
	takeOver(key: string, abandoned: Claim, data: ClaimData): Promise<boolean>;
	/** Changes one's own claim. */
	write(key: string, data: ClaimData): Promise<void>;
	/** Deletes the claim: the same handoff may be made again. */
	release(key: string): Promise<void>;
}

/** Lookups take less than this, in milliseconds, unless Twilio is slow; a flow without a claim takes longer to come and go. */
const LATE_MS = 800;
/** A claim this old belongs to an invocation that has ended: none lives longer. */
export const ABANDONED_AFTER_MS = REQUEST_BUDGET_MS + 2_000;
/** How often a claim that is in progress is looked at again. */
const POLL_MS = 400;

/** `unavailable`: the store did not say in time. */
type Holder = 'this' | 'another' | 'unavailable';

interface AttemptOptions {
	/** The execution that makes the attempt, when it is the flow that asks. */
	readonly executionSid?: string | undefined;
	readonly now?: () => number;
}

/** A claim in progress, made in parallel with the work that does not depend on it. */
export class Attempt {
	private readonly first: Promise<ClaimResult>;
	private readonly data: ClaimData;
	private readonly madeAt: number;
	private readonly now: () => number;
	/** A second try, where the store did not respond to the first in time. */
	private late: Promise<ClaimResult> | undefined;
	private outcome: Holder | undefined;
	private waited = false;

	/**
	 * Makes the claim at once.
	 * @param budget how long the attempt may wait for another invocation
	 */
	constructor(
		private readonly store: ClaimStore,
		private readonly key: string,
		private readonly budget: TimeBudget,
		{ executionSid, now = Date.now }: AttemptOptions = {},
	) {
		this.now = now;
		this.data = { state: 'in_progress', ...(executionSid !== undefined && { executionSid }) };
		this.madeAt = budget.clock.now();
		this.first = store.take(key, this.data);
	}

	/**
	 * Does the work, unless the same was done before.
	 * @param findEarlier looks for the result of the attempt that made a claim; without a claim, since the store is
	 *   unavailable, for that of any recent one
	 * @param givenBackAt when the customer was given back last, in Unix milliseconds: claims made before are abandoned. Asked
	 *   for after `findEarlier`
	 * @returns the result of the work, or the earlier one
	 * @throws {HandoffError} 504, retryable, when the same takes longer than this invocation can wait
	 */
	async run<T>(
		work: () => Promise<T>,
		findEarlier: (claim?: Claim) => Promise<T | undefined>,
		givenBackAt: () => number | undefined = () => undefined,
	): Promise<T> {
		let result = await this.firstResult();
		if (result === 'unavailable' || (result === 'made' && this.age > LATE_MS)) {
			const earlier = await findEarlier().catch(() => undefined);
			if (earlier !== undefined) return earlier;
		}
		if (result === 'unavailable') return this.runWithout(work);
		while (result === 'held') {
			this.outcome = 'another';
			this.waited = true;
			const claim = await this.store.read(this.key);
			const earlier = claim && (await findEarlier(claim));
			if (earlier !== undefined) return earlier;
			result = await this.takeOverOrWait(claim, givenBackAt() ?? 0);
		}
		this.outcome = 'this';
		this.waited ||= this.age > LATE_MS;
		return work();
	}

	/** Does the work without a claim, and makes one meanwhile if the store is back, for a later attempt to find. */
	private async runWithout<T>(work: () => Promise<T>): Promise<T> {
		this.outcome = 'unavailable';
		this.waited = this.age > LATE_MS;
		this.late = this.store.take(this.key, this.data);
		const result = await work();
		await this.within(STEP_MS.claimGrace, this.late);
		return result;
	}

	/**
	 * After a failure: lets the same handoff be made again, or where the flow may have started, marks the claim so.
	 * @param mayHaveStarted whether the flow may be running
	 */
	async failed(mayHaveStarted: boolean): Promise<void> {
		const holder = await this.holder();
		if (holder === 'another' || (holder === 'unavailable' && !(await this.hasBecomeOwn()))) return;
		if (mayHaveStarted) await this.store.write(this.key, { ...this.data, state: 'unknown' });
		else await this.store.release(this.key);
	}

	/** Whether the store made the claim after all: left behind, it would delay the next handoff. */
	private async hasBecomeOwn(): Promise<boolean> {
		const tries = [this.first, this.late ?? this.first].map((each) => this.within(STEP_MS.lateClaim, each));
		return (await Promise.all(tries)).includes('made');
	}

	/** In milliseconds. */
	private get age(): number {
		return this.budget.clock.now() - this.madeAt;
	}

	/** Whether another attempt may have run first: one did, or there was time for one. */
	get hasWaited(): boolean {
		return this.waited;
	}

	/** Another execution hands this customer off: it must find its own SID in the claim. */
	async yieldTo(executionSid: string): Promise<void> {
		await this.store.write(this.key, { state: 'in_progress', executionSid });
	}

	/** Who has the claim: that attempt is responsible for the customer. */
	async holder(): Promise<Holder> {
		if (this.outcome === undefined) {
			const holders = { made: 'this', held: 'another', unavailable: 'unavailable' } as const;
			this.outcome = holders[await this.firstResult()];
		}
		return this.outcome;
	}

	private firstResult(): Promise<ClaimResult> {
		return this.within(Math.max(STEP_MS.claimGrace, STEP_MS.claim - this.age), this.first);
	}

	private async within(ms: number, claim: Promise<ClaimResult>): Promise<ClaimResult> {
		const ended = new AbortController();
		const gaveUp = this.budget.clock.sleep(ms, ended.signal).then(() => 'unavailable' as const);
		try {
			return await Promise.race([claim, gaveUp]);
		} finally {
			ended.abort();
		}
	}

	/** Makes an abandoned claim this attempt's own, or waits and tries again. */
	private async takeOverOrWait(claim: Claim | undefined, givenBackAt: number): Promise<'made' | 'held'> {
		if (claim && (isAbandoned(claim, this.now()) || claim.claimedAt < givenBackAt)) {
			if (await this.store.takeOver(this.key, claim, this.data)) return 'made';
		} else if (this.budget.remaining() >= POLL_MS) await this.budget.clock.sleep(POLL_MS);
		if (this.budget.remaining() < POLL_MS) {
			throw new HandoffError(
				504,
				'twilio_timeout',
				'The same handoff is already in progress. Try again in a few seconds.',
				{ retryable: true },
			);
		}
		// The claim was there a moment ago: a store that fails now is not free.
		return (await this.store.take(this.key, this.data)) === 'made' ? 'made' : 'held';
	}
}

/** Whether the invocation that made a claim has ended. */
function isAbandoned({ state, claimedAt }: Claim, now: number): boolean {
	return state === 'unknown' || now - claimedAt > ABANDONED_AFTER_MS;
}
