/**
 * Small values out of Twilio's answers, whose shapes are not documented.
 * @module
 */
import { isRecord } from '../../src/json';
import { redact } from '../../src/redact';
import { E164 } from '../../src/settings';
import { bareAddress } from '../account/agent-connect/senders';

/** The SDK leaves a date as it is when it cannot parse it. @returns ISO 8601, or `undefined` for what is not a date */
export function isoOf(date: unknown): string | undefined {
	if (!(date instanceof Date) && typeof date !== 'string') return undefined;
	const parsed = new Date(date);
	return Number.isNaN(parsed.getTime()) ? undefined : parsed.toISOString();
}

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

/** The text at a path inside a value, or `undefined`. @example textAt(context, 'flow', 'variables', 'outcome') */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
	const found = valueAt(value, ...path);
	return typeof found === 'string' && found !== '' ? found : undefined;
}

export function valueAt(value: unknown, ...path: readonly string[]): unknown {
	return path.reduce<unknown>((each, key) => (isRecord(each) ? each[key] : undefined), value);
}

/** A JSON object, given as such or as its text; `{}` for anything else. */
export function objectIn(value: unknown): Record<string, unknown> {
	if (isRecord(value)) return value;
	if (typeof value !== 'string') return {};
	try {
		const parsed: unknown = JSON.parse(value);
		return isRecord(parsed) ? parsed : {};
	} catch {
		return {};
	}
}

/**
 * A customer's number, masked, with or without its channel in front. `undefined` for any other address: it may be a
 * name or a mail address, which a trace must not show.
 * @example maskedNumber('whatsapp:+15005550123') // 'whatsapp:+*********23'
 */
export function maskedNumber(address: string): string | undefined {
	return E164.test(bareAddress(address)) ? redact(address) : undefined;
}

/** @example counted(2, 'agent') // '2 agents' */
export function counted(count: number, one: string): string {
	return `${count} ${one}${count === 1 ? '' : 's'}`;
}
