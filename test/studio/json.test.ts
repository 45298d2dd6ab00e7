/**
 * Comparing JSON values, and finding what is inside them.
 * @module
 */
import { canonicalJson, dotted, isSame, stringsIn, valueAt } from '../../studio/json';

test('values are the same in any order of their keys, but not of their elements', () => {
	expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
	expect(isSame({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
	expect(isSame([1, 2], [2, 1])).toBe(false);
});

test('each string is found with its path, and its path leads to it', () => {
	const value = { a: ['x', 1, { b: 'y' }], c: null };
	const found = stringsIn(value);
	expect(found).toEqual([
		[['a', 0], 'x'],
		[['a', 2, 'b'], 'y'],
	]);
	expect(found.map(([path]) => valueAt(value, ...path))).toEqual(['x', 'y']);
});

test('a path is written as in code: a.b', () => {
	expect(dotted(['parameters', 0, 'value'])).toBe('parameters[0].value');
	expect(dotted([0, 'a'])).toBe('[0].a');
	expect(dotted([])).toBe('');
});
