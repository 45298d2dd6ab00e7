/**
 * Runs Functions in Twilio's local runtime, with their requests to Twilio redirected to the emulator.
 * @module
 */
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Supervised, supervise } from '../../../core/supervise';
import type { LineReceiver } from './function-logs';
import { warmRuntime } from './warm-runtime';

/** This project's folder. */
export const PROJECT = join(__dirname, '../../../..');
const START_TIMEOUT_MS = 60_000;

export interface FunctionsServer {
	/** `http://localhost:PORT` */
	readonly url: string;
	/** Everything that the runtime and the Functions have printed. */
	output(): string;
	stop(): Promise<void>;
}

interface FunctionsOptions {
	/** The folder with the Functions, by default this project's. It needs a package.json. */
	readonly cwd?: string;
	/** By default any free port. */
	readonly port?: number | undefined;
	/** One process for all requests, as a warm Function has on Twilio. By default the runtime forks one for each. */
	readonly warm?: boolean | undefined;
	/** Receives each line that the runtime and the Functions print. */
	readonly onLine?: LineReceiver;
}

/**
 * Starts `twilio-run start` with a separate environment, or the runtime under it where it stays warm. Either replaces
 * `process.env` with the content of a file, and `twilio-run` forks a process for each request, so the proxy and CA
 * variables must be in that file, too.
 * @param environment what the file contains
 * @throws Error with the output of the runtime when it does not start
 */
export async function startFunctions(
	environment: Readonly<Record<string, string>>,
	{ cwd = PROJECT, port, warm = false, onLine }: FunctionsOptions = {},
): Promise<FunctionsServer> {
	const chosenPort = await freePort(port);
	const directory = await mkdtemp(join(tmpdir(), 'handoff-functions-'));
	const envFile = join(directory, '.env');
	const program = warm ? warmRuntime(cwd, chosenPort, envFile) : undefined;
	const content = program ? JSON.stringify(environment) : Object.entries(environment).map(toLine).join('');
	await writeFile(envFile, content, { mode: 0o600 });
	const command = program ?? [
		require.resolve('twilio-run/bin/twilio-run'),
		'start',
		'--env',
		envFile,
		'--port',
		String(chosenPort),
		// Without `live` the runtime keeps what it has loaded.
		...(warm ? ['--no-fork-process', '--no-live'] : []),
	];
	let printed = '';
	const runtime = supervise(process.execPath, command, {
		cwd,
		temporary: directory,
		env: { ...withoutProxy(process.env), ...certificates(environment) },
		onLine: (line, stream) => {
			printed += `${line}\n`;
			onLine?.(line, stream);
		},
	});
	const { stop } = runtime;
	const url = `http://localhost:${chosenPort}`;
	try {
		await untilServing(url, runtime);
	} catch (error) {
		await stop();
		throw new Error(`The Functions did not start.\n${printed}`, { cause: error });
	}
	return { url, output: () => printed, stop };
}

/**
 * A line of a `.env` file for twilio-run's dotenv 6: it removes surrounding quotes, and turns `\n` in double quotes into a
 * line break. Nothing else is special.
 */
function toLine([name, value]: [string, string]): string {
	if (value.includes('\n')) return `${name}="${value.replaceAll('\n', '\\n')}"\n`;
	return /^['"]|['"]$/.test(value) ? `${name}='${value}'\n` : `${name}=${value}\n`;
}

/** Any response will do: the runtime only listens once it has found the Functions. */
async function untilServing(url: string, runtime: Supervised): Promise<void> {
	const deadline = Date.now() + START_TIMEOUT_MS;
	while (!runtime.hasEnded && Date.now() < deadline) {
		const response = await fetch(url).catch(() => undefined);
		await response?.body?.cancel();
		if (response) return;
		await wait(100);
	}
	throw new Error('twilio-run is not serving');
}

/** Checks that the port is free, or finds a free one. With a used port, twilio-run would prompt for another one. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer().listen(wanted);
	try {
		await once(server, 'listening');
	} catch (error) {
		throw new Error(`Port ${wanted} is already in use. Set PORT to another one.`, { cause: error });
	}
	const address = server.address();
	server.close();
	if (address === null || typeof address === 'string') throw new Error('no free port');
	return address.port;
}

/** Node reads this when a process starts: a forked one has it from the file, and a warm one from here. */
function certificates({ NODE_EXTRA_CA_CERTS }: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
	return NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS };
}

function withoutProxy({
	HTTP_PROXY: _http,
	HTTPS_PROXY: _https,
	...environment
}: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return environment;
}
