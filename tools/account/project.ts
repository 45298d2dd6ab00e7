/**
 * Where this project is, and at which revision.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import manifest from '../../package.json';
import { SetupError } from './errors';

export const ROOT = join(__dirname, '../..');

/** The short git revision, with `+` when files have changed since; `undefined` outside a repository. */
export function gitRevision(): string | undefined {
	const git = (...args: string[]) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
	const revision = git('rev-parse', '--short', 'HEAD');
	if (revision.status !== 0) return undefined;
	const changed = git('status', '--porcelain', '--untracked-files=no').stdout.trim() !== '';
	return revision.stdout.trim() + (changed ? '+' : '');
}

/** Why git couldn't restore a file as it is now; `undefined` when it could. */
export function whyUncommitted(file: string): string | undefined {
	const args = ['status', '--porcelain', '--ignored', '--', file];
	const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
	if (status !== 0) return 'is not in git';
	return stdout.trim() === '' ? undefined : 'has uncommitted changes';
}

/** The flow with its placeholders. */
export const TEMPLATE_FILE = join(ROOT, 'studio', 'agent-handoff.json');

/** The flow as it is in the file now. @throws {SetupError} when it is not JSON, saying where if that is known */
export function readTemplate(file = TEMPLATE_FILE): unknown {
	const text = readFileSync(file, 'utf8');
	try {
		return JSON.parse(text);
	} catch (cause) {
		const why = whyNotJson(text, cause instanceof Error ? cause.message : '');
		throw new SetupError(`${relative(ROOT, file)} is not valid JSON: ${why}`, { cause });
	}
}

function whyNotJson(text: string, message: string): string {
	const conflict = /^(?:<{7}|={7}|>{7})(?: .*)?\r?$/m.exec(text);
	// V8 gives the position of some mistakes only.
	const [, position] = / at position (\d+)/.exec(message) ?? [];
	const index = conflict?.index ?? (position === undefined ? undefined : Number(position));
	const before = index === undefined ? undefined : text.slice(0, index).split('\n');
	const line = before ? `line ${before.length}` : '';
	if (conflict) return `${line} has a merge conflict marker (${conflict[0].trim()}). Resolve it.`;
	return `${before ? `${line}, column ${Number(before.at(-1)?.length) + 1}: ` : ''}${message}.`;
}

/** The file that the agent, the Functions and the commands share, unless another is given. */
export const DEFAULT_ENV_FILE = join(ROOT, '.env');

/** The Serverless service's unique name: the toolkit takes package.json's. */
export const SERVICE_NAME: string = manifest.name;

/** https://www.twilio.com/docs/serverless/functions-assets/functions/create-service: it becomes a part of the domain. */
export const isServiceName = (name: string): boolean => /^[A-Za-z\d-]{1,50}$/.test(name);

export const VERSION: string = manifest.version;

/** The environment the toolkit deploys to by default: the suffix of the domain. */
export const ENVIRONMENT = 'dev';

/**
 * An environment's name becomes the suffix of its domain, 16 characters at most (twilio-oai `twilio_serverless_v1.json`),
 * and of its settings file: so it is in lower case, and no `.env.example`.
 */
export const isEnvironmentName = (name: string): boolean =>
	/^[a-z\d]([a-z\d-]{0,14}[a-z\d])?$/.test(name) && name !== 'example';
