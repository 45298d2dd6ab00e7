/**
 * Reads query parameters that are dates.
 * @module
 */
import { invalidParameter, type TwilioRequest } from './http';

/**
 * A date in the query, in milliseconds, and the end of its second: the SDK sends no fractions.
 * @returns `undefined` without the parameter
 * @throws TwilioError 400 for anything but a date
 */
export function secondOf(
	{ query }: Pick<TwilioRequest, 'query'>,
	name: string,
): { start: number; end: number } | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	const start = Date.parse(text);
	if (Number.isNaN(start)) throw invalidParameter(`Invalid ${name}: ${text} is not a date`);
	return { start, end: start + 999 };
}
