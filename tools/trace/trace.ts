/**
 * What a trace is: one handoff, followed through every product, and the first thing in it that went wrong.
 * @module
 */
import { HandoffError } from '../../src/http/errors';
import { redact } from '../../src/redact';
import { SetupError } from '../account/errors';

/** The systems a handoff passes, as people know them. */
export type TracedProduct =
	| 'Orchestrator'
	| 'Conversations'
	| 'Studio'
	| 'Voice'
	| 'TaskRouter'
	| 'Intelligence';

/** `note` is worth knowing and not wrong; `unreadable` means that Twilio did not say. */
export type TraceStatus = 'ok' | 'wrong' | 'note' | 'unreadable';

/** One thing that happened, or that should have. No text has a phone number, or words of the conversation, in it. */
export interface TraceEntry {
	readonly product: TracedProduct;
	/** ISO 8601; missing where Twilio tells no time. */
	readonly at?: string;
	readonly status: TraceStatus;
	readonly what: string;
	/** What it meant for the customer, or for the person in Flex. */
	readonly impact?: string;
	/** Of a note: what to do if things should be otherwise. */
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

type More = Partial<Pick<TraceEntry, 'impact' | 'advice'>> & { readonly at?: string | undefined };

/** @example wrong('Studio', 'The chat could not be attached.', { at, impact: '…', advice: '…' }) */
export function wrong(product: TracedProduct, what: string, more: More & { advice: string }): TraceEntry {
	return entry(product, 'wrong', what, more);
}

export function fine(product: TracedProduct, what: string, at?: string): TraceEntry {
	return entry(product, 'ok', what, { at });
}

export function note(product: TracedProduct, what: string, at?: string): TraceEntry {
	return entry(product, 'note', what, { at });
}

/** It may be just as it should be, and nothing here can tell. The advice is for those who expected something else. */
export function uncertain(product: TracedProduct, what: string, advice: string): TraceEntry {
	return entry(product, 'note', what, { advice });
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

/** What became of a read: a product that cannot be read does not stop the others. */
export type Read<T> = { readonly value: T } | { readonly unreadable: TraceEntry };

/**
 * @returns the value, or the entry that says why there is none
 * @throws whatever `read` throws that is not for people to read
 */
export async function attempt<T>(product: TracedProduct, read: () => Promise<T>): Promise<Read<T>> {
	try {
		return { value: await read() };
	} catch (error) {
		if (!(error instanceof HandoffError || error instanceof SetupError)) throw error;
		return { unreadable: entry(product, 'unreadable', error.message, {}) };
	}
}

/** The value that was read, or `undefined`. */
export function got<T>(read: Read<T> | undefined): T | undefined {
	return read && 'value' in read ? read.value : undefined;
}

/** The entry of a read that failed, or none. */
export function failureOf(read: Read<unknown> | undefined): TraceEntry[] {
	return read && 'unreadable' in read ? [read.unreadable] : [];
}
