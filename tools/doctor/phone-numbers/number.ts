/**
 * Whether the virtual agent's phone numbers belong to the account.
 * @module
 */
import { inWords } from '../../account/format';
import { readNumbers } from '../../account/phone-numbers/phone-numbers';
import { type Check, ok, skipped, wrong } from '../engine/check';

export const number: Check = {
	name: 'number',
	title: 'Phone numbers',
	expected: 'every phone number in .env belongs to this account',
	impact: 'Calls and texts to the number don’t reach this account or the virtual agent.',
	advice:
		'Set a number of this account in .env (Console: Phone Numbers > Manage > Active numbers), or correct ACCOUNT_SID if another account has the number.',
	look: async (account) => {
		const { found, missing } = await readNumbers(account);
		if (missing.length > 0) return wrong(`not in this account: ${inWords(missing)}`);
		if (found.length === 0) return skipped('no valid phone number is set in .env');
		return ok(inWords(found.map(({ label, sid }) => `${label} is ${sid}`)));
	},
};
