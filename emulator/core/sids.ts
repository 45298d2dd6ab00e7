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
