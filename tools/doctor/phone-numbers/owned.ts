/**
 * Checks that the agent's numbers are the account's, and can do what is asked of them.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { inWords } from '../../account/format';
import { readNumbers } from '../../account/phone-numbers';
import { sendersOf } from '../../account/senders';
import { type Check, note, type Observation, ok, skipped, wrong } from '../engine/check';

export const number: Check = {
	name: 'number',
	title: 'The agent’s phone numbers are in this account',
	expected: 'every phone number in .env is a number of this account',
	impact: 'Customers who call or write to the number do not reach this account, and so not the agent.',
	advice:
		'Put a number of this account into .env (Console: Phone Numbers > Manage > Active numbers), or check that ACCOUNT_SID is the account that has the number.',
	look: async (account) => {
		const { found, missing } = await readNumbers(account);
		if (missing.length > 0) return wrong(`not in this account: ${inWords(missing)}`);
		if (found.length === 0) return skipped('.env has no well-formed phone number');
		return ok(inWords(found.map(({ label, sid }) => `${label} is ${sid}`)));
	},
};

export const capabilities: Check = {
	name: 'capabilities',
	title: 'The numbers can do voice and SMS',
	expected:
		'every number can receive what is handed over: calls, and SMS unless another sender takes messages',
	impact: 'Customers cannot call, or cannot write to, the agent’s number.',
	advice:
		'Buy a number with both capabilities (Console: Phone Numbers > Manage > Buy a number) and put it into .env.',
	look: async (account) => lookAtCapabilities(account),
};

async function lookAtCapabilities(account: AccountView): Promise<Observation> {
	const { found } = await readNumbers(account);
	if (found.length === 0) return skipped('no phone number of the agent is known in this account');
	const lacking = (what: string, can: (number: (typeof found)[number]) => boolean) =>
		found.filter((number) => !can(number)).map(({ label }) => `${label} cannot receive ${what}`);
	const silent = account.handsOver('voice') ? lacking('calls', ({ voice }) => voice) : [];
	const wordless = account.handsOver('messaging') ? lacking('SMS', ({ sms }) => sms) : [];
	// Who writes over WhatsApp or RCS writes to another sender; such a number may be for calls alone.
	const others = sendersOf(account.environment).some(({ channel }) => channel !== 'PHONE');
	const faults = [...silent, ...(others ? [] : wordless)];
	if (faults.length > 0) return wrong(faults.join('; '));
	if (wordless.length > 0) return note(`${wordless.join('; ')}: customers write over WhatsApp or RCS alone`);
	const can = [
		...(account.handsOver('voice') ? ['voice'] : []),
		...(account.handsOver('messaging') ? ['SMS'] : []),
	];
	return ok(`${inWords(found.map(({ label }) => label))}: ${inWords(can)}`);
}
