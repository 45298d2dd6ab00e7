/**
 * What a command authenticates with: the account's auth token, or an API key alone.
 * @module
 */
import type { Twilio } from 'twilio';
import { MisconfiguredError } from '../../src/http/errors';
import { requireSetting, type Settings } from '../../src/settings';
import { statusOf } from '../../src/twilio/errors';

export interface Credentials {
	readonly accountSid: string;
	/** The account's SID, or the API key's. */
	readonly username: string;
	readonly password: string;
}

/**
 * The auth token where there is one: it may read everything. Else the API key, as twilio-cli works.
 * @throws {MisconfiguredError} naming what is missing or malformed
 */
export function requireCredentials(settings: Settings): Credentials {
	const accountSid = requireSetting(settings, 'ACCOUNT_SID');
	if (settings.AUTH_TOKEN !== undefined) {
		return { accountSid, username: accountSid, password: requireSetting(settings, 'AUTH_TOKEN') };
	}
	if (settings.TWILIO_API_KEY === undefined && settings.TWILIO_API_SECRET === undefined) {
		throw new MisconfiguredError(
			'TWILIO_API_KEY',
			'is not set, and neither is AUTH_TOKEN. Set TWILIO_API_KEY and TWILIO_API_SECRET, or AUTH_TOKEN',
		);
	}
	const username = requireSetting(settings, 'TWILIO_API_KEY');
	return { accountSid, username, password: requireSetting(settings, 'TWILIO_API_SECRET') };
}

/** @returns `undefined` where `requireCredentials` throws: the check `agent-connect/settings` reports why */
export function usableCredentials(settings: Settings): Credentials | undefined {
	try {
		return requireCredentials(settings);
	} catch (error) {
		if (error instanceof MisconfiguredError) return undefined;
		throw error;
	}
}

/**
 * Reads the account, which tests the credentials.
 * @returns `undefined` when they are an API key that works but may not read it. Twilio keeps `/Accounts` and `/Keys` for the
 *   auth token and Main keys: https://www.twilio.com/docs/iam/api-keys/keys-in-console (Types of keys). The status is 401 with
 *   20003, as for a wrong secret (twilio/twilio-python#259), so a list inside the account has to tell them apart.
 * @throws what the SDK throws, when the account can't be read or rejects the credentials
 */
export async function readAccount(client: Twilio) {
	try {
		return await client.api.v2010.accounts(client.accountSid).fetch();
	} catch (error) {
		if (!isApiKey(client) || !isRefusal(error)) throw error;
		// The path has the account's SID: another account's key is rejected too.
		await client.api.v2010.account.incomingPhoneNumbers.list({ limit: 1 });
		return undefined;
	}
}

/** Whether a client authenticates with an API key. */
export function isApiKey({ username }: Pick<Twilio, 'username'>): boolean {
	return username?.startsWith('SK') ?? false;
}

/** Whether Twilio rejected the credentials, or the request made with them. */
export function isRefusal(error: unknown): boolean {
	const status = statusOf(error);
	return status === 401 || status === 403;
}
