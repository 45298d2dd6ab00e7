/**
 * Whether the virtual agent's phone numbers can receive calls and SMS.
 * @module
 */

import { sendersOf } from '../../account/agent-connect/senders';
import { inWords } from '../../account/format';
import { readNumbers } from '../../account/phone-numbers/phone-numbers';
import { type Check, note, ok, skipped, wrong } from '../engine/check';

export const capabilities: Check = {
	name: 'capabilities',
	title: 'Voice and SMS capabilities',
	expected: 'every number supports voice, and SMS unless another sender receives messages',
	impact: 'Customers can’t call, or can’t text, the virtual agent’s number.',
	advice:
		'Buy a number with both capabilities (Console: Phone Numbers > Manage > Buy a number), and set it in .env.',
	look: async (account) => {
		const { found } = await readNumbers(account);
		if (found.length === 0) return skipped('no phone number of the virtual agent found in this account');
		const lacking = (what: string, can: (number: (typeof found)[number]) => boolean) =>
			found.filter((number) => !can(number)).map(({ label }) => `${label} can’t receive ${what}`);
		const [voice, messaging] = [account.handsOver('voice'), account.handsOver('messaging')];
		const withoutCalls = voice ? lacking('calls', (each) => each.voice) : [];
		const withoutSms = messaging ? lacking('SMS', (each) => each.sms) : [];
		// With a WhatsApp or RCS sender, the number may be for calls only.
		const others = sendersOf(account.environment).some(({ channel }) => channel !== 'PHONE');
		const faults = [...withoutCalls, ...(others ? [] : withoutSms)];
		if (faults.length > 0) return wrong(faults.join('; '));
		if (withoutSms.length > 0) {
			return note(`${withoutSms.join('; ')}: customers can message only over WhatsApp or RCS`);
		}
		const can = [...(voice ? ['voice'] : []), ...(messaging ? ['SMS'] : [])];
		return ok(`${inWords(found.map(({ label }) => label))}: ${inWords(can)}`);
	},
};
