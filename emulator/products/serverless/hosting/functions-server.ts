/**
 * Functions in Twilio's own local runtime, pointed at the emulator: the project's, or what was deployed.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Stands between us and the runtime, which leads a group of its own, and ends that whole group when either of the two
 * is gone, however it went. The processes the runtime forks would stay behind otherwise, and not idle: each meets a
 * broken pipe, reports that to its dead parent, and fails at that again, for ever (functionRunner.js,
 * `uncaughtException`).
 */
const SUPERVISOR = `
const [directory, ...command] = process.argv.slice(1);
const options = { detached: true, stdio: ['ignore', 'inherit', 'inherit'] };
const runtime = require('node:child_process').spawn(process.execPath, command, options);
const end = () => {
	try {
		process.kill(-runtime.pid, 'SIGKILL');
	} catch {}
};
process.on('disconnect', end);
runtime.on('exit', () => {
	end();
	require('node:fs').rmSync(directory, { recursive: true, force: true });
	process.exit();
});
`;

/** This project's folder. */
export const PROJECT = join(__dirname, '../../../..');
const START_TIMEOUT_MS = 60_000;

export interface FunctionsServer {
	/** `http://localhost:PORT` */
	readonly url: string;
	/** Everything the runtime has printed, the Functions' log lines among it. */
	output(): string;
	stop(): Promise<void>;
}

export interface FunctionsOptions {
	/** The folder with the Functions, this project's unless told. Needs a package.json. */
	readonly cwd?: string;
	/** Any free port unless told. */
	readonly port?: number | undefined;
	/** Called with each line the runtime and the Functions print. */
	readonly onLine?: (line: string) => void;
}

/**
 * Starts `twilio-run start` with an environment of its own. The runtime replaces `process.env` by the file's content
 * and forks a process a request, so the proxy and CA variables have to be in that file too.
 * @param environment what goes into the `.env` file
 * @throws Error when the runtime does not come up, with what it printed
 */
export async function startFunctions(
	environment: Readonly<Record<string, string>>,
	{ cwd = PROJECT, port, onLine }: FunctionsOptions = {},
): Promise<FunctionsServer> {
	const chosenPort = await freePort(port);
	const directory = await mkdtemp(join(tmpdir(), 'handoff-functions-'));
	const envFile = join(directory, '.env');
	await writeFile(envFile, Object.entries(environment).map(toLine).join(''), { mode: 0o600 });
	const command = [
		require.resolve('twilio-run/bin/twilio-run'),
		'start',
		'--env',
		envFile,
		'--port',
		String(chosenPort),
	];
	const supervisor = spawn(process.execPath, ['-e', SUPERVISOR, '--', directory, ...command], {
		cwd,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		env: withoutProxy(process.env),
	});
	let printed = '';
	for (const stream of [supervisor.stdout, supervisor.stderr]) {
		if (!stream) continue;
		createInterface(stream).on('line', (line) => {
			printed += `${line}\n`;
			onLine?.(line);
		});
	}
	const stop = async () => {
		if (supervisor.connected) supervisor.disconnect();
		if (supervisor.exitCode === null && supervisor.signalCode === null) await once(supervisor, 'exit');
	};
	const url = `http://localhost:${chosenPort}`;
	try {
		await untilServing(url, supervisor);
	} catch (error) {
		await stop();
		throw new Error(`The Functions did not start.\n${printed}`, { cause: error });
	}
	return { url, output: () => printed, stop };
}

/**
 * A line of a `.env` file as twilio-run's dotenv 6 reads it: surrounding quotes are taken off, `\n` in double ones is a
 * line break, and nothing else is special.
 */
function toLine([name, value]: [string, string]): string {
	if (value.includes('\n')) return `${name}="${value.replaceAll('\n', '\\n')}"\n`;
	return /^['"]|['"]$/.test(value) ? `${name}='${value}'\n` : `${name}=${value}\n`;
}

/** Any answer will do: nothing listens before the Functions are found. */
async function untilServing(url: string, supervisor: ChildProcess): Promise<void> {
	const giveUp = Date.now() + START_TIMEOUT_MS;
	while (supervisor.exitCode === null && Date.now() < giveUp) {
		const response = await fetch(url).catch(() => undefined);
		await response?.body?.cancel();
		if (response) return;
		await wait(100);
	}
	throw new Error('twilio-run is not serving');
}

/** The port wanted, or any. twilio-run would ask on the terminal for another one when it is taken. */
async function freePort(wanted = 0): Promise<number> {
	const server = createServer().listen(wanted);
	try {
		await once(server, 'listening');
	} catch (error) {
		throw new Error(`Port ${wanted} is taken. Set PORT to another one.`, { cause: error });
	}
	const address = server.address();
	server.close();
	if (address === null || typeof address === 'string') throw new Error('no free port');
	return address.port;
}

function withoutProxy({
	HTTP_PROXY: _http,
	HTTPS_PROXY: _https,
	...environment
}: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return environment;
}
