/**
 * The API key with which the virtual agent calls Twilio.
 * @module
 */
import type { Twilio } from 'twilio';
import { redact } from '../../src/redact';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import type { AccountView } from './account-view';
import { askingFor } from './asking';
import { CONFIGURATION_ID, CONFIGURATION_SETTING, CONFIGURATIONS_URL } from './orchestrator-configuration';
import { isUsable } from './settings';

interface KeyView {
	/** Twilio's response to the key. */
	readonly answer: 'accepted' | 'refused' | 'forbidden';
	/** Its name in this account; `undefined` when the account has no such key. */
	readonly name: string | undefined;
}

/**
 * Sends the request that TAC sends when it starts, with the agent's key, and looks the key up with the account's
 * credentials.
 * @returns `undefined` when `.env` has no well-formed key and secret
 * @throws {HandoffError} when Twilio cannot be read
 */
export function readKey(account: AccountView): Promise<KeyView | undefined> {
	const { agent, settings } = account;
	const sid = settings.TWILIO_API_KEY;
	const usable = isUsable(settings, 'TWILIO_API_KEY') && isUsable(settings, 'TWILIO_API_SECRET');
	if (!agent || sid === undefined || !usable) return Promise.resolve(undefined);
	return account.once('api-key', async () => {
		const [answer, name] = await Promise.all([askAsAgent(account, agent), nameOf(account.twilio, sid)]);
		return { answer, name };
	});
}

async function askAsAgent({ environment }: AccountView, agent: Twilio): Promise<KeyView['answer']> {
	const id = environment[CONFIGURATION_SETTING]?.trim() ?? '';
	const url = CONFIGURATION_ID.test(id) ? `${CONFIGURATIONS_URL}/${id}` : `${CONFIGURATIONS_URL}?pageSize=1`;
	try {
		await getJson(agent, url);
		return 'accepted';
	} catch (error) {
		const status = statusOf(error);
		// orchestrator/configuration reports a missing configuration.
		if (status === 404) return 'accepted';
		if (status === 401) return 'refused';
		if (status === 403) return 'forbidden';
		throw fromTwilio('reading the Orchestrator configuration with the agent’s API key', error);
	}
}

/**
 * GUESS: one of the two APIs finds each kind of key. The 2010 API is documented for Standard keys, the newer one for
 * restricted keys too. Requesting a Main key and a restricted key from both would settle it.
 * @see https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
 */
async function nameOf(twilio: Twilio, sid: string): Promise<string | undefined> {
	const asks = [() => twilio.api.v2010.account.keys(sid).fetch(), () => twilio.iam.v1.apiKey(sid).fetch()];
	for (const ask of asks) {
		const key = await askingFor<{ friendlyName: string }>('reading the API key', ask);
		if (key) return redact(key.friendlyName);
	}
	return undefined;
}
