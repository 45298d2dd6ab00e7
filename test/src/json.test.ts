/** Reading JSON of any shape. */
import { objectIn, valueAt } from '../../src/json';

test('a value is found by keys and indexes', () => {
	expect(valueAt({ a: ['x', { b: 'y' }] }, 'a', 1, 'b')).toBe('y');
});

test.each([[['a', 'b']], [['a', '0']], [['a', 3]], [['c', 'd']], [[0]], [['a', undefined]]])(
	'nothing is found at the missing path %j',
	(path) => {
		expect(valueAt({ a: ['x'], c: null }, ...path)).toBeUndefined();
	},
);

test('an object is read from JSON text that was made JSON twice', () => {
	const object = { a: 1 };
	for (const value of [object, JSON.stringify(object), JSON.stringify(JSON.stringify(object))]) {
		expect(objectIn(value)).toEqual(object);
	}
});

test.each(['', '{', '[]', '1', null, undefined, ['{}']])('there is no object in %j', (value) => {
	expect(objectIn(value)).toEqual({});
});
