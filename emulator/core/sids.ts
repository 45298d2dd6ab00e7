/**
 * Identifiers as Twilio makes them: a two-letter prefix and 32 hexadecimal digits, or for the newer APIs a
 * word and 26 base32 characters.
 * @module
 */
import { randomBytes } from 'node:crypto';

/** A classic SID, such as `CH0123…`. */
export function sid(prefix: string): string {
	return prefix + randomBytes(16).toString('hex');
}

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** A newer id, such as `conv_conversation_01k3…` (prefix `conv_conversation`). */
export function id(prefix: string): string {
	const characters = Array.from(randomBytes(24), (byte) => BASE32[byte % 32]);
	return `${prefix}_01${characters.join('')}`;
}

/** The same text with its long identifiers cut to what tells them apart: `FN…c8a1a7`, `conv_conversation_…d7s3kq`. */
export function shortenIds(text: string): string {
	return text
		.replace(/\b([A-Z]{2})[0-9a-f]{26}([0-9a-f]{6})\b/g, '$1…$2')
		.replace(/\b([a-z]+_[a-z]+_)[0-9a-z]{20}([0-9a-z]{6})\b/g, '$1…$2');
}
