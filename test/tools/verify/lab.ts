/**
 * An emulated account to verify guesses on, and what is in it.
 * @module
 */
import type { Emulator } from '../../../emulator/core/emulator';
import { readSettings } from '../../../src/settings';
import { Lab } from '../../../tools/verify/lab';
import type { Verification } from '../../../tools/verify/run';
import { environmentOf } from '../../support/account-view';
import { clientOf, withoutNetwork } from '../../support/client';

/** A lab that does not wait long between two looks, and long enough for a task of one second to time out. */
export function labOn(emulator: Emulator): Lab {
	const { accountSid, authToken } = emulator.world.account;
	const twilio = clientOf(emulator, { username: accountSid, password: authToken });
	withoutNetwork(twilio, emulator);
	return new Lab(twilio, readSettings(environmentOf(emulator)), 40);
}

/** Which records the account has: the keys of every map. */
export function contentsOf({ world }: Emulator): Record<string, string[]> {
	const keys = (value: unknown) => (value instanceof Map ? [...value.keys()].map(String) : []);
	const all = Object.entries({ ...world, ...world.serverless });
	return Object.fromEntries(all.map(([name, value]) => [name, keys(value)]));
}

/** The results of a verification by id. */
export function statusesOf({ results }: Verification): Record<string, string> {
	return Object.fromEntries(results.map(({ id, status }) => [id, status]));
}
