/**
 * What a check is, and what it can find.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { Fix } from './fix';

/**
 * - `ok`: as expected
 * - `wrong`: customers or agents will notice
 * - `note`: worth knowing and not wrong, or not readable through any API
 * - `unreadable`: Twilio could not be read
 * - `skipped`: does not apply, or is unknown until something else is fixed
 */
export type Status = 'ok' | 'wrong' | 'note' | 'unreadable' | 'skipped';

/** What a check saw. Its texts override the check's own where the account allows more precise ones. */
export interface Observation {
	readonly status: Exclude<Status, 'unreadable'>;
	/** Without secrets and full phone numbers. */
	readonly found: string;
	readonly expected?: string;
	readonly impact?: string;
	readonly advice?: string;
	/** How `npx handoff setup` fixes it. Without fixes the user has to. */
	readonly fixes?: readonly Fix[];
}

/** One question about the account. It only reads. */
export interface Check {
	/** Unique in its product, and the name of its file: `bridge`. */
	readonly name: string;
	readonly title: string;
	/** What the check expects. */
	readonly expected: string;
	/** What customers or agents notice if the check fails. */
	readonly impact: string;
	/** How to fix it: a command, or steps in the Console. */
	readonly advice: string;
	/** Skipped when only the other is handed off. */
	readonly only?: 'voice' | 'messaging';
	/** Runs without Twilio. */
	readonly offline?: boolean;
	/** @throws {HandoffError | SetupError} when Twilio cannot be read */
	readonly look: (account: AccountView) => Observation | Promise<Observation>;
}

/** A product of the guide, with its checks. */
export interface Product {
	readonly id: string;
	readonly title: string;
	readonly checks: readonly Check[];
}

/** The outcome of one check. */
export interface Finding {
	/** The product's id and the check's name: `orchestrator/bridge`. */
	readonly check: string;
	readonly title: string;
	readonly status: Status;
	readonly found: string;
	readonly expected: string;
	readonly impact: string;
	readonly advice: string;
	readonly fixes: readonly Fix[];
}

export function ok(found: string): Observation {
	return { status: 'ok', found };
}

export function note(found: string): Observation {
	return { status: 'note', found };
}

export function skipped(found: string): Observation {
	return { status: 'skipped', found };
}

/** @example wrong('closes after 30 minutes of silence', { fixes: [closeOnHangup] }) */
export function wrong(found: string, more: Omit<Observation, 'status' | 'found'> = {}): Observation {
	return { status: 'wrong', found, ...more };
}
