/**
 * What a trace is: one handoff followed through every product, and the first problem in it.
 * @module
 */
import { redact } from '../../src/redact';
import { isForReader } from '../account/errors';

export type Product = 'Orchestrator' | 'Conversations' | 'Studio' | 'Voice' | 'TaskRouter' | 'Intelligence';

/** `note`: worth knowing and not wrong. `unreadable`: it could not be read from Twilio. */
export type TraceStatus = 'ok' | 'wrong' | 'note' | 'unreadable';

/** One thing that happened, or that should have. No text contains a phone number, or words of the conversation. */
export interface TraceEntry {
	readonly product: Product;
	/** ISO 8601; missing where Twilio has no time for it. */
	readonly at?: string | undefined;
	readonly status: TraceStatus;
	readonly what: string;
	/** The rule that found it (`rules/`): the first of those that are wrong is the verdict. */
	readonly id?: string | undefined;
}

/** The ids of one handoff, as far as they are known. */
export interface Subject {
	readonly conversationId?: string | undefined;
	/** Of the classic conversation, `CH…`. */
	readonly conversationSid?: string | undefined;
	readonly callSid?: string | undefined;
	readonly executionSid?: string | undefined;
	readonly taskSid?: string | undefined;
}

export interface Verdict {
	/** The rule that decided it, for machines: `not_bridged`, `untaken`, `accepted`, … */
	readonly id: string;
	/** `unknown`: nothing is known to be wrong, and not everything could be read. */
	readonly status: 'ok' | 'wrong' | 'unknown';
	readonly text: string;
	/** What it means for the customer or the agent. */
	readonly impact?: string | undefined;
	/** Empty when there is nothing to do. */
	readonly advice: string;
	/** The handoff failed, and the conversation was given back to the virtual agent. */
	readonly isGivenBack?: true | undefined;
}

export interface Trace {
	readonly subject: Subject;
	/** In the order of time. */
	readonly entries: readonly TraceEntry[];
	readonly verdict: Verdict;
}

export function fine(product: Product, what: string, at?: string): TraceEntry {
	return entry(product, 'ok', what, { at });
}

export function note(product: Product, what: string, at?: string): TraceEntry {
	return entry(product, 'note', what, { at });
}

/** An entry whose text has no phone number in it. */
export function entry(
	product: Product,
	status: TraceStatus,
	what: string,
	{ at, id }: Pick<TraceEntry, 'at' | 'id'> = {},
): TraceEntry {
	return { product, status, what: redact(what), at, id };
}

/** Reads from Twilio; a product that cannot be read does not stop the others. */
export class Reads {
	/** One entry for each failure: several reads may use the same request. */
	readonly failures: TraceEntry[] = [];

	/**
	 * @returns `undefined` when it cannot be read
	 * @throws whatever `read` throws that is neither a HandoffError nor a SetupError
	 */
	async from<T>(product: Product, read: () => Promise<T>): Promise<T | undefined> {
		try {
			return await read();
		} catch (error) {
			if (!isForReader(error)) throw error;
			const failure = entry(product, 'unreadable', error.message);
			const isKnown = this.failures.some((each) => each.product === product && each.what === failure.what);
			if (!isKnown) this.failures.push(failure);
			return undefined;
		}
	}
}

/** What was read and is there. */
export function found<T extends object>(value: T | 'missing' | undefined): T | undefined {
	return value === 'missing' ? undefined : value;
}
