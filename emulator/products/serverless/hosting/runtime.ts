/**
 * Runs one deployment in Twilio's local runtime: the uploaded code and nothing else.
 * @module
 */
import { access, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import type { TwilioRequest, TwilioResponse } from '../../../core/http';
import type { Dependency, ServerlessVersion, Visibility } from '../model';
import { forwardToFunction } from './forward';
import type { LineReceiver } from './function-logs';
import { type FunctionsServer, PROJECT, startFunctions } from './functions-server';

/** The contents of a deployment. */
export interface Contents {
	readonly functions: readonly ServerlessVersion[];
	readonly assets: readonly ServerlessVersion[];
	readonly dependencies: readonly Dependency[];
	/** The context of the Functions. */
	readonly environment: Readonly<Record<string, string>>;
	/** One process for all requests. */
	readonly warm: boolean;
	readonly onLine?: LineReceiver;
}

export class DeployedRuntime {
	private readonly started: Promise<{ server: FunctionsServer; directory: string }>;
	private stopped: Promise<void> | undefined;
	private inProgress = 0;
	private retired = false;
	/** Before that, only the runtime itself prints. */
	isUp = false;

	/** Starts immediately; the first request waits for it. */
	constructor(contents: Contents) {
		this.started = start(contents);
		// `invoke` reports a failed start. Without a request, it must not end the process as an unhandled rejection.
		this.started.then(
			() => {
				this.isUp = true;
			},
			() => {},
		);
	}

	/**
	 * Runs the Function at the request's path.
	 * @param timeLimitMs starts when the runtime is up
	 * @returns the response; 504 when the Function takes too long, 502 when it ends without a response
	 * @throws Error with the output of the runtime when it does not start; or when the client leaves
	 */
	async invoke(request: TwilioRequest, timeLimitMs: number, client: AbortSignal): Promise<TwilioResponse> {
		this.inProgress += 1;
		try {
			const { server } = await this.started;
			return await forwardToFunction(server.url, request, timeLimitMs, client);
		} finally {
			this.inProgress -= 1;
			if (this.retired && this.inProgress === 0) void this.stop();
		}
	}

	/** Stops after the requests in progress. */
	retire(): void {
		this.retired = true;
		if (this.inProgress === 0) void this.stop();
	}

	/** Ends the process and removes its files. Safe to use twice. */
	stop(): Promise<void> {
		this.stopped ??= this.started.then(
			async ({ server, directory }) => {
				await server.stop();
				await rm(directory, { recursive: true, force: true });
			},
			() => {},
		);
		return this.stopped;
	}
}

async function start({ functions, assets, dependencies, environment, warm, onLine }: Contents) {
	const directory = await mkdtemp(join(tmpdir(), 'handoff-deployment-'));
	try {
		for (const version of functions) await writeFunction(directory, version);
		// Private assets too: Functions read them through Runtime.getAssets().
		for (const { path, visibility, content } of assets) {
			const extension = extname(path);
			const name = `${path.slice(0, path.length - extension.length)}${marker(visibility)}${extension}`;
			await write(join(directory, 'assets', name), content);
		}
		await installDependencies(directory, dependencies);
		// Keeps the runtime from reading one of a parent folder.
		await writeFile(join(directory, '.twilioserverlessrc'), '{}');
		const options = { cwd: directory, warm, ...(onLine && { onLine }) };
		return { server: await startFunctions(environment, options), directory };
	} catch (error) {
		await rm(directory, { recursive: true, force: true });
		throw error;
	}
}

/**
 * Writes the upload to a folder of its own, so that a Function that requires another one by a relative path fails as on
 * Twilio; and a file that requires it to where the local runtime looks for Functions.
 */
async function writeFunction(
	directory: string,
	{ sid, path, visibility, content }: ServerlessVersion,
): Promise<void> {
	const bundle = join(directory, 'uploads', sid, 'index.js');
	await write(bundle, content);
	const entry = join(directory, 'functions', `${path}${marker(visibility)}.js`);
	await write(entry, `module.exports = require(${JSON.stringify(bundle)});\n`);
}

/** The part of a file's name that means its visibility to the local runtime: `lookup.protected.js`. */
function marker(visibility: Visibility): string {
	return visibility === 'public' ? '' : `.${visibility}`;
}

async function write(file: string, content: Buffer | string): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, content);
}

/**
 * Creates a node_modules with the dependencies of the build only, as far as this project has them installed. A bundle that
 * requires anything else fails, as on Twilio after a forgotten dependency.
 */
async function installDependencies(directory: string, dependencies: readonly Dependency[]): Promise<void> {
	const modules = join(directory, 'node_modules');
	await mkdir(modules);
	for (const { name } of dependencies) {
		const installed = join(PROJECT, 'node_modules', name);
		const exists = await access(installed).then(
			() => true,
			() => false,
		);
		if (!exists) continue;
		const link = join(modules, name);
		await mkdir(dirname(link), { recursive: true });
		await symlink(installed, link, 'junction');
	}
	const listed = Object.fromEntries(dependencies.map(({ name, version }) => [name, version]));
	await writeFile(
		join(directory, 'package.json'),
		JSON.stringify({ name: 'deployment', version: '0.0.0', private: true, dependencies: listed }),
	);
}
