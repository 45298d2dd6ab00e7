/**
 * Reads single parameters of a request.
 * @module
 */
import { InvalidRequestError } from './errors';

/** @throws {InvalidRequestError} when a parameter is not a single string: it may have been sent twice */
export function singleText(value: unknown, field: string): string {
	if (typeof value === 'string') return value;
	throw new InvalidRequestError(field, `${field} must be a single string.`);
}

/**
 * @param value a parameter that may be left out
 * @returns the text, or `undefined` when it is absent or empty
 * @throws {InvalidRequestError} when it is not a single string of a sensible length
 */
export function optionalText(value: unknown, field: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const text = singleText(value, field);
	if (text.length > 512) throw new InvalidRequestError(field, `${field} is longer than 512 characters.`);
	return text;
}
