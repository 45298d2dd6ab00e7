/**
 * Helpers for times and numbers in Twilio's responses.
 * @module
 */
import { bareAddress } from '../../src/conversation/customer';
import { redact } from '../../src/redact';
import { E164 } from '../../src/settings';

/** Whole seconds from one time to another, never below 0; `undefined` when one of them is not known. */
export function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
	if (from === undefined || to === undefined) return undefined;
	return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}

/** The whole second of a time, the finest unit that all products have; `undefined` when it is not known. */
export function secondOf(iso: string | undefined): number | undefined {
	return iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000);
}

/** Compares two ISO times for sorting; an unknown one comes first. */
export function byTime(a: string | undefined, b: string | undefined): number {
	return (a ?? '').localeCompare(b ?? '');
}

/**
 * A customer's number, masked, with or without its channel in front. `undefined` for any other address: it may be a
 * name or an email address, which a trace must not show.
 * @example maskedNumber('whatsapp:+15005550123') // 'whatsapp:+*********23'
 */
export function maskedNumber(address: string): string | undefined {
	return E164.test(bareAddress(address)) ? redact(address) : undefined;
}
