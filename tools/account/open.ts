/**
 * The account the commands work on.
 * @module
 */
import Twilio from 'twilio/lib/rest/Twilio';
import { redact } from '../../src/redact';
import { readSettings, requireSetting, type Settings } from '../../src/settings';
import { BudgetedRequestClient } from '../../src/twilio/client';
import { TimeBudget } from '../../src/twilio/time-budget';
import { asking } from './asking';
import { type Environment, readEnvironment } from './environment';
import { SetupError } from './errors';
import { HOME_REGION, ONE_REGION, otherRegion } from './region';

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
 * @throws {SetupError} when a region is set that has no Flex
 */
export function openAccount(envFile: string, shell: NodeJS.ProcessEnv): Account {
	const environment = readEnvironment(envFile, shell);
	requireHomeRegion(environment, shell);
	const settings = readSettings(environment);
	const httpClient = new BudgetedRequestClient(new TimeBudget(COMMAND_MS));
	const client = new Twilio(requireSetting(settings, 'ACCOUNT_SID'), requireSetting(settings, 'AUTH_TOKEN'), {
		httpClient,
	});
	return { twilio: client, settings, environment, envFile };
}

/**
 * TWILIO_EDGE chooses the way to a region, and is ignored.
 * @param shell the SDK takes the region from there, whatever `.env` says (twilio-node, base/BaseTwilio)
 * @throws {SetupError} when either names a region that has no Flex
 */
export function requireHomeRegion(environment: Environment, shell: NodeJS.ProcessEnv): void {
	const region = otherRegion(environment) ?? otherRegion(shell);
	if (region === undefined) return;
	throw new SetupError(
		`TWILIO_REGION is ${region}. ${ONE_REGION} Remove it from .env and the shell, and use the account's credentials for ${HOME_REGION}. Nothing was changed.`,
	);
}

/**
 * The account as people know it.
 * @returns `"Acme support" (AC…)`
 * @throws {HandoffError} when Twilio refuses the credentials, or does not respond
 */
export async function describeAccount({ twilio: client }: Pick<Account, 'twilio'>): Promise<string> {
	const { friendlyName, sid } = await asking('reading the account', () =>
		client.api.v2010.accounts(client.accountSid).fetch(),
	);
	return `"${redact(friendlyName)}" (${sid})`;
}

/**
 * The flow's SID, when `.env` has one.
 * @throws {MisconfiguredError} when it is malformed: it becomes part of a URL
 */
export function flowSidOf(settings: Settings): string | undefined {
	const name = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
	return settings[name] === undefined ? undefined : requireSetting(settings, name);
}
