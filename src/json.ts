/**
 * What every reader of JSON needs.
 * @module
 */

/** True for anything with string keys that is not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value at a path of keys and indexes, or `undefined`.
 * @example valueAt({ a: ['x', 'y'] }, 'a', 1) // 'y'
 */
export function valueAt(value: unknown, ...path: readonly (string | number | undefined)[]): unknown {
	return path.reduce<unknown>((each, step) => {
		if (Array.isArray(each)) return typeof step === 'number' ? each[step] : undefined;
		return isRecord(each) && step !== undefined ? each[step] : undefined;
	}, value);
}

/** The text at a path, or `undefined` when it is empty or none. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
	const found = valueAt(value, ...path);
	return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The value if it is a text, `''` for anything else. */
export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** A JSON object, given as such or as its text, also when that was made JSON twice; `{}` for anything else. */
export function objectIn(value: unknown, depth = 2): Record<string, unknown> {
	if (isRecord(value)) return value;
	if (typeof value !== 'string' || depth === 0) return {};
	try {
		return objectIn(JSON.parse(value), depth - 1);
	} catch {
		return {};
	}
}
