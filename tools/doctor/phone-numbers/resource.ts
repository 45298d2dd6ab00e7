/**
 * A phone number as setup changes it.
 * @module
 */

import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { NUMBER_SETTINGS, settingsOf } from '../../account/phone-numbers';
import type { Resource } from '../engine/resource';

/**
 * Writes the changed settings alone; an empty text takes one away.
 *
 * GUESS: that an empty TrunkSid takes the number off its trunk. Public code counts on it, some of which reads the number
 * again and finds the trunk gone; no document says so. A number of a live account that is on a trunk would settle it; the
 * other way is to delete it from the trunk's PhoneNumbers
 * (https://www.twilio.com/docs/sip-trunking/api/phonenumber-resource).
 */
export const phoneNumberResource: Resource = {
	title: 'Phone number',
	read: async ({ twilio }: AccountView, id) => {
		return asking('reading the phone number', async () => {
			return settingsOf(await twilio.incomingPhoneNumbers(id).fetch());
		});
	},
	write: async ({ twilio }, id, whole, changed) => {
		const names = NUMBER_SETTINGS.filter((name) => changed.some(([first]) => first === name));
		const settings = Object.fromEntries(names.map((name) => [name, String(whole[name] ?? '')]));
		await asking('updating the phone number', () => twilio.incomingPhoneNumbers(id).update(settings));
	},
};
