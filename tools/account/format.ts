/**
 * How the things of an account are called in what people read: no full phone number, no secret of a URL.
 * @module
 */
import { redact } from '../../src/redact';

/** @example named('Support', 'conv_configuration_…') // "Support" (conv_configuration_…) */
export function named(displayName: string | null | undefined, id: string): string {
	return displayName ? `"${redact(displayName)}" (${id})` : id;
}

/**
 * Scheme, host and path. What comes before and after may be credentials or tokens, and so may a part of the path that
 * no person would write: `https://hooks.slack.com/services/T00000000/…`.
 */
export function showUrl(url: string): string {
	if (!URL.canParse(url)) return 'an address that is no URL';
	const { protocol, host, pathname } = new URL(url);
	const parts = pathname.split('/').map((part) => (looksMade(part) ? '…' : redact(part)));
	const path = parts.join('/');
	return `${protocol}//${host}${path === '/' && !url.endsWith('/') ? '' : path}`;
}

/** Letters and digits mixed, or very long; Twilio's own SIDs and dates are no secret. */
function looksMade(part: string): boolean {
	if (/^[A-Z]{2}[0-9a-f]{32}$/i.test(part) || /^\d{4}-\d{2}-\d{2}$/.test(part)) return false;
	return part.length > 24 || (part.length >= 8 && /\d/.test(part) && /[a-z]/i.test(part));
}

/** @example inWords(['a', 'b', 'c'], 'or') // 'a, b or c' */
export function inWords(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
	const last = items.at(-1) ?? '';
	return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
