/**
 * `npm start`: keeps the emulator and the Functions up for your own agent, or for curl. Rebuilds the Functions and
 * publishes the flow again whenever their source changes.
 * @module
 */
import { readFileSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildOnChange } from '../../build';
import type { World } from '../core/world';
import { Laptop } from './laptop';
import { journalLine, taskLines } from './report';
import { untilInterrupted } from './shutdown';

const FLOW = join(__dirname, '../../studio/agent-handoff.json');
const DEFAULT_PORT = 3000;

async function main(): Promise<void> {
	const interrupted = untilInterrupted();
	const stopBuilding = await buildOnChange();
	try {
		const laptop = await Laptop.start({ port: portOf(process.env.PORT) });
		const stopWatching = publishOnChange(laptop);
		printHowTo(laptop);
		followJournal(laptop.emulator.world);
		await interrupted.asked;
		stopWatching();
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

function portOf(text: string | undefined): number {
	if (text === undefined || text === '') return DEFAULT_PORT;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
		throw new Error(`PORT is "${text}"; it should be a port number.`);
	return port;
}

function printHowTo(laptop: Laptop): void {
	const { emulator, functions } = laptop;
	const { world } = emulator;
	const { conversation } = world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550123',
		name: 'Kim',
	});
	// As TAC's tool leaves it, which lets go before it hands over.
	conversation.status = 'INACTIVE';
	Object.assign(conversation.configuration ?? {}, { statusCallbacks: [] });
	// Conversation Intelligence is not played: it says what it is told to.
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
Copy this into the shell your agent runs in: unmodified clients then reach the emulator instead of Twilio.
The account and its secrets are made up and end with this process.

${exports.map(([name, value]) => `export ${name}='${value}'`).join('\n')}

The Functions:  ${functions.url}/handoff  /participant-lookup  /service-sid
In that shell:  ${laptop.functionsUrl}, as deployed
A customer, ${conversation.participants[1]?.name}, writes SMS from +15005550123 in ${conversation.id}. Hand her over:

curl -u '${apiKey}:${apiSecret}' ${functions.url}/handoff --data-urlencode 'To=+15005550123' --data-urlencode 'Parameters=${parameters}'

Or the stock way, in that shell:

curl -u '${apiKey}:${apiSecret}' ${laptop.executionsUrl} --data-urlencode 'To=+15005550123' --data-urlencode 'From=${world.phoneNumber}' --data-urlencode 'Parameters=${parameters}'

What became of it, and whether the account is right, also in that shell:

npm run doctor -- --conversation ${conversation.id}
npm run doctor

Ctrl-C ends everything. What happens:
`);
}

function followJournal(world: World): void {
	const start = Date.now();
	const shown = new Set(world.tasks.keys());
	world.onJournal = (entry) => {
		console.log(journalLine(entry, start));
		for (const task of world.tasks.values()) {
			if (shown.has(task.sid)) continue;
			shown.add(task.sid);
			console.log(taskLines(task, world).join('\n'));
		}
	};
}

/** Editors replace files, so the folder is watched; and they write more than once, so the last state counts. */
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

void main();
