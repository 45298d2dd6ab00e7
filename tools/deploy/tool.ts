/**
 * Twilio's own deploy tool, run as a child process.
 * @module
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SetupError } from '../account/errors';
import type { Variables } from './plan';
import { endOf } from './process-group';

export interface ToolOptions {
	/** The project's folder: its `.twilioserverlessrc`, and the tool in its node_modules. */
	readonly root: string;
	/** The account's SID and its auth token. */
	readonly credentials: { readonly username: string; readonly password: string };
	readonly serviceSid: string;
	readonly environmentSuffix: string;
	/** What the Functions are to find in their context; nothing else is uploaded. */
	readonly variables: Variables;
	/** What the process runs with, proxy settings among it. */
	readonly environment: Readonly<NodeJS.ProcessEnv>;
	/** Ends the tool when it takes longer: it waits for an answer forever. */
	readonly timeLimitMs: number;
	/** Gets each line the tool prints, secrets masked. */
	readonly onLine: (line: string) => void;
}

/**
 * Runs `twilio-run deploy`.
 *
 * No secret is written to a file: the one given as `--env` has names only, and `--load-system-env` makes the tool take
 * the values of empty entries from its own environment (twilio-run, dist/config/utils/env.js). The `.env` beside the
 * project is not read then.
 *
 * Given the service's SID the tool does not look into `.twiliodeployinfo`, where it keeps those of former deployments:
 * one that was left behind cannot send us elsewhere (dist/config/deploy.js, `serviceSid`).
 * @returns whether it succeeded. It prints no reason when a build fails.
 * @throws {SetupError} when it is not installed
 */
export async function runDeployTool(options: ToolOptions): Promise<{ readonly ok: boolean }> {
	const { root, credentials, serviceSid, environmentSuffix, variables, environment, timeLimitMs } = options;
	const { username, password } = credentials;
	const values: Variables = { ...variables, ACCOUNT_SID: username, AUTH_TOKEN: password };
	const mask = masking([password, variables.TWILIO_API_SECRET], `${username}:${password}`);
	const directory = await mkdtemp(join(tmpdir(), `handoff-deploy-${serviceSid}-`));
	const tidyUp = () => rmSync(directory, { recursive: true, force: true });
	try {
		const names = join(directory, 'names.env');
		await writeFile(
			names,
			Object.keys(values)
				.map((name) => `${name}=\n`)
				.join(''),
			{ mode: 0o600 },
		);
		const target = environmentSuffix === '' ? ['--production'] : ['--environment', environmentSuffix];
		const child = spawn(
			process.execPath,
			[find(root), 'deploy', '--service-sid', serviceSid, ...target, '--env', names, '--load-system-env'],
			{
				cwd: root,
				// Given an edge alone it asks a host that does not exist (serverless-api, dist/api/utils/api-client.js).
				env: { ...environment, ...values, TWILIO_EDGE: '', TWILIO_REGION: '' },
				// It would ask on the terminal; there may be none.
				stdio: ['ignore', 'pipe', 'pipe'],
				// Ctrl-C is for the command that runs it: half an upload would be lost, and the reason not told.
				detached: true,
			},
		);
		for (const stream of [child.stdout, child.stderr]) {
			createInterface(stream).on('line', (line) => options.onLine(mask(line)));
		}
		const { code, signal, timedOut } = await endOf(child, timeLimitMs, tidyUp);
		const limit = timedOut ? `; it may take ${timeLimitMs / 1000} s` : '';
		if (signal) options.onLine(`Ended by ${signal}${limit}.`);
		return { ok: code === 0 };
	} finally {
		tidyUp();
	}
}

/** @throws {SetupError} when the project's dependencies are not installed */
function find(root: string): string {
	try {
		return createRequire(join(root, 'package.json')).resolve('twilio-run/bin/twilio-run');
	} catch (cause) {
		throw new SetupError(
			'twilio-run could not be started. Run `npm ci`. Nothing that was live has changed.',
			{ cause },
		);
	}
}

/** Masks secrets wherever they appear in a text, the header that Basic authentication makes of a pair included. */
function masking(secrets: readonly (string | undefined)[], pair: string): (text: string) => string {
	const all = [...secrets, Buffer.from(pair).toString('base64')].filter((secret) => secret !== undefined);
	return (text) => all.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}
