/**
 * What a check of the account is, and what it can find.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { Fix } from './fix';

/**
 * - `ok`: as it should be
 * - `wrong`: customers or agents will notice
 * - `note`: worth knowing and not wrong, or something no API tells
 * - `unreadable`: Twilio did not say
 * - `skipped`: does not apply, or cannot be told before something else is fixed
 */
export type Status = 'ok' | 'wrong' | 'note' | 'unreadable' | 'skipped';

/** What a check saw. It overrides the check's own words where the account at hand allows clearer ones. */
export interface Observation {
	readonly status: Exclude<Status, 'unreadable'>;
	/** No secret and no full phone number. */
	readonly found: string;
	readonly expected?: string;
	readonly impact?: string;
	readonly advice?: string;
	/** How `npm run setup` fixes it. Without, a person has to. */
	readonly fixes?: readonly Fix[];
}

/** One question to the account. It only reads. */
export interface Check {
	/** Unique in its product: `bridge`. */
	readonly name: string;
	readonly title: string;
	/** What should be. */
	readonly expected: string;
	/** What goes wrong for the customer or the agent otherwise. */
	readonly impact: string;
	/** How to fix it: a command, or the steps in the Console. */
	readonly advice: string;
	/** Does not concern those who hand over the other alone. */
	readonly only?: 'voice' | 'messaging';
	/** Needs no answer of Twilio's. */
	readonly offline?: boolean;
	/** @throws {HandoffError | SetupError} when Twilio cannot be read */
	readonly look: (account: AccountView) => Observation | Promise<Observation>;
}

/** A system of the guide, with its checks. */
export interface Product {
	readonly id: string;
	readonly title: string;
	readonly checks: readonly Check[];
}

/** What came of one check. */
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

/** @example wrong('closes 30 minutes after the last words', { fixes: [closeOnHangup] }) */
export function wrong(found: string, more: Omit<Observation, 'status' | 'found'> = {}): Observation {
	return { status: 'wrong', found, ...more };
}
