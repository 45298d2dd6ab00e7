/**
 * Reads the filters of a list request.
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

/**
 * Whether a list request asks for a record.
 * @param values what the record has, by the name of the parameter that filters by it. A parameter may name several values,
 * repeated or with commas.
 * @example isWanted(request, { FriendlyName: workflow.friendlyName })
 */
export function isWanted(
	{ query }: TwilioRequest,
	values: Readonly<Record<string, string | undefined>>,
): boolean {
	return Object.entries(values).every(([name, value = '']) => {
		const wanted = query.getAll(name);
		return wanted.length === 0 || wanted.some((text) => text === value || text.split(',').includes(value));
	});
}
