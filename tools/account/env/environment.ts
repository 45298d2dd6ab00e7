/**
 * The `.env` file that the agent, the Functions and the commands share.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual, parseEnv } from 'node:util';
import { SetupError } from '../errors';
import { ENVIRONMENT, isEnvironmentName } from '../project';
import { checkReplaceable, replaceFile } from './files';
import { activeProfile, type Profile } from './twilio-profile';

/** Names and values, as in the file. */
export type Environment = Readonly<Record<string, string>>;

/** All that belongs to one account. */
const CREDENTIALS: readonly string[] = [
	'ACCOUNT_SID',
	'AUTH_TOKEN',
	'TWILIO_ACCOUNT_SID',
	'TWILIO_AUTH_TOKEN',
	'TWILIO_API_KEY',
	'TWILIO_API_SECRET',
];

/**
 * What the commands work with: the file's values, and for names it leaves out or empty those of the shell; in CI the other
 * way round, because a pipeline sets them on purpose. The shell's HANDOFF_ENVIRONMENT always wins: `--environment` sets it. TAC's names
 * for the account stand in for Twilio's, so that one pair is enough. Where neither has credentials, those of twilio-cli's
 * active profile.
 * @param path the file; need not exist
 * @throws {SetupError} when the file cannot be read, or the shell was set up for an emulator that has ended
 */
export function readEnvironment(path: string, shell: NodeJS.ProcessEnv): Environment {
	return { ...profileInUse(path, shell)?.environment, ...readSources(path, shell) };
}

/**
 * The profile whose credentials `readEnvironment` returns.
 * @returns `undefined` when the file or the shell has credentials, or there is no such profile
 * @throws {SetupError} as `readEnvironment`
 */
export function profileInUse(path: string, shell: NodeJS.ProcessEnv): Profile | undefined {
	const environment = readSources(path, shell);
	if (CREDENTIALS.some((name) => environment[name] !== undefined)) return undefined;
	return activeProfile(shell);
}

function readSources(path: string, shell: NodeJS.ProcessEnv): Environment {
	const { TWILIO_CA_BUNDLE: certificate } = shell;
	if (certificate && !existsSync(certificate)) {
		throw new SetupError(
			`TWILIO_CA_BUNDLE points to ${certificate}, which doesn’t exist. If this shell was set up for the emulator (npx handoff start), open a new one.`,
		);
	}
	const { HANDOFF_ENVIRONMENT: name } = shell;
	// A flow that the shell names may be that of another environment.
	const { TWILIO_STUDIO_HANDOFF_FLOW_SID: flow, ...others } = withTwilioNames(shell);
	const isNamed = name && name !== ENVIRONMENT;
	const inShell: Environment =
		flow && !isNamed ? { ...others, TWILIO_STUDIO_HANDOFF_FLOW_SID: flow } : others;
	const sources = [withTwilioNames(existsSync(path) ? parse(path) : {}), inShell] as const;
	const [first, second] = isCi(shell) ? [sources[1], sources[0]] : sources;
	return { ...addedBy(first, second), ...first, ...(name && { HANDOFF_ENVIRONMENT: name }) };
}

/** As GitHub, GitLab, CircleCI and most others set it. */
function isCi({ CI }: NodeJS.ProcessEnv): boolean {
	return CI !== undefined && !['', '0', 'false'].includes(CI.toLowerCase());
}

/** What the second source may add to the first: not half of another account's credentials, and no token to a complete key. */
function addedBy(first: Environment, second: Environment): Environment {
	const isOther = first.ACCOUNT_SID && second.ACCOUNT_SID && first.ACCOUNT_SID !== second.ACCOUNT_SID;
	const hasKey = first.ACCOUNT_SID && first.TWILIO_API_KEY && first.TWILIO_API_SECRET;
	const unused = isOther ? CREDENTIALS : hasKey ? ['AUTH_TOKEN', 'TWILIO_AUTH_TOKEN'] : [];
	return Object.fromEntries(Object.entries(second).filter(([name]) => !unused.includes(name)));
}

/**
 * The environment that the settings are for: `dev`, unless another is named.
 * @throws {SetupError} when the name can't be one
 */
export function environmentOf({ HANDOFF_ENVIRONMENT: name = ENVIRONMENT }: Environment): string {
	if (isEnvironmentName(name)) return name;
	throw new SetupError(
		`Invalid HANDOFF_ENVIRONMENT "${name}". Use up to 16 lowercase letters, digits, and dashes, such as staging.`,
	);
}

/** Whether changes ask for confirmation: by the environment's name, or its setting HANDOFF_PRODUCTION. */
export function isProduction(environment: Environment): boolean {
	return /^prod(uction)?$/.test(environmentOf(environment)) || environment.HANDOFF_PRODUCTION === 'true';
}

function parse(path: string): NodeJS.Dict<string> {
	try {
		return parseContent(readFileSync(path));
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new SetupError(`Can’t read ${path}: ${why}`, { cause });
	}
}

/** As Node parses it, which does not know the mark that Windows' editors put in front. */
function parseContent(content: Buffer): NodeJS.Dict<string> {
	if (content.includes(0)) throw new Error('it isn’t UTF-8, but probably UTF-16. Save it as UTF-8.');
	return parseEnv(content.toString('utf8').replace(/^\uFEFF/, ''));
}

/** Without what is empty. */
function withTwilioNames(source: NodeJS.Dict<string>): Environment {
	const values: Record<string, string> = {};
	for (const [name, value] of Object.entries(source)) {
		if (value !== undefined && value !== '') values[name] = value;
	}
	const { ACCOUNT_SID = values.TWILIO_ACCOUNT_SID, AUTH_TOKEN = values.TWILIO_AUTH_TOKEN } = values;
	return { ...values, ...(ACCOUNT_SID && { ACCOUNT_SID }), ...(AUTH_TOKEN && { AUTH_TOKEN }) };
}

/**
 * Sets one name in the file and keeps every other byte, `export`, quotes and comments included. Of several lines
 * with the name the last counts, as it does for those who read the file.
 * @returns whether the file had to change
 * @throws {SetupError} when that would change another setting, or the file can't be written; it isn't changed then
 */
export function setInFile(path: string, name: string, value: string): boolean {
	const changed = withSetting(path, name, value);
	if (changed) replaceFile(path, changed);
	return changed !== undefined;
}

/**
 * Whether a name could be set: to be asked before an account changes, because its value may be known only then.
 * @param value any of the same form
 * @throws {SetupError} as `setInFile`
 */
export function checkSettable(path: string, name: string, value: string): void {
	const changed = withSetting(path, name, value);
	if (changed) checkReplaceable(path, changed);
}

/**
 * Only a change that the parser of this file reads as this one setting is made: a line inside a quoted text looks the
 * same, and what a quote or a line break means is for the parser to say.
 * @returns the new content; `undefined` when the value is there already
 */
function withSetting(path: string, name: string, value: string): Buffer | undefined {
	const before = existsSync(path) ? parse(path) : {};
	if (before[name] === value) return undefined;
	// A byte is a character: whatever the encoding, all others stay.
	const text = existsSync(path) ? readFileSync(path, 'latin1') : '';
	const wanted = { ...before, [name]: value };
	const found = [...candidates(text, name, Buffer.from(value).toString('latin1'))]
		.map((candidate) => Buffer.from(candidate, 'latin1'))
		.find((candidate) => isDeepStrictEqual({ ...parseContent(candidate) }, wanted));
	if (found) return found;
	throw new SetupError(
		`Can’t set ${name} in ${path} without changing another setting, probably because of an unclosed quote. The file was not changed. Set ${name} manually.`,
	);
}

/** The text with the value in each place where the name seems to be set, the last one first; then at its end. */
function* candidates(text: string, name: string, value: string): Generator<string> {
	const quoted = ['"', "'", '`'].map((quote) => `${quote}[^${quote}]*${quote}`);
	const line = new RegExp(
		`(^(?:\u00ef\u00bb\u00bf)?[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*?)(${quoted.join('|')}|[^#\\s][^#\\r\\n]*?|)(?=[ \\t]*(?:#.*)?\\r?$)`,
		'gm',
	);
	for (const { index, 1: start = '', 2: old = '' } of [...text.matchAll(line)].reverse()) {
		const quote = /^["'`]/.exec(old)?.[0] ?? '';
		const at = index + start.length;
		const isQuoted = old.length > 1 && old.endsWith(quote);
		yield text.slice(0, at) + (isQuoted ? quote + value + quote : value) + text.slice(at + old.length);
	}
	const [newline = '\n'] = /\r?\n(?=[^\n]*$)/.exec(text) ?? [];
	yield `${text}${text === '' || text.endsWith('\n') ? '' : newline}${name}=${value}${newline}`;
}
