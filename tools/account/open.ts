/**
 * The account the commands work on.
 * @module
 */
import Twilio from 'twilio/lib/rest/Twilio';
import { redact } from '../../src/redact';
import { readSettings, type Settings } from '../../src/settings';
import { BudgetedRequestClient } from '../../src/twilio/client';
import { TimeBudget } from '../../src/twilio/time-budget';
import { asking } from './asking';
import { type Credentials, readAccount, requireCredentials } from './credentials';
import { type Environment, profileInUse, readEnvironment } from './env/environment';
import { SetupError } from './errors';
import { HOME_REGION, ONE_REGION, otherRegion } from './region';

/** How long one command may talk to Twilio, in milliseconds. */
const COMMAND_MS = 1_200_000;

export interface Account {
	readonly twilio: Twilio;
	readonly credentials: Credentials;
	/** The profile of twilio-cli that they are from. */
	readonly profile: string | undefined;
	readonly settings: Settings;
	readonly environment: Environment;
	/** The `.env` file. */
	readonly envFile: string;
}

/**
 * Opens the account of `.env`, the shell, or twilio-cli's active profile.
 * @throws {MisconfiguredError} naming what is missing or malformed
 * @throws {SetupError} when a region is set that has no Flex
 */
export function openAccount(envFile: string, shell: NodeJS.ProcessEnv): Account {
	const environment = readEnvironment(envFile, shell);
	requireHomeRegion(environment, shell);
	const settings = readSettings(environment);
	const httpClient = new BudgetedRequestClient(new TimeBudget(COMMAND_MS));
	const credentials = requireCredentials(settings);
	const { accountSid, username, password } = credentials;
	const twilio = new Twilio(username, password, { accountSid, httpClient });
	const profile = profileInUse(envFile, shell)?.name;
	return { twilio, credentials, profile, settings, environment, envFile };
}

/**
 * TWILIO_EDGE chooses the way to a region, and is ignored.
 * @param shell the SDK takes the region from there, not from `.env` (twilio-node, base/BaseTwilio)
 * @throws {SetupError} when either sets a region that has no Flex
 */
export function requireHomeRegion(environment: Environment, shell: NodeJS.ProcessEnv): void {
	const region = otherRegion(environment) ?? otherRegion(shell);
	if (region === undefined) return;
	throw new SetupError(
		`TWILIO_REGION is ${region}. ${ONE_REGION} Remove it from .env and the shell, and use the account's credentials for ${HOME_REGION}. Nothing was changed.`,
	);
}

/**
 * The account as users know it.
 * @returns `"Acme support" (AC…)`, or its SID alone when an API key may not read its name
 * @throws {HandoffError} when Twilio rejects the credentials, or does not respond
 */
export async function describeAccount({
	twilio,
	profile,
}: Pick<Account, 'twilio'> & Partial<Account>): Promise<string> {
	const account = await asking('reading the account', () => readAccount(twilio));
	const name = account ? `"${redact(account.friendlyName)}" (${account.sid})` : twilio.accountSid;
	return profile === undefined ? name : `${name}, by twilio-cli’s profile "${redact(profile)}"`;
}
