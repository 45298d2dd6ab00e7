/**
 * Keeps people's phone numbers out of what we log and answer.
 * @module
 */

const PHONE_NUMBER = /\+?\d[\d\s().-]{5,}\d/g;

/** Ids: Twilio's, and those that other agents give their conversations. None has the digits of a phone number alone. */
const IDS = [
	/\b[A-Z]{2}[0-9a-f]{32}\b/,
	/\b[a-z]+_[a-z]+_[0-9a-z]{20,40}\b/,
	/\b[\da-fA-F]{8}-(?:[\da-fA-F]{4}-){3}[\da-fA-F]{12}\b/,
	/\b[\da-fA-F]{24,40}\b/,
	// A date and time, 20251125134318: with country code 20, no number is that long.
	/(?<!\+)\b20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\b/,
];
const ID = new RegExp(`(${IDS.map(({ source }) => source).join('|')})`);

/**
 * Masks every phone number in a text, keeping the last two digits so that a support case can still be matched.
 * SIDs, and other ids by which a handoff is followed through the log, stay as they are.
 * @example redact('no route to +15005550123') // 'no route to +*********23'
 */
export function redact(text: string): string {
	return text
		.split(ID)
		.map((part, index) => (index % 2 === 1 ? part : part.replace(PHONE_NUMBER, mask)))
		.join('');
}

function mask(number: string): string {
	const digits = number.replace(/\D/g, '');
	if (digits.length < 7) return number;
	return `${number.startsWith('+') ? '+' : ''}${'*'.repeat(digits.length - 2)}${digits.slice(-2)}`;
}
