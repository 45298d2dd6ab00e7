/**
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two strings in a time that does not tell how much of them is equal, nor how long the expected one is. */
export function equalInConstantTime(presented: string, expected: string): boolean {
	return timingSafeEqual(digest(presented), digest(expected));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}
