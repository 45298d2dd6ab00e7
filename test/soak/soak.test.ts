/**
 * A small soak. `npm run soak` is the large one.
 * @module
 */
import { soak } from './soak';

test('each of 600 handoffs ends in one task, or is given back and reported', async () => {
	const { wrong, endings, duplicates, again, faults } = await soak(600, 3);
	expect(wrong).toEqual([]);
	// It is no proof unless each kind of trouble came up.
	expect(endings).toMatchObject({
		'one task': expect.any(Number),
		'given back': expect.any(Number),
		'untaken, given back': expect.any(Number),
		'untaken, redirected': expect.any(Number),
		fallback: expect.any(Number),
	});
	expect(duplicates).toBeGreaterThan(20);
	expect(again).toBeGreaterThan(5);
	expect(Object.keys(faults)).toHaveLength(8);
});
