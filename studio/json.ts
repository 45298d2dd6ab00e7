/**
 * Compares JSON values and finds what is inside them.
 * @module
 */
import { isRecord, valueAt } from '../src/json';

export { isRecord, valueAt };

/** Where a value is: keys of objects and indexes of arrays, from the outside in. */
export type Path = readonly (string | number)[];

/**
 * The same text for the same value, whatever the order of its keys.
 * @example canonicalJson({ b: 1, a: 2 }) // '{"a":2,"b":1}'
 */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, each: unknown) =>
		isRecord(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
	);
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
	return canonicalJson(one) === canonicalJson(other);
}

/**
 * Every string value with its path. Keys are not values.
 * @example stringsIn({ a: ['x', 1] }) // [[['a', 0], 'x']]
 */
export function stringsIn(value: unknown, path: Path = []): [Path, string][] {
	if (typeof value === 'string') return [[path, value]];
	if (Array.isArray(value)) return value.flatMap((each, index) => stringsIn(each, [...path, index]));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, each]) => stringsIn(each, [...path, key]));
}

/**
 * Writes a path the way code does.
 * @example dotted(['parameters', 0, 'value']) // 'parameters[0].value'
 */
export function dotted(path: Path): string {
	return path
		.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
		.join('')
		.replace(/^\./, '');
}
