/**
 * Bundles each Function into one file that needs nothing beside it but `twilio`: a relative import between Functions
 * works locally and breaks once deployed. The local runtime and the deployment use the same files.
 * `assets/version.json`, which a deployment serves, is written from package.json.
 *
 * `tsx build.ts` builds once.
 * @module
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, context } from 'esbuild';
import { name, version } from './package.json';

const OUTPUT = 'dist/functions';

const options: BuildOptions = {
	absWorkingDir: __dirname,
	entryPoints: ['functions/*.ts'],
	outdir: OUTPUT,
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'cjs',
	external: ['twilio'],
	legalComments: 'none',
	logLevel: 'warning',
};

/** Builds once, from nothing: a Function that was removed must not be deployed again. */
export async function buildOnce(): Promise<void> {
	await rm(join(__dirname, OUTPUT), { recursive: true, force: true });
	await build(options);
	await writeVersion();
}

async function writeVersion(): Promise<void> {
	const file = join(__dirname, 'assets', 'version.json');
	const content = `${JSON.stringify({ name, version }, undefined, '\t')}\n`;
	// Only when it differs: a file that is watched stays still.
	if ((await readFile(file, 'utf8').catch(() => '')) !== content) await writeFile(file, content);
}

/** Builds, then again whenever a source file changes. @returns how to stop it */
export async function buildOnChange(): Promise<() => Promise<void>> {
	const watcher = await context(options);
	await watcher.watch();
	return () => watcher.dispose();
}

if (require.main === module) void buildOnce();
