/**
 * How the things of an account are called in what people read: no full phone number, no secret of a URL.
 * @module
 */
import { redact } from '../src/redact';

/** @example named('Support', 'conv_configuration_…') // "Support" (conv_configuration_…) */
export function named(displayName: string | null | undefined, id: string): string {
	return displayName ? `"${redact(displayName)}" (${id})` : id;
}

/** Scheme, host and path: what comes before and after may be credentials or tokens. */
export function showUrl(url: string): string {
	if (!URL.canParse(url)) return 'an address that is no URL';
	const { protocol, host, pathname } = new URL(url);
	return `${protocol}//${host}${redact(pathname)}`;
}

/** @example inWords(['a', 'b', 'c'], 'or') // 'a, b or c' */
export function inWords(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
	const last = items.at(-1) ?? '';
	return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
