/**
 * How setup reads and writes a phone number.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import {
	type AgentNumber,
	NUMBER_SETTINGS,
	type NumberSettings,
	settingsOf,
} from '../../account/phone-numbers/phone-numbers';
import type { SetEdit } from '../engine/fix';
import type { Resource } from '../engine/resource';

/**
 * Writes only the settings that changed; an empty text removes one.
 *
 * GUESS(empty-trunk-sid): an empty TrunkSid removes the number from its trunk. Public code relies on it, and some of it
 * reads the number again and finds no trunk; no document says so. A number on a trunk in a live account would verify
 * it; the other way is to delete it from the trunk's PhoneNumbers
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
		return asking('updating the phone number', async () => {
			return settingsOf(await twilio.incomingPhoneNumbers(id).update(settings));
		});
	},
};

/** An edit for each setting that isn't yet as wanted. */
export function changeNumber({ sid, settings }: AgentNumber, wanted: Partial<NumberSettings>): SetEdit[] {
	return NUMBER_SETTINGS.flatMap((name): SetEdit[] => {
		const before = settings[name];
		const after = wanted[name];
		if (after === undefined || after === before) return [];
		return [{ edit: 'set', resource: 'phone-number', id: sid, path: [name], before, after }];
	});
}
