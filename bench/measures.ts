/**
 * What `npm run bench` measures. Every figure is a median, and what two figures are compared by was run in turn.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises';
import { toRequest } from '../emulator/core/proxy';
import type { BenchStage, Measured } from './stage';
import type { WarmFunction } from './warm-function';

/** How often each thing is done. */
export interface Effort {
	readonly rtts: readonly number[];
	/** Handoffs of a kind. */
	readonly handoffs: number;
	/** New processes. */
	readonly processes: number;
	readonly calls: number;
	readonly flows: number;
}

export const FULL: Effort = { rtts: [5, 40, 100], handoffs: 15, processes: 3, calls: 2_000, flows: 200 };

/** A way to hand over, on one line. */
interface RoundTrips {
	readonly roundTrips: number;
	readonly requests: number;
	readonly connections: number;
}

type Way = 'warm' | 'cold' | 'firstOfProcess' | 'guide';

/** One line, and each way to hand over on it. */
export interface LineFigures extends Readonly<Record<Way, RoundTrips>> {
	readonly rttMs: number;
	/** Warm, by the guide's way: below 1 is faster. */
	readonly ofGuide: number;
	/** Warm, by the two round trips that the lookups and Studio need. */
	readonly ofLimit: number;
}

/** Measures the ways to hand over on lines of several lengths. */
export async function measureLines(
	stage: BenchStage,
	{ rtts, handoffs, processes }: Effort,
): Promise<LineFigures[]> {
	const lines: LineFigures[] = [];
	const warm = await stage.warmFunction();
	// The first handoffs of a process take longer, until its code is compiled.
	await runWays(stage, warm, handoffs);
	for (const rttMs of rtts) {
		stage.line.rttMs = rttMs;
		const firstOfProcess: Measured[] = [];
		for (let n = 0; n < processes; n++) firstOfProcess.push(await stage.handOff(await stage.warmFunction()));
		const ways = await runWays(stage, warm, handoffs);
		const figures = (measured: readonly Measured[]): RoundTrips => ({
			roundTrips: median(measured.map(({ ms }) => ms)) / rttMs,
			requests: median(measured.map(({ requests }) => requests)),
			connections: median(measured.map(({ connections }) => connections)),
		});
		const of = {
			warm: figures(ways.warm),
			cold: figures(ways.cold),
			firstOfProcess: figures(firstOfProcess),
			guide: figures(ways.guide),
		};
		lines.push({
			rttMs,
			...of,
			ofGuide: of.warm.roundTrips / of.guide.roundTrips,
			ofLimit: of.warm.roundTrips / 2,
		});
	}
	return lines;
}

async function runWays(stage: BenchStage, process: WarmFunction, times: number) {
	const ways: Record<'warm' | 'cold' | 'guide', Measured[]> = { warm: [], cold: [], guide: [] };
	for (let n = 0; n < times; n++) {
		stage.line.closeAll();
		await wait(2 * stage.line.rttMs + 50);
		ways.cold.push(await stage.handOff(process));
		// The lookups' two connections, and Studio's, are open now.
		ways.warm.push(await stage.handOff(process));
		ways.guide.push(await stage.measure(process, { way: 'guide', params: stage.chat(), times: 1 }));
	}
	return ways;
}

export interface Overhead {
	/** Processor time of a handoff by that of the bare SDK's requests for one. */
	readonly ratio: number;
	readonly msPerHandoff: number;
}

/** What a handoff costs over its requests, in processor time of the Function. */
export async function measureOverhead(stage: BenchStage, { handoffs }: Effort): Promise<Overhead> {
	stage.line.rttMs = 0;
	const process = await stage.warmFunction();
	const costs: { readonly ours: number; readonly bare: number }[] = [];
	for (let n = 0; n < 2 * handoffs; n++) {
		const ours = await stage.handOff(process);
		const bare = await stage.measure(process, { way: 'bare', params: stage.chat(), times: 1 });
		costs.push({ ours: ours.cpuMs, bare: bare.cpuMs });
	}
	const warm = costs.slice(costs.length / 2);
	return {
		ratio: median(warm.map(({ ours, bare }) => ours / bare)),
		msPerHandoff: median(warm.map(({ ours, bare }) => ours - bare)),
	};
}

/** How many calls one process answers in a second. @throws Error when an answer does not enqueue its call */
export async function measureCalls(stage: BenchStage, { calls }: Effort): Promise<number> {
	const process = await stage.warmFunction();
	const HandoffData = JSON.stringify({ conversationId: '', attributes: { reason: 'asked for a person' } });
	const params = { CallSid: `CA${'0'.repeat(32)}`, From: '+15005550123', Direction: 'inbound', HandoffData };
	const outcome = await process.run({ way: 'function', params, times: calls });
	if (!String(outcome.body).includes('<Enqueue')) throw new Error(`no call was enqueued: ${outcome.body}`);
	return calls / (outcome.ms / 1_000);
}

export interface GrowthFigure {
	readonly size: number;
	readonly ms: number;
	readonly requests: number;
}

/** How a handoff grows with the participants of its conversation, and with its attributes in kB. */
export async function measureGrowth(
	stage: BenchStage,
	{ handoffs }: Effort,
): Promise<{ readonly participants: GrowthFigure[]; readonly kilobytes: GrowthFigure[] }> {
	stage.line.rttMs = 0;
	const process = await stage.warmFunction();
	for (let n = 0; n < handoffs; n++) await stage.handOff(process, { participants: 1_000 });
	const grow = async (sizes: readonly number[], chat: (size: number) => object): Promise<GrowthFigure[]> => {
		const measured = new Map(sizes.map((size): [number, Measured[]] => [size, []]));
		for (let n = 0; n < handoffs; n++) {
			for (const size of sizes) measured.get(size)?.push(await stage.handOff(process, chat(size)));
		}
		return [...measured].map(([size, each]) => ({
			size,
			ms: median(each.map(({ ms }) => ms)),
			requests: median(each.map(({ requests }) => requests)),
		}));
	};
	return {
		participants: await grow([2, 10, 100, 1_000], (participants) => ({ participants })),
		kilobytes: await grow([1, 4, 16, 64], (kilobytes) => ({ bytes: 1_024 * kilobytes })),
	};
}

/** How many flows the emulator runs in a second, from the request that starts one to its task. */
export async function measureEmulator(stage: BenchStage, { flows }: Effort): Promise<number> {
	const { emulator, executionsUrl } = stage.laptop;
	const { accountSid, authToken } = emulator.world.account;
	const { host, pathname } = new URL(executionsUrl);
	const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
	const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
	const tasks = emulator.world.tasks.size;
	const requests = Array.from({ length: flows }, () => stage.startOfFlow()).map((form) =>
		toRequest({ method: 'POST', host, path: pathname, query: '', headers, body: String(form) }),
	);
	const start = performance.now();
	for (const request of requests) {
		await emulator.handle(request);
		await emulator.runner.idle();
	}
	const seconds = (performance.now() - start) / 1_000;
	const created = emulator.world.tasks.size - tasks;
	if (created !== flows) throw new Error(`${flows} flows made ${created} tasks`);
	return flows / seconds;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
	return (low + high) / 2;
}
