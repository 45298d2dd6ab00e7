/**
 * One deployment, running: what was uploaded, and nothing else, in Twilio's own local runtime.
 * @module
 */
import { access, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import type { TwilioRequest, TwilioResponse } from '../../../core/http';
import type { Dependency, ServerlessVersion, Visibility } from '../model';
import { forwardToFunction } from './forward';
import { type FunctionsServer, PROJECT, startFunctions } from './functions-server';

/** What a deployment is made of. */
export interface Contents {
	readonly functions: readonly ServerlessVersion[];
	readonly assets: readonly ServerlessVersion[];
	readonly dependencies: readonly Dependency[];
	/** What the Functions find in their context. */
	readonly environment: Readonly<Record<string, string>>;
	readonly onLine?: (line: string) => void;
}

export class DeployedRuntime {
	private readonly started: Promise<{ server: FunctionsServer; directory: string }>;
	private stopped: Promise<void> | undefined;
	private underWay = 0;
	private retired = false;

	/** Starts at once; the first request waits for it. */
	constructor(contents: Contents) {
		this.started = start(contents);
		// Whoever asks is told; a runtime that nobody asks is not to end the process.
		this.started.catch(() => {});
	}

	/**
	 * Runs the Function at the request's path.
	 * @param timeLimitMs counts from when the runtime is up
	 * @returns 504 when the Function takes too long, 502 when it ends without an answer
	 * @throws Error when the runtime does not start, with what it printed, and when the caller leaves
	 */
	async invoke(request: TwilioRequest, timeLimitMs: number, caller: AbortSignal): Promise<TwilioResponse> {
		this.underWay += 1;
		try {
			const { server } = await this.started;
			return await forwardToFunction(server.url, request, timeLimitMs, caller);
		} finally {
			this.underWay -= 1;
			if (this.retired && this.underWay === 0) void this.stop();
		}
	}

	/** Stops once the requests under way are answered. */
	retire(): void {
		this.retired = true;
		if (this.underWay === 0) void this.stop();
	}

	/** Ends the process and takes its files away. Safe to call twice. */
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

async function start({ functions, assets, dependencies, environment, onLine }: Contents) {
	const directory = await mkdtemp(join(tmpdir(), 'handoff-deployment-'));
	try {
		for (const version of functions) await writeFunction(directory, version);
		// Functions read private assets through Runtime.getAssets().
		for (const { path, visibility, content } of assets) {
			const extension = extname(path);
			const name = `${path.slice(0, path.length - extension.length)}${marker(visibility)}${extension}`;
			await write(join(directory, 'assets', name), content);
		}
		await installDependencies(directory, dependencies);
		// An empty one of its own keeps the runtime from reading one in a folder above.
		await writeFile(join(directory, '.twilioserverlessrc'), '{}');
		const options = { cwd: directory, ...(onLine && { onLine }) };
		return { server: await startFunctions(environment, options), directory };
	} catch (error) {
		await rm(directory, { recursive: true, force: true });
		throw error;
	}
}

/**
 * Puts the upload into a folder of its own, so that one Function requiring another by a relative path fails here as it
 * does on Twilio, and a file that leads to it where the local runtime looks for Functions.
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

/** How the local runtime tells the visibility: by the file's name, `lookup.protected.js`. */
function marker(visibility: Visibility): string {
	return visibility === 'public' ? '' : `.${visibility}`;
}

async function write(file: string, content: Buffer | string): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, content);
}

/**
 * A node_modules that holds what the build lists and nothing more. Only what this project itself has installed can be
 * had; a bundle that requires anything else fails as it would on Twilio after a forgotten dependency.
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
