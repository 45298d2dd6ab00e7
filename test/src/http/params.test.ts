/**
 * Single parameters of a request.
 * @module
 */
import { optionalText, singleText } from '../../../src/http/params';
import { failureOf } from '../../support/fakes';

test.each([undefined, null, ''])('a parameter that is %p counts as absent', (value) => {
	expect(optionalText(value, 'address')).toBeUndefined();
});

test('a parameter keeps its spaces', () => {
	expect(optionalText(' visitor', 'address')).toBe(' visitor');
});

test.each<[string, unknown]>([
	['sent twice', ['a', 'b']],
	['a number', 1],
	['longer than any address', 'x'.repeat(513)],
])('a parameter that is %s is refused', async (_, value) => {
	const expected = { code: 'invalid_request', field: 'address' };
	expect(await failureOf(() => optionalText(value, 'address'))).toMatchObject(expected);
});

test.each([undefined, null])('a parameter that has to be there is refused as %p', async (value) => {
	expect(await failureOf(() => singleText(value, 'name'))).toMatchObject({ field: 'name' });
});
