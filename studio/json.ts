/**
 * JSON values, looked at as a whole.
 * @module
 */
import { isRecord } from '../src/json';

/** Where a value is: keys of objects and positions in arrays, from the outside in. */
export type Path = readonly (string | number)[];

/**
 * One text for one value, whatever the order of its keys.
 * @example canonicalJson({ b: 1, a: 2 }) // '{"a":2,"b":1}'
 */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, each: unknown) =>
		isRecord(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
	);
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
	return canonicalJson(one) === canonicalJson(other);
}

/**
 * Every string in a value, with its place. Keys are no strings of the value.
 * @example stringsIn({ a: ['x', 1] }) // [[['a', 0], 'x']]
 */
export function stringsIn(value: unknown, path: Path = []): [Path, string][] {
	if (typeof value === 'string') return [[path, value]];
	if (Array.isArray(value)) return value.flatMap((each, index) => stringsIn(each, [...path, index]));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, each]) => stringsIn(each, [...path, key]));
}

/**
 * Writes a place as one would in code.
 * @example dotted(['parameters', 0, 'value']) // 'parameters[0].value'
 */
export function dotted(path: Path): string {
	return path
		.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
		.join('')
		.replace(/^\./, '');
}
