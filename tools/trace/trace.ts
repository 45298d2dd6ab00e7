/**
 * What a trace is: one handoff followed through every product, and the first thing in it that went wrong.
 * @module
 */
import { redact } from '../../src/redact';
import { isForReader } from '../account/errors';

type TracedProduct = 'Orchestrator' | 'Conversations' | 'Studio' | 'Voice' | 'TaskRouter' | 'Intelligence';

/** `note`: worth knowing and not wrong. `unreadable`: Twilio did not answer. */
export type TraceStatus = 'ok' | 'wrong' | 'note' | 'unreadable';

/** One thing that happened, or that should have. No text contains a phone number, or words of the conversation. */
export interface TraceEntry {
	readonly product: TracedProduct;
	/** ISO 8601; missing where Twilio has no time for it. */
	readonly at?: string;
	readonly status: TraceStatus;
	readonly what: string;
	/** What it means for the customer, or for the agent in Flex. */
	readonly impact?: string;
	/** Of a note: what to do for those who expected something else. */
	readonly advice?: string;
}

/** The ids of one handoff, as far as they are known. */
export interface Subject {
	readonly conversationId?: string;
	/** Of the classic conversation, `CH…`. */
	readonly conversationSid?: string;
	readonly callSid?: string;
	readonly executionSid?: string;
	readonly taskSid?: string;
}

export interface Verdict {
	/** `unknown`: nothing is known to be wrong, and not everything could be read. */
	readonly status: 'ok' | 'wrong' | 'unknown';
	readonly text: string;
	readonly impact?: string;
	/** Empty when there is nothing to do. */
	readonly advice: string;
}

export interface Trace {
	readonly subject: Subject;
	/** In the order of time. */
	readonly entries: readonly TraceEntry[];
	readonly verdict: Verdict;
}

interface More {
	readonly at?: string | undefined;
	readonly impact?: string;
	readonly advice?: string;
}

/** @example wrong('Studio', 'Resume Conversation failed.', { at, impact: '…', advice: '…' }) */
export function wrong(product: TracedProduct, what: string, more: More & { advice: string }): TraceEntry {
	return entry(product, 'wrong', what, more);
}

export function fine(product: TracedProduct, what: string, at?: string): TraceEntry {
	return entry(product, 'ok', what, { at });
}

/** @param advice what to do if something else was expected; a trace with nothing better ends with it */
export function note(product: TracedProduct, what: string, at?: string, advice?: string): TraceEntry {
	return entry(product, 'note', what, { at, ...(advice !== undefined && { advice }) });
}

function entry(product: TracedProduct, status: TraceStatus, what: string, more: More): TraceEntry {
	const { at, impact, advice } = more;
	return {
		product,
		status,
		what: redact(what),
		...(at !== undefined && { at }),
		...(impact !== undefined && { impact: redact(impact) }),
		...(advice !== undefined && { advice: redact(advice) }),
	};
}

/** Reads from Twilio; a product that cannot be read does not stop the others. */
export class Reads {
	/** One entry for each failure: several reads may rest on the same request. */
	readonly failures: TraceEntry[] = [];

	/**
	 * @returns `undefined` when it cannot be read
	 * @throws whatever `read` throws that is neither a HandoffError nor a SetupError
	 */
	async from<T>(product: TracedProduct, read: () => Promise<T>): Promise<T | undefined> {
		try {
			return await read();
		} catch (error) {
			if (!isForReader(error)) throw error;
			const failure = entry(product, 'unreadable', error.message, {});
			const isKnown = this.failures.some((each) => each.product === product && each.what === failure.what);
			if (!isKnown) this.failures.push(failure);
			return undefined;
		}
	}

	/** Whether something of a product is missing. */
	isMissing(product: TracedProduct): boolean {
		return this.failures.some((each) => each.product === product);
	}
}

/** What was read and is there. */
export function found<T extends object>(value: T | 'missing' | undefined): T | undefined {
	return value === 'missing' ? undefined : value;
}
