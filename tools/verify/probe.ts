/**
 * A probe: it verifies one guess about Twilio on an account.
 * @module
 */
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { isRecord } from '../../studio/json';
import type { Lab } from './lab';

/** `open`: Twilio's responses don't show it. */
export interface Answer {
	readonly status: 'confirmed' | 'refuted' | 'open';
	/** What Twilio did, or why it cannot be known. */
	readonly found: string;
}

export interface Probe {
	/** The guess, as in its comment and docs/guesses.md. */
	readonly id: string;
	/** What it creates in the account, in words; probes that share a thing use the same words. */
	readonly makes: readonly string[];
	/** @throws any other failure of Twilio: then the guess stays open */
	run(lab: Lab): Promise<Answer>;
}

/** @param found what Twilio did, whichever it is */
export function judge(holds: boolean, found: string): Answer {
	return { status: holds ? 'confirmed' : 'refuted', found };
}

export function open(found: string): Answer {
	return { status: 'open', found };
}

/** How Twilio refused a request. */
export interface Refusal {
	readonly status: number;
	readonly code: number | undefined;
	readonly message: string;
	/** As sent, for what a message does not name. */
	readonly details: string;
}

/**
 * @returns `undefined` when Twilio accepted the request
 * @throws {HandoffError} when Twilio did not respond, or with 401, 403, 429, or 5xx, which say nothing about the guess
 */
export async function refusalOf(doing: string, request: Promise<unknown>): Promise<Refusal | undefined> {
	try {
		await request;
		return undefined;
	} catch (error) {
		const status = statusOf(error);
		if (status === undefined || status >= 500 || [401, 403, 429].includes(status))
			throw fromTwilio(doing, error);
		const { code, message, details }: Record<string, unknown> = isRecord(error) ? error : {};
		return {
			status,
			code: typeof code === 'number' ? code : undefined,
			message: String(message),
			details: JSON.stringify(details ?? null),
		};
	}
}

/** @example describe(refusal) // '409 (20409): Execution FN… is already active' */
export function describe(refusal: Refusal | undefined): string {
	if (!refusal) return 'accepted by Twilio';
	const { status, code, message, details } = refusal;
	return `${status} (${code ?? 'no code'}): ${message}${details === 'null' ? '' : ` ${details.slice(0, 300)}`}`;
}

/** An experiment that several probes share runs once in a lab. */
export function experiment<T>(run: (lab: Lab) => Promise<T>): (lab: Lab) => Promise<T> {
	const runs = new WeakMap<Lab, Promise<T>>();
	return (lab) => {
		const result = runs.get(lab) ?? run(lab);
		runs.set(lab, result);
		return result;
	};
}
