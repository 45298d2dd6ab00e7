/**
 * What every reader of JSON needs.
 * @module
 */

/** True for anything with string keys that is not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
