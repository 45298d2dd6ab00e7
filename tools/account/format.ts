/**
 * Names, URLs and lists as they are shown: without full phone numbers and without a URL's secrets.
 * @module
 */
import { redact } from '../../src/redact';

/** @example named('Support', 'conv_configuration_…') // "Support" (conv_configuration_…) */
export function named(displayName: string | null | undefined, id: string): string {
	return displayName ? `"${redact(displayName)}" (${id})` : id;
}

/**
 * Scheme, host and path. User info, query and fragment may hold credentials, and so may a generated part of the path:
 * `https://hooks.slack.com/services/T00000000/…`.
 */
export function showUrl(url: string): string {
	if (!URL.canParse(url)) return 'an invalid URL';
	const { protocol, host, pathname } = new URL(url);
	const parts = pathname.split('/').map((part) => (looksGenerated(part) ? '…' : redact(part)));
	const path = parts.join('/');
	return `${protocol}//${host}${path === '/' && !url.endsWith('/') ? '' : path}`;
}

/** Letters and digits mixed, or very long. Twilio's SIDs and dates are not secrets. */
function looksGenerated(part: string): boolean {
	if (/^[A-Z]{2}[0-9a-f]{32}$/i.test(part) || /^\d{4}-\d{2}-\d{2}$/.test(part)) return false;
	return part.length > 24 || (part.length >= 8 && /\d/.test(part) && /[a-z]/i.test(part));
}

/** @example inWords(['a', 'b', 'c'], 'or') // 'a, b, or c' */
export function inWords(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
	const last = items.at(-1) ?? '';
	const others = items.slice(0, -1);
	if (others.length === 0) return last;
	return `${others.join(', ')}${others.length > 1 ? ',' : ''} ${conjunction} ${last}`;
}

/** The SDK leaves a date as it is when it cannot parse it. @returns ISO 8601, or `undefined` for what is not a date */
export function isoOf(date: unknown): string | undefined {
	if (!(date instanceof Date) && typeof date !== 'string') return undefined;
	const parsed = new Date(date);
	return Number.isNaN(parsed.getTime()) ? undefined : parsed.toISOString();
}

/** @example plural(1, 'change') // '1 change' */
export function plural(count: number, one: string, several = `${one}s`): string {
	return `${count} ${count === 1 ? one : several}`;
}
