/**
 * Rows of items that are connected with the rows above and below, moved closer until they fit a width.
 * @module
 */

/** A box, a caption or a bend of an arrow; its center is at `x`. */
export interface Item {
	x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** The items it should be straight above or below. */
	readonly neighbors: Item[];
}

const GAP = 10;
const ROUNDS = 100;

/** Groups items by row, each from left to right. */
export function rowsOf(items: readonly Item[]): Item[][] {
	const rows = new Map<number, Item[]>();
	for (const item of items) {
		const y = Math.round(item.y);
		rows.set(y, [...(rows.get(y) ?? []), item]);
	}
	return [...rows.values()].map((row) => row.sort((a, b) => a.x - b.x));
}

/** The minimum width of a row. */
export function widthOf(row: readonly Item[]): number {
	return row.reduce((sum, { width }) => sum + width + GAP, -GAP);
}

/** Moves each item as near to its neighbors as its row allows, between 0 and `width`, without changing the order. */
export function settle(rows: readonly Item[][], width: number): void {
	for (let round = 0; round < ROUNDS; round++) {
		for (const row of round % 2 === 0 ? rows : rows.toReversed()) settleRow(row, width);
	}
}

/**
 * An isotonic regression: after subtracting the space of the items to its left, each item has a preferred place, and none
 * may be left of the one before. Neighbors that would change places are pooled.
 */
function settleRow(row: readonly Item[], width: number): void {
	let taken = 0;
	const offsets = row.map((item) => {
		const offset = taken + item.width / 2;
		taken += item.width + GAP;
		return offset;
	});
	const pools: { sum: number; count: number }[] = [];
	for (const [index, { x, neighbors }] of row.entries()) {
		const wanted = neighbors.length === 0 ? x : mean(neighbors.map((neighbor) => neighbor.x));
		let pool = { sum: wanted - (offsets[index] ?? 0), count: 1 };
		for (
			let last = pools.at(-1);
			last && last.sum / last.count > pool.sum / pool.count;
			last = pools.at(-1)
		) {
			pools.pop();
			pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
		}
		pools.push(pool);
	}
	const room = Math.max(0, width - widthOf(row));
	const starts = pools.flatMap(({ sum, count }) => Array<number>(count).fill(sum / count));
	for (const [index, item] of row.entries()) {
		item.x = Math.min(room, Math.max(0, starts[index] ?? 0)) + (offsets[index] ?? 0);
	}
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
