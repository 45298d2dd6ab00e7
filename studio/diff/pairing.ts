/**
 * Matches the parts of two definitions, even when parts were added, moved or renamed.
 * @module
 */
import type { AnyState } from '../definition';
import { canonicalJson, isRecord } from '../json';

/** One part before and after; one side is missing when it was added or removed. */
export interface Pair<T> {
	readonly was: T | undefined;
	readonly is: T | undefined;
	/** Its index before; -1 when it is new. */
	readonly index: number;
}

/**
 * Pairs widgets by name; the rest by type and properties, which a rename does not change. The position on the canvas does
 * not matter.
 * @returns the widgets that exist now, in their order, then those that were removed
 */
export function pairWidgets(before: readonly AnyState[], after: readonly AnyState[]): Pair<AnyState>[] {
	return pairUp(before, after, [
		({ name }) => name,
		({ type, properties: { offset: _, ...rest } }) => canonicalJson([type, rest]),
	]);
}

/**
 * Pairs the elements of two lists in a widget: parameters and variables by their key, transitions by their event and the
 * name of their condition, anything else by its index.
 */
export function pairElements<T>(before: readonly T[], after: readonly T[]): Pair<T>[] {
	return pairUp(before, after, [canonicalJson, identify, event, (each, index) => kind(each) && `${index}`]);
}

/** The name of an element of a list, if it has one. */
export function identify(element: unknown): string | undefined {
	if (!isRecord(element)) return undefined;
	if (typeof element.key === 'string') return element.key;
	const [condition]: unknown[] = Array.isArray(element.conditions) ? element.conditions : [];
	const name = isRecord(condition) ? condition.friendly_name : undefined;
	return typeof element.event === 'string' && typeof name === 'string'
		? `${element.event} "${name}"`
		: undefined;
}

function event(element: unknown): string | undefined {
	return isRecord(element) && typeof element.event === 'string' ? element.event : undefined;
}

/** Only an element without a name is paired by its index. */
function kind(element: unknown): string | undefined {
	return identify(element) === undefined && event(element) === undefined ? typeof element : undefined;
}

/** Pairs by the first description, and what is left by the next one. */
function pairUp<T>(
	before: readonly T[],
	after: readonly T[],
	descriptions: readonly ((each: T, index: number) => string | undefined)[],
): Pair<T>[] {
	const left = new Set(before.keys());
	const found = new Map<number, number>();
	for (const describe of descriptions) {
		const described = before.map(describe);
		for (const [index, each] of after.entries()) {
			const wanted = describe(each, index);
			if (found.has(index) || wanted === undefined) continue;
			const fitting = [...left].find((candidate) => described[candidate] === wanted);
			if (fitting === undefined) continue;
			found.set(index, fitting);
			left.delete(fitting);
		}
	}
	const gone = [...left].map((index) => ({ was: before[index], is: undefined, index }));
	const here = after.map((is, position) => {
		const index = found.get(position) ?? -1;
		return { was: before[index], is, index };
	});
	return [...here, ...gone];
}
