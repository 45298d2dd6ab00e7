/** The order of the entries. */
import { inTime } from '../../../tools/trace/timeline';
import { fine, note, type TraceEntry } from '../../../tools/trace/trace';

test('entries of a trace are sorted by time, and in one second or without a time by the order of a handoff', () => {
	const at = (second: number, rest = 0) => new Date(1_700_000_000_000 + second * 1000 + rest).toISOString();
	const entries: readonly TraceEntry[] = [
		fine('Orchestrator', 'first', at(1, 900)),
		note('Orchestrator', 'second'),
		fine('Studio', 'third', at(1)),
		fine('Orchestrator', 'last', at(9)),
		fine('TaskRouter', 'fourth', at(3)),
		note('TaskRouter', 'fifth'),
	];
	const order = ['first', 'second', 'third', 'fourth', 'fifth', 'last'];
	expect(inTime(entries).map(({ what }) => what)).toEqual(order);
});

test('phone numbers are masked in every text of an entry', () => {
	expect(fine('Voice', 'from +15005550123').what).toBe('from +*********23');
});
