/**
 * Reads the filters of a list request.
 * @module
 */
import { invalidParameter, type TwilioRequest } from './http';

/** In the spelling of the classic products, and in that of the newer ones. */
const PAGING = ['Page', 'PageSize', 'PageToken', 'pageSize', 'pageToken'];

/**
 * Refuses a filter that the emulator does not have: a client that had it ignored would work on too much, and its tests pass.
 * @param supported the names that the route reads
 * @throws TwilioError 400 that names the parameter
 */
export function refuseUnsupported(
	{ method, path, query }: TwilioRequest,
	supported: readonly string[],
): void {
	const name = [...query.keys()].find((each) => !supported.includes(each) && !PAGING.includes(each));
	if (name === undefined) return;
	throw invalidParameter(`The emulator does not support the parameter ${name} of ${method} ${path}`);
}

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
