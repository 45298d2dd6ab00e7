/**
 * Where this project is, and at which revision.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import manifest from '../package.json';

export const ROOT = dirname(__dirname);

/** The short git revision, with `+` when files have changed since; `undefined` outside a repository. */
export function gitRevision(): string | undefined {
	const git = (...args: string[]) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
	const revision = git('rev-parse', '--short', 'HEAD');
	if (revision.status !== 0) return undefined;
	const changed = git('status', '--porcelain', '--untracked-files=no').stdout.trim() !== '';
	return revision.stdout.trim() + (changed ? '+' : '');
}

/** The flow with its placeholders. */
export const TEMPLATE_FILE = join(ROOT, 'studio', 'agent-handoff.json');

/** The flow as it is in the file now. @throws SyntaxError when it is not JSON */
export function readTemplate(): unknown {
	return JSON.parse(readFileSync(TEMPLATE_FILE, 'utf8'));
}

/** The file that the agent, the Functions and the commands share. `npm start` has one of its own for the emulated account. */
export const ENV_FILE = process.env.HANDOFF_ENV_FILE || join(ROOT, '.env');

/** The Serverless service's unique name: the toolkit takes package.json's. */
export const SERVICE_NAME: string = manifest.name;
export const VERSION: string = manifest.version;

/** The environment the toolkit deploys to unless told otherwise: the suffix of the domain. */
export const ENVIRONMENT = 'dev';
