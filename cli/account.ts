/**
 * The account the commands work on.
 * @module
 */
import twilio, { type Twilio } from 'twilio';
import { readSettings, requireSetting, type Settings } from '../src/settings';
import { TimeBudget } from '../src/time-budget';
import { BudgetedRequestClient } from '../src/twilio/request-client';
import { type Environment, readEnvironment } from './environment';

/** How long one command may talk to Twilio, in milliseconds. */
const COMMAND_MS = 1_200_000;

export interface Account {
	readonly twilio: Twilio;
	readonly settings: Settings;
	readonly environment: Environment;
	/** The `.env` file. */
	readonly envFile: string;
}

/**
 * Opens the account that `.env`, or the shell, names.
 * @throws {MisconfiguredError} naming what is missing or malformed
 */
export function openAccount(envFile: string, shell: NodeJS.ProcessEnv): Account {
	const environment = readEnvironment(envFile, shell);
	const settings = readSettings(environment);
	const httpClient = new BudgetedRequestClient(new TimeBudget(COMMAND_MS));
	const client = twilio(requireSetting(settings, 'ACCOUNT_SID'), requireSetting(settings, 'AUTH_TOKEN'), {
		httpClient,
	});
	return { twilio: client, settings, environment, envFile };
}

/**
 * The flow's SID, when `.env` has one.
 * @throws {MisconfiguredError} when it is malformed: it becomes part of a URL
 */
export function flowSidOf(settings: Settings): string | undefined {
	const name = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
	return settings[name] === undefined ? undefined : requireSetting(settings, name);
}
