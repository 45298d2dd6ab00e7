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
import { Ports } from './ports';
import { startPythonAgent } from './python-agent';
import { journalLine, taskLines } from './report';
import { ScriptedAgent } from './scripted-agent';
import { untilInterrupted } from './shutdown';

/** TAC's own default: an agent that listens here answers in place of the scripted one. The example in Python has a port of its own. */
const AGENT_ORIGIN = 'http://127.0.0.1:8000';
const FLOW = join(__dirname, '../../studio/agent-handoff.json');

type Answering = 'scripted' | 'python' | 'withoutPython';

/** Who answers the customer, as is printed. */
const ANSWERS: Readonly<Record<Answering, string>> = {
	scripted: `A scripted virtual agent replies until yours listens on
${AGENT_ORIGIN} (TAC's default).`,
	python: 'The example in Python, examples/python/agent.py, replies with the real TAC.',
	withoutPython: `TAC is not installed in Python, so a scripted virtual agent
replies. For the real one: pip install -r examples/python/requirements.txt`,
};

export interface StartOptions {
	/** Where the Functions listen; the console, the proxy and the Python agent take the next ports. */
	readonly port: number;
	/** Runs the example in Python beside it, where Python has TAC. */
	readonly withAgent?: boolean;
	/** Forgets what the last run kept. */
	readonly fresh?: boolean;
}

/**
 * Returns when the command was interrupted and everything has ended.
 * @throws SetupError when a port is taken
 */
export async function start({ port, withAgent = false, fresh = false }: StartOptions): Promise<void> {
	const flags = `${withAgent ? ' --with-agent' : ''}${fresh ? ' --fresh' : ''}`;
	const users = ['the Functions', 'the console', 'the proxy'] as const;
	const ports = new Ports(
		port,
		withAgent ? [...users, 'the Python agent'] : users,
		`npx handoff start${flags}`,
	);
	await ports.requireFree();
	const interrupted = untilInterrupted();
	const stops: (() => unknown)[] = [await buildOnChange()];
	try {
		const world = lastWorld(fresh);
		const laptop = await Laptop.start({
			world,
			port: ports.of('the Functions'),
			proxyPort: ports.of('the proxy'),
		});
		stops.unshift(() => laptop.stop());
		stops.unshift(() => keepWorld(world), publishOnChange(laptop));
		followJournal(world);
		const stopAgents = await startAgents(laptop, withAgent ? ports.of('the Python agent') : undefined);
		stops.unshift(...stopAgents);
		const page = await Console.start(laptop.emulator, ports.of('the console'));
		stops.unshift(() => page.stop());
		const hasPython = stopAgents.length > 1;
		printHowTo(laptop, page.url, hasPython ? 'python' : withAgent ? 'withoutPython' : 'scripted');
		await interrupted.asked;
	} catch (error) {
		throw await ports.explain(error);
	} finally {
		for (const stop of stops) await stop();
		interrupted.release();
	}
	if (interrupted.happened) console.log('Stopped.');
}

/**
 * The scripted agent, and the example in Python before it if that is wanted and Python has TAC.
 * @returns how to stop them
 */
async function startAgents(laptop: Laptop, pythonPort: number | undefined): Promise<(() => unknown)[]> {
	const { agentOrigins } = laptop.emulator.world;
	const stops: (() => unknown)[] = [];
	if (pythonPort !== undefined) {
		const stopPython = await startPythonAgent(writeEnvironment(laptop), pythonPort);
		if (stopPython) {
			stops.push(stopPython);
			agentOrigins.push(`http://127.0.0.1:${pythonPort}`);
		}
	}
	agentOrigins.push(AGENT_ORIGIN);
	const scripted = await ScriptedAgent.start(laptop);
	return [...stops, () => scripted.stop()];
}

function printHowTo(laptop: Laptop, consoleUrl: string, agent: Answering): void {
	const { functions } = laptop;
	writeEnvironment(laptop);
	const folder = relative(process.cwd(), FOLDER) || '.';
	console.log(`
The console:  ${consoleUrl}
Open it to be both the customer and the agent in Flex. ${ANSWERS[agent]}

To connect your virtual agent, curl, or npx handoff doctor to the emulator instead of Twilio, run in its shell:

source ${folder}/env.sh        (PowerShell: . ${folder}\\env.ps1)

The Functions:  ${functions.url}/handoff and the others of docs/api.md
In that shell:  ${laptop.functionsUrl}, as deployed

The account and its secrets are fake. Press Ctrl-C to stop. The next start restores this state, unless it has --fresh.
What happens:
`);
}

function followJournal(world: World): void {
	const shown = new Set(world.tasks.keys());
	world.events.on('journal', (entry) => {
		console.log(shortenIds(journalLine(entry)));
		for (const task of world.tasks.values()) {
			if (shown.has(task.sid)) continue;
			shown.add(task.sid);
			console.log(shortenIds(taskLines(task, world).join('\n')));
		}
	});
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
			console.log('The flow changed and was published again.');
		} catch (error) {
			console.log(
				`The flow changed and could not be published: ${error instanceof Error ? error.message : error}`,
			);
		}
	});
	return () => watcher.close();
}
