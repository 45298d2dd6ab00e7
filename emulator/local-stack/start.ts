/**
 * `handoff start`: keeps the emulator and the Functions up for your own agent, or for curl. Rebuilds the Functions and
 * publishes the flow again whenever their source changes.
 * @module
 */
import { readFileSync, watch } from 'node:fs';
import { join, relative } from 'node:path';
import { buildOnChange } from '../../build';
import { Console } from '../console/server';
import { shortenIds } from '../core/sids';
import type { World } from '../core/world';
import { FOLDER, keepWorld, lastWorld, writeEnvironment } from './environment-files';
import { Laptop } from './laptop';
import { startPythonAgent } from './python-agent';
import { journalLine, taskLines } from './report';
import { ScriptedAgent } from './scripted-agent';
import { untilInterrupted } from './shutdown';

/** TAC's own default: an agent that listens here answers in place of the scripted one. */
const AGENT_ORIGIN = 'http://127.0.0.1:8000';
const FLOW = join(__dirname, '../../studio/agent-handoff.json');

export interface StartOptions {
	/** Where the Functions listen; the console and the proxy take the next two ports. */
	readonly port: number;
	/** Runs the example in Python beside it, where Python has TAC. */
	readonly withAgent?: boolean;
	/** Forgets what the last run kept. */
	readonly fresh?: boolean;
}

/** Returns when the command was interrupted and everything has ended. */
export async function start({ port, withAgent = false, fresh = false }: StartOptions): Promise<void> {
	const interrupted = untilInterrupted();
	const stopBuilding = await buildOnChange();
	const stops: (() => unknown)[] = [stopBuilding];
	try {
		const world = lastWorld(fresh);
		const laptop = await Laptop.start({ world, port, proxyPort: port + 2 });
		stops.unshift(() => laptop.stop());
		stops.unshift(() => keepWorld(world), publishOnChange(laptop));
		followJournal(world);
		world.agentOrigins.push(AGENT_ORIGIN);
		const scripted = await ScriptedAgent.start(laptop);
		const page = await Console.start(laptop.emulator, port + 1);
		stops.unshift(
			() => page.stop(),
			() => scripted.stop(),
		);
		const stopAgent = withAgent ? startPythonAgent(writeEnvironment(laptop)) : undefined;
		if (stopAgent) stops.unshift(stopAgent);
		printHowTo(laptop, page.url, withAgent && !stopAgent);
		await interrupted.asked;
	} catch (error) {
		process.exitCode = 1;
		console.error(isPortTaken(error) ? takenPorts(port) : error instanceof Error ? error.message : error);
	} finally {
		for (const stop of stops) await stop();
		interrupted.release();
	}
	if (interrupted.happened) console.log('Stopped.');
}

function isPortTaken(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function takenPorts(port: number): string {
	return `Port ${port}, ${port + 1} or ${port + 2} is taken. Run: npx handoff start --port ${port + 10}`;
}

function printHowTo(laptop: Laptop, consoleUrl: string, isWithoutPython: boolean): void {
	const { functions } = laptop;
	writeEnvironment(laptop);
	const folder = relative(process.cwd(), FOLDER) || '.';
	const missing = isWithoutPython
		? '\nNo Python here has TAC, so a scripted agent answers. For the real one: pip install -r examples/python/requirements.txt\n'
		: '';
	console.log(`
The console:  ${consoleUrl}
Be the customer, and the person in Flex. A scripted virtual agent answers, or your own as soon as it listens on
${AGENT_ORIGIN} (TAC's default).
${missing}
In the shell of your agent, of curl or of npx handoff doctor: unmodified clients then reach the emulator instead of Twilio.

source ${folder}/env.sh        (PowerShell: . ${folder}\\env.ps1)

The Functions:  ${functions.url}/handoff and the others of docs/api.md
In that shell:  ${laptop.functionsUrl}, as deployed

The account and its secrets are made up. Ctrl-C ends everything; the next start goes on from there, or from nothing with
--fresh. What happens:
`);
}

function followJournal(world: World): void {
	const shown = new Set(world.tasks.keys());
	world.onJournal = (entry) => {
		console.log(shortenIds(journalLine(entry)));
		for (const task of world.tasks.values()) {
			if (shown.has(task.sid)) continue;
			shown.add(task.sid);
			console.log(shortenIds(taskLines(task, world).join('\n')));
		}
	};
}

/** Editors replace files, so the folder is watched; and they write more than once, so only a new text counts. */
function publishOnChange(laptop: Laptop): () => void {
	let last = readFileSync(FLOW, 'utf8');
	const watcher = watch(join(FLOW, '..'), (_event, name) => {
		if (name !== 'agent-handoff.json') return;
		try {
			const text = readFileSync(FLOW, 'utf8');
			if (text === last) return;
			last = text;
			laptop.publishFlow(JSON.parse(text));
			console.log('The flow changed: published it again.');
		} catch (error) {
			console.log(`The flow changed and is not published: ${error instanceof Error ? error.message : error}`);
		}
	});
	return () => watcher.close();
}
