/**
 * `handoff start`: keeps the emulator and the Functions up for your own agent, or for curl. Rebuilds the Functions and
 * publishes the flow again whenever their source changes.
 * @module
 */
import { readFileSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildOnChange } from '../../build';
import { Console } from '../console/server';
import { shortenIds } from '../core/sids';
import type { World } from '../core/world';
import { Laptop } from './laptop';
import { journalLine, taskLines } from './report';
import { ScriptedAgent } from './scripted-agent';
import { untilInterrupted } from './shutdown';

/** TAC's own default: an agent that listens here answers in place of the scripted one. */
const AGENT_ORIGIN = 'http://127.0.0.1:8000';
const FLOW = join(__dirname, '../../studio/agent-handoff.json');

/**
 * Returns when the command was interrupted and everything has ended.
 * @param port where the Functions listen
 */
export async function start(port: number): Promise<void> {
	const interrupted = untilInterrupted();
	const stopBuilding = await buildOnChange();
	try {
		const laptop = await Laptop.start({ port });
		const stopWatching = publishOnChange(laptop);
		followJournal(laptop.emulator.world);
		laptop.emulator.world.agentOrigins.push(AGENT_ORIGIN);
		const agent = await ScriptedAgent.start(laptop);
		const page = await Console.start(laptop.emulator, port + 1);
		printHowTo(laptop, page.url);
		await interrupted.asked;
		stopWatching();
		await page.stop();
		await agent.stop();
		await laptop.stop();
		console.log('Stopped.');
	} catch (error) {
		process.exitCode = 1;
		console.error(error instanceof Error ? error.message : error);
	} finally {
		await stopBuilding();
		interrupted.release();
	}
}

function printHowTo(laptop: Laptop, consoleUrl: string): void {
	const { emulator, functions } = laptop;
	const { world } = emulator;
	const { conversation } = world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550123',
		name: 'Kim',
	});
	// As TAC's tool leaves it: it releases the conversation before it hands over.
	conversation.status = 'INACTIVE';
	Object.assign(conversation.configuration ?? {}, { statusCallbacks: [] });
	// Conversation Intelligence is not emulated: its summary is what is set here.
	world.summaries.set(conversation.id, 'Kim asked for a person. (Made up by the emulator.)');
	const { apiKey, apiSecret } = world.account;
	const parameters = JSON.stringify({
		HandoffData: {
			conversationId: conversation.id,
			storeId: '',
			profileId: '',
			attributes: { reason: 'asked for a human' },
		},
	});
	// The account's own .env, gone with the emulator: commands in that shell leave the real one alone.
	const envFile = join(dirname(emulator.caPath), '.env');
	const settings = Object.entries(laptop.settings).map(([name, value]) => `${name}=${value}\n`);
	writeFileSync(envFile, settings.join(''), { mode: 0o600 });
	const exports = Object.entries({
		...emulator.env(),
		...laptop.settings,
		HANDOFF_ENV_FILE: envFile,
		TAC_ANALYTICS_DISABLED: 'true',
	});
	console.log(`
The console:  ${consoleUrl}
Be the customer, and the person in Flex. A scripted virtual agent answers, or your own when it listens on ${AGENT_ORIGIN}.

Copy this into the shell your agent runs in: unmodified clients then reach the emulator instead of Twilio.
The account and its secrets are made up and end with this process.

${exports.map(([name, value]) => `export ${name}='${value}'`).join('\n')}

The Functions:  ${functions.url}/handoff  /participant-lookup  /service-sid
In that shell:  ${laptop.functionsUrl}, as deployed
A customer, ${conversation.participants[1]?.name}, writes SMS from +15005550123 in ${conversation.id}. Hand her over:

curl -u '${apiKey}:${apiSecret}' ${functions.url}/handoff --data-urlencode 'To=+15005550123' --data-urlencode 'Parameters=${parameters}'

Or the stock way, in that shell:

curl -u '${apiKey}:${apiSecret}' ${laptop.executionsUrl} --data-urlencode 'To=+15005550123' --data-urlencode 'From=${world.phoneNumber}' --data-urlencode 'Parameters=${parameters}'

To follow that handoff, and to check the account, also in that shell:

npx handoff trace ${conversation.id}
npx handoff doctor

Ctrl-C ends everything. What happens:
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
