/** Every measure of the bench, made once: counts, no times. */
import {
	type Effort,
	measureCalls,
	measureEmulator,
	measureGrowth,
	measureLines,
	measureOverhead,
} from '../../bench/measures';
import { BenchStage } from '../../bench/stage';

const ONCE: Effort = { rtts: [1], handoffs: 1, processes: 1, calls: 3, flows: 2 };

test('a handoff takes no connection when warm, one a request when cold, and a request more for each page', async () => {
	const stage = await BenchStage.start(0);
	try {
		expect(await measureEmulator(stage, ONCE)).toBeGreaterThan(0);
		await stage.withoutFlow(async () => {
			const [line] = await measureLines(stage, ONCE);
			expect(line).toMatchObject({
				warm: { connections: 0 },
				cold: { connections: line?.cold.requests },
				firstOfProcess: { connections: line?.cold.requests },
				guide: { requests: 3, connections: 3 },
			});
			const { participants, kilobytes } = await measureGrowth(stage, ONCE);
			const extra = participants.map(({ requests }) => requests - (line?.warm.requests ?? 0));
			expect(extra).toEqual([0, 0, 1, 19]);
			expect(new Set(kilobytes.map(({ requests }) => requests))).toEqual(new Set([line?.warm.requests]));
			expect((await measureOverhead(stage, ONCE)).ratio).toBeGreaterThan(0);
		});
		expect(await measureCalls(stage, ONCE)).toBeGreaterThan(0);
	} finally {
		await stage.stop();
	}
});
