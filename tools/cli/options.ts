/**
 * Options that several commands share.
 * @module
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { AccountOptions } from '../account/account-view';
import { profileInUse } from '../account/environment';
import { DEFAULT_ENV_FILE } from '../account/project';
import { UsageError } from './ui/terminal';

export interface EnvOption {
	readonly env?: string;
}

/** `--env`, else HANDOFF_ENV_FILE, else the project's own `.env`. It need not exist. */
export function requestedEnvFile({ env }: EnvOption, shell: NodeJS.ProcessEnv): string {
	return resolve(env ?? (shell.HANDOFF_ENV_FILE || DEFAULT_ENV_FILE));
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
	throw new UsageError(`No .env found at ${path}. Run: cp .env.example ${target}`);
}

/** Of the commands that deploy. */
export const ALLOW_OLDER = [
	'--allow-older',
	'deploy a version older than the live one, or one that a rollback replaced',
] as const;

export interface OnlyOptions {
	readonly voiceOnly?: true;
	readonly messagingOnly?: true;
}

export function addOnlyOptions(command: Command): Command {
	return command
		.option('--voice-only', 'skip what concerns messaging')
		.option('--messaging-only', 'skip what concerns voice');
}

/** @throws {UsageError} when both are given */
export function onlyOf({ voiceOnly, messagingOnly }: OnlyOptions): AccountOptions {
	if (voiceOnly && messagingOnly) {
		throw new UsageError(
			'--voice-only and --messaging-only leave nothing to check. Leave out both to check everything.',
		);
	}
	if (voiceOnly) return { only: 'voice' };
	return messagingOnly ? { only: 'messaging' } : {};
}
