/**
 * The API key with which the virtual agent calls Twilio.
 * @module
 */
import type { Twilio } from 'twilio';
import { redact } from '../../../src/redact';
import { fromTwilio, statusOf } from '../../../src/twilio/errors';
import { getJson } from '../../../src/twilio/get-json';
import type { AccountView } from '../account-view';
import { askingFor } from '../asking';
import { isApiKey, isRefusal } from '../credentials';
import { isUsable } from '../env/settings';
import { CONFIGURATION_ID, CONFIGURATION_SETTING, CONFIGURATIONS_URL } from '../orchestrator/configuration';
import { FLOW_SETTING } from '../studio/flow';

/** Twilio's response to a request with the key. */
type Access = 'accepted' | 'refused' | 'forbidden';

interface KeyView {
	readonly orchestrator: Access;
	/** To Studio, where TAC's own tool starts the flow with the key. */
	readonly studio: Access;
	/** Its name in this account; `undefined` when the account has no such key, `null` when keys can't be read. */
	readonly name: string | null | undefined;
}

/**
 * Sends the request that TAC sends when it starts, with the agent's key, and one to Studio; and looks the key up with the
 * account's credentials.
 * @returns `undefined` when `.env` has no well-formed key and secret
 * @throws {HandoffError} when Twilio cannot be read
 */
export function readKey(account: AccountView): Promise<KeyView | undefined> {
	const { agent, settings } = account;
	const sid = settings.TWILIO_API_KEY;
	const usable = isUsable(settings, 'TWILIO_API_KEY') && isUsable(settings, 'TWILIO_API_SECRET');
	if (!agent || sid === undefined || !usable) return Promise.resolve(undefined);
	return account.once('api-key', async () => {
		const [orchestrator, studio, name] = await Promise.all([
			testOrchestrator(account, agent),
			testStudio(account, agent),
			nameOf(account.twilio, sid),
		]);
		return { orchestrator, studio, name };
	});
}

function testOrchestrator({ environment }: AccountView, agent: Twilio): Promise<Access> {
	const id = environment[CONFIGURATION_SETTING]?.trim() ?? '';
	const url = CONFIGURATION_ID.test(id) ? `${CONFIGURATIONS_URL}/${id}` : `${CONFIGURATIONS_URL}?pageSize=1`;
	return testAsAgent(agent, url, 'reading the Orchestrator configuration with the agent’s API key');
}

/**
 * GUESS(restricted-key): a restricted key that may not list executions may not create them either. Nothing but a
 * handoff tests the latter; a restricted key with one of the two permissions on a live account would verify it.
 */
function testStudio({ settings }: AccountView, agent: Twilio): Promise<Access> {
	const flow = isUsable(settings, FLOW_SETTING) ? `/${settings[FLOW_SETTING]}/Executions` : '';
	const url = `https://studio.twilio.com/v2/Flows${flow}?PageSize=1`;
	return testAsAgent(agent, url, 'reading Studio with the agent’s API key');
}

/** Other checks report what does not exist. */
async function testAsAgent(agent: Twilio, url: string, doing: string): Promise<Access> {
	try {
		await getJson(agent, url);
		return 'accepted';
	} catch (error) {
		const status = statusOf(error);
		if (status === 404) return 'accepted';
		if (status === 401) return 'refused';
		if (status === 403) return 'forbidden';
		throw fromTwilio(doing, error);
	}
}

/**
 * GUESS(api-key-lookup): one of the two APIs finds each kind of key. The 2010 API is documented for Standard keys, the
 * newer one for restricted keys too. Requesting a Main key and a restricted key from both would verify it.
 * @see https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
 */
async function nameOf(twilio: Twilio, sid: string): Promise<KeyView['name']> {
	const requests = [
		() => twilio.api.v2010.account.keys(sid).fetch(),
		() => twilio.iam.v1.apiKey(sid).fetch(),
	];
	try {
		for (const request of requests) {
			const key = await askingFor<{ friendlyName: string }>('reading the API key', request);
			if (key) return redact(key.friendlyName);
		}
	} catch (error) {
		// Only the auth token and Main keys may read keys: see `readAccount`, which verified that this one belongs to the account.
		if (isApiKey(twilio) && error instanceof Error && isRefusal(error.cause)) return null;
		throw error;
	}
	return undefined;
}
