/**
 * Reads query parameters that are dates.
 * @module
 */
import { invalidParameter, type TwilioRequest } from './http';

/**
 * The milliseconds of a date in the query, and of its whole second's end: the SDK sends no fraction.
 * @returns `undefined` when there is no such parameter
 * @throws TwilioError 400 for what is no date
 */
export function secondOf(
	{ query }: Pick<TwilioRequest, 'query'>,
	name: string,
): { start: number; end: number } | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	const start = Date.parse(text);
	if (Number.isNaN(start)) throw invalidParameter(`Invalid ${name}: ${text} is no date`);
	return { start, end: start + 999 };
}
