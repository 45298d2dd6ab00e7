/**
 * `npm run bench`: how close a handoff is to what the network allows, in ratios that hold on any machine.
 *
 * `--json` prints the figures as JSON, `--help` this.
 * @module
 */
import { cpus } from 'node:os';
import {
	FULL,
	type GrowthFigure,
	type LineFigures,
	measureCalls,
	measureEmulator,
	measureGrowth,
	measureLines,
	measureOverhead,
	type Overhead,
} from './measures';
import { BenchStage } from './stage';

const HELP = `Usage: npm run bench -- [--json]

Measures the built Functions against the emulator, over TLS, on lines with a round-trip time of ${FULL.rtts.join(', ')} ms.
Takes about a minute. The machine should have nothing else to do.

  --json  print the figures as JSON
`;

interface Figures {
	readonly machine: { readonly processor: string; readonly cores: number; readonly node: string };
	readonly lines: readonly LineFigures[];
	readonly overhead: Overhead;
	readonly callsASecond: number;
	readonly growth: {
		readonly participants: readonly GrowthFigure[];
		readonly kilobytes: readonly GrowthFigure[];
	};
	readonly emulatedFlowsASecond: number;
}

async function measure(): Promise<Figures> {
	const stage = await BenchStage.start(0);
	const [processor] = cpus();
	try {
		return {
			machine: {
				processor: processor?.model.trim() ?? 'unknown',
				cores: cpus().length,
				node: process.versions.node,
			},
			// First, while the flow makes the tasks.
			emulatedFlowsASecond: await measureEmulator(stage, FULL),
			lines: await stage.withoutFlow(() => measureLines(stage, FULL)),
			overhead: await stage.withoutFlow(() => measureOverhead(stage, FULL)),
			callsASecond: await measureCalls(stage, FULL),
			growth: await stage.withoutFlow(() => measureGrowth(stage, FULL)),
		};
	} finally {
		await stage.stop();
	}
}

function report({ machine, lines, overhead, callsASecond, growth, emulatedFlowsASecond }: Figures): string {
	const number = (value: number) => value.toFixed(value < 10 ? 2 : 0);
	const row = (...cells: readonly (string | number)[]) =>
		cells.map((cell, index) => (index === 0 ? String(cell).padEnd(30) : String(cell).padStart(12))).join('');
	const ways = { warm: 'warm', cold: 'cold', firstOfProcess: 'first of a process', guide: 'the guide’s way' };
	const roundTrips = Object.entries(ways).map(([way, name]) => {
		const figures = lines.map((line) => line[way as keyof typeof ways]);
		const connections = figures.map(({ connections }) => connections).join(' ');
		return row(name, ...figures.map((each) => number(each.roundTrips)), connections);
	});
	const grown = (name: string, figures: readonly GrowthFigure[]) =>
		figures.map(({ size, ms, requests }) => row(`${size} ${name}`, number(ms), requests));
	return [
		`${machine.processor}, ${machine.cores} cores, Node.js ${machine.node}`,
		'',
		row('A chat, in round trips', ...lines.map(({ rttMs }) => `${rttMs} ms`), 'connections'),
		...roundTrips,
		row('warm, of the guide’s way', ...lines.map(({ ofGuide }) => number(ofGuide))),
		row('warm, of the limit (2)', ...lines.map(({ ofLimit }) => number(ofLimit))),
		'',
		row('Processor time', 'ratio', 'ms more'),
		row('of the bare SDK’s requests', number(overhead.ratio), number(overhead.msPerHandoff)),
		'',
		row('A chat without a line', 'ms', 'requests'),
		...grown('participants', growth.participants),
		...grown('kB of attributes', growth.kilobytes),
		'',
		row('Calls answered a second', number(callsASecond)),
		row('Emulated flows a second', number(emulatedFlowsASecond)),
	].join('\n');
}

async function main(options: readonly string[]): Promise<void> {
	const isJson = options[0] === '--json';
	if (options.length > (isJson ? 1 : 0)) {
		process.stdout.write(HELP);
		process.exitCode = options[0] === '--help' ? 0 : 2;
		return;
	}
	const figures = await measure();
	console.log(isJson ? JSON.stringify(figures, undefined, 2) : report(figures));
}

void main(process.argv.slice(2));
