/**
 * Options that several commands share.
 * @module
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { AccountOptions } from '../account/account-view';
import { type Environment, environmentOf, isProduction, profileInUse } from '../account/env/environment';
import { SetupError } from '../account/errors';
import { DEFAULT_ENV_FILE, ENVIRONMENT, isEnvironmentName } from '../account/project';
import { UsageError } from './ui/terminal';

export interface EnvOption {
	readonly env?: string;
}

/**
 * `--env`, else HANDOFF_ENV_FILE, else the project's own `.env`; for an environment, that path with `.NAME` appended. It need not
 * exist.
 * @param shell its HANDOFF_ENVIRONMENT is what `--environment` sets
 */
export function requestedEnvFile({ env }: EnvOption, shell: NodeJS.ProcessEnv): string {
	const { HANDOFF_ENVIRONMENT: name = ENVIRONMENT, HANDOFF_ENV_FILE } = shell;
	const suffix = name === '' || name === ENVIRONMENT ? '' : `.${name}`;
	return resolve(env ?? (HANDOFF_ENV_FILE || DEFAULT_ENV_FILE) + suffix);
}

/** Reads `--environment`. @throws {InvalidArgumentError} */
export function environmentName(value: string): string {
	const name = value.toLowerCase();
	if (isEnvironmentName(name)) return name;
	throw new InvalidArgumentError('Use up to 16 letters, digits, and dashes, such as staging.');
}

/** A command to type for the environment in use. @example commandFor(account, 'deploy') // 'npx handoff deploy' */
export function commandFor({ environment }: { readonly environment: Environment }, command: string): string {
	const name = environmentOf(environment);
	return `npx handoff ${command}${name === ENVIRONMENT ? '' : ` --environment ${name}`}`;
}

/** Of the commands that change what is live. */
export const YES = ['--yes', 'skip the confirmation prompt for production'] as const;

/**
 * Asks for confirmation before production is changed.
 * @param yes skips the question
 * @throws {UsageError} when there is no terminal to ask at
 * @throws {SetupError} when the answer is no
 */
export async function confirmProduction(environment: Environment, yes: boolean): Promise<void> {
	if (yes || !isProduction(environment)) return;
	requireTerminal(environment, yes);
	const { confirm } = await import('@clack/prompts');
	const message = `Change the production environment ${environmentOf(environment)}?`;
	if ((await confirm({ message, initialValue: false })) !== true)
		throw new SetupError('Nothing was changed.');
}

/** To call before work begins. @throws {UsageError} when production is to be changed with no terminal to ask at */
export function requireTerminal(environment: Environment, yes: boolean): void {
	if (yes || !isProduction(environment) || process.stdin.isTTY) return;
	throw new UsageError(
		`${environmentOf(environment)} is production, and there’s no terminal to confirm at. Nothing was changed. To continue, add --yes.`,
	);
}

/**
 * The file with the account's settings.
 * @throws {UsageError} when there is none, unless the shell or twilio-cli's active profile names the account
 */
export function requireEnvFile(options: EnvOption, shell: NodeJS.ProcessEnv): string {
	const path = requestedEnvFile(options, shell);
	if (existsSync(path)) return path;
	const isInShell = shell.ACCOUNT_SID || shell.TWILIO_ACCOUNT_SID;
	if (options.env === undefined && (isInShell || profileInUse(path, shell))) return path;
	const target = path === DEFAULT_ENV_FILE ? '.env' : path;
	throw new UsageError(`Settings file ${path} not found. Run: cp .env.example ${target}`);
}

/** Of the commands that deploy. */
export const ALLOW_OLDER = [
	'--allow-older',
	'deploy a version older than the live one, or one that was rolled back',
] as const;

export interface OnlyOptions {
	readonly voiceOnly?: true;
	readonly messagingOnly?: true;
}

export function addOnlyOptions(command: Command): Command {
	return command.option('--voice-only', 'skip messaging').option('--messaging-only', 'skip voice');
}

/** @throws {UsageError} when both are given */
export function onlyOf({ voiceOnly, messagingOnly }: OnlyOptions): AccountOptions {
	if (voiceOnly && messagingOnly) {
		throw new UsageError('--voice-only and --messaging-only can’t be combined. To check both, omit them.');
	}
	if (voiceOnly) return { only: 'voice' };
	return messagingOnly ? { only: 'messaging' } : {};
}
