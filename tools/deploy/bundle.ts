/**
 * What a deployment from this folder would deploy, with its hash.
 * @module
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import json5 from 'json5';
import { valid } from 'semver';
import { z } from 'zod';
import { SetupError } from '../account/errors';
import { HOME_REGION, ONE_REGION } from '../account/region';
import { HANDLER } from './build-advice';

/** Twilio's own name for it: `twilio serverless:deploy` reads it too (twilio-run, dist/config/utils/configLoader.js). */
const CONFIG = '.twilioserverlessrc';

export interface LocalBundle {
	/** SHA-256, in hex, of everything that decides what the deployed Functions do, the variables aside. */
	readonly hash: string;
	/** Where it will be served, sorted: `/handoff`, `/version.json`. */
	readonly paths: readonly string[];
	/** Those of them that are Functions. */
	readonly functions: readonly string[];
	/** The packages that Twilio installs for the Functions, with their versions. */
	readonly dependencies: Readonly<Record<string, string>>;
	/** Of `.twilioserverlessrc`. */
	readonly settings: {
		/** Both as paths from the project's folder. */
		readonly functionsFolder: string;
		readonly assetsFolder: string;
		/** `node22`; Twilio's default when it is not set. */
		readonly runtime: string | undefined;
	};
}

/** A build that the service has already, to run in another of its environments. */
export interface FinishedBuild extends Pick<LocalBundle, 'hash' | 'paths' | 'functions'> {
	readonly buildSid: string;
}

const runtime = z.string().optional();
const config = z.looseObject({
	functionsFolder: z.string(),
	assetsFolder: z.string(),
	runtime,
	commands: z.looseObject({ deploy: z.looseObject({ runtime }).optional() }).optional(),
});
const manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()).default({}) });

/**
 * Reads what would be deployed: the built Functions, the assets, the dependencies Twilio installs for them, and the
 * settings of `.twilioserverlessrc`, the runtime among them.
 * @param root the project's folder
 * @throws {SetupError} when nothing is built, a file is malformed, or it sets a region without Flex
 */
export async function localBundle(root: string): Promise<LocalBundle> {
	const settings = await read(root, CONFIG, config);
	const { dependencies } = await read(root, 'package.json', manifest);
	checkRegion(settings);
	checkHandler(dependencies);
	const { functionsFolder, assetsFolder } = settings;
	// As Twilio's library picks them: serverless-api, dist/utils/fs.js (`getDirContent`).
	const functions = (await list(join(root, functionsFolder))).filter((name) => extname(name) === '.js');
	const assets = (await list(join(root, assetsFolder))).filter((name) => basename(name) !== '.DS_Store');
	if (functions.length === 0) {
		throw new SetupError(`${functionsFolder} has no Functions to deploy. Run \`npm run build\` first.`);
	}
	const digests: [string, string][] = [];
	for (const [folder, names] of [
		[functionsFolder, functions],
		[assetsFolder, assets],
	] as const) {
		for (const name of names) {
			digests.push([`${folder}/${name}`, sha256(await readFile(join(root, folder, name)))]);
		}
	}
	const sorted = [Object.entries(dependencies), digests].map((pairs) => pairs.sort(byName));
	const served = functions.map((name) => servedAt(name, '.js')).sort();
	return {
		hash: sha256(JSON.stringify([settings, ...sorted])),
		paths: [...served, ...assets.map((name) => servedAt(name))].sort(),
		functions: served,
		dependencies,
		settings: {
			functionsFolder,
			assetsFolder,
			runtime: settings.commands?.deploy?.runtime ?? settings.runtime,
		},
	};
}

/** Twilio installs a handler by its exact version alone, as `twilio-run` checks (dist/checks/check-runtime-handler.js). */
function checkHandler({ [HANDLER.name]: version }: LocalBundle['dependencies']): void {
	if (version === undefined || valid(version)) return;
	throw new SetupError(
		`package.json has ${HANDLER.name} ${version}; Twilio accepts an exact version only. Run \`npm install --save-exact ${HANDLER.name}@${HANDLER.version}\`. Nothing was changed.`,
	);
}

/** `twilio serverless:deploy` takes a region from any level of the file (twilio-run, dist/config/global.js). */
function checkRegion(settings: object): void {
	for (const [name, value] of Object.entries(settings)) {
		if (name === 'region' && value !== HOME_REGION) {
			throw new SetupError(`${CONFIG} sets "region" to ${value}. ${ONE_REGION} Nothing was changed.`);
		}
		if (typeof value === 'object' && value !== null) checkRegion(value);
	}
}

/** The path a file is served at: its name without its visibility (`.private`) and, for a Function, without `.js`. */
function servedAt(name: string, dropped = ''): string {
	const extension = extname(name);
	const stem = name.slice(0, name.length - extension.length).replace(/\.(protected|private)$/, '');
	return `/${stem}${extension === dropped ? '' : extension}`;
}

/** Every file in a folder and those below, by its path from there, with slashes on every system. */
async function list(folder: string): Promise<string[]> {
	const names = await readdir(folder, { recursive: true }).catch(() => []);
	const files: string[] = [];
	for (const name of names) {
		if ((await stat(join(folder, name))).isFile()) files.push(name.split(sep).join('/'));
	}
	return files;
}

async function read<T>(root: string, name: string, schema: z.ZodType<T>): Promise<T> {
	try {
		return schema.parse(json5.parse(await readFile(join(root, name), 'utf8')));
	} catch (cause) {
		const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : `it isn’t JSON5: ${cause}`;
		throw new SetupError(`Can’t read ${name}: ${problem}.`, { cause });
	}
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

function sha256(content: string | Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}
