/**
 * Edits without a secret or a phone number in them, so that they can be written into a file.
 * @module
 */
import { redact } from '../../../src/redact';
import { showUrl } from '../../account/format';
import { bareAddress, sendersOf } from '../../account/senders';
import { mapStrings } from './edit';
import type { Edit, Json } from './fix';
import { json } from './json';

/** Everything in `.env` and the shell. */
export type Environment = Readonly<Record<string, string>>;

/**
 * Whether an edit can be written down without a secret or a phone number in it. The agent's own numbers can: their
 * settings' names stand for them.
 */
export function canBeWrittenDown(edit: Edit, environment: Environment): boolean {
	// Of what is new only its id is written down.
	return edit.edit === 'create' || stringsOf(conceal(edit, environment)).every(isHarmless);
}

/** By the rule of the screen: what would be shown as it is. */
function isHarmless(text: string): boolean {
	// The query of Studio's own webhooks names a trigger, nothing more.
	const plain = text.replace(/^(https:\/\/webhooks\.twilio\.com\/[^?]*)\?Trigger=\w+$/i, '$1');
	return /^https?:/i.test(plain) ? showUrl(plain) === plain : redact(plain) === plain;
}

function stringsOf(value: Json): string[] {
	const strings: string[] = [];
	mapStrings(value, (text) => {
		strings.push(text);
		return text;
	});
	return strings;
}

/** The edit with placeholders for the agent's own numbers. */
export function conceal(each: Edit, environment: Environment): Json {
	return mapStrings(json.parse(each), (text) =>
		placeholders(environment).reduce(
			(all, { name, address }) => all.replaceAll(address, `$${`{${name}}`}`),
			text,
		),
	);
}

/**
 * `TWILIO_PHONE_NUMBER#1`: the first number of that setting, and with `.bare` the same without its channel. Longer
 * addresses first: one may hold another.
 */
export function placeholders(environment: Environment): { name: string; address: string }[] {
	const counts = new Map<string, number>();
	return sendersOf(environment)
		.flatMap(({ setting, address }) => {
			const count = (counts.get(setting) ?? 0) + 1;
			counts.set(setting, count);
			return [
				{ name: `${setting}#${count}`, address },
				{ name: `${setting}#${count}.bare`, address: bareAddress(address) },
			];
		})
		.sort((one, other) => other.address.length - one.address.length);
}
