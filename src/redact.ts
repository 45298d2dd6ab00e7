/**
 * Keeps people's phone numbers out of what we log and answer.
 * @module
 */

const PHONE_NUMBER = /\+?\d[\d\s().-]{5,}\d/g;

/**
 * Masks every phone number in a text, keeping the last two digits so that a support case can still be matched.
 * SIDs and conversation ids stay as they are.
 * @example redact('no route to +15005550123') // 'no route to +*********23'
 */
export function redact(text: string): string {
	return text
		.split(/(\b[A-Z]{2}[0-9a-f]{32}\b|\b[a-z]+_[a-z]+_[0-9a-z]{20,40}\b)/)
		.map((part, index) => (index % 2 === 1 ? part : part.replace(PHONE_NUMBER, mask)))
		.join('');
}

function mask(number: string): string {
	const digits = number.replace(/\D/g, '');
	if (digits.length < 7) return number;
	return `${number.startsWith('+') ? '+' : ''}${'*'.repeat(digits.length - 2)}${digits.slice(-2)}`;
}
