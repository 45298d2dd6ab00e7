/**
 * The API key that the agent calls Twilio with.
 * @module
 */
import type { Twilio } from 'twilio';
import { redact } from '../../../src/redact';
import { fromTwilio, statusOf } from '../../../src/twilio/errors';
import { getJson } from '../../../src/twilio/get-json';
import type { AccountView } from '../../account/account-view';
import { askingFor } from '../../account/asking';
import {
	CONFIGURATION_ID,
	CONFIGURATION_SETTING,
	CONFIGURATIONS_URL,
} from '../../account/orchestrator-configuration';
import { type Check, ok, skipped, wrong } from '../engine/check';
import { isUsable } from './settings';

/** What Twilio makes of the key. */
export interface KeyView {
	readonly answer: 'accepted' | 'unknown' | 'forbidden';
	/** Its name in this account; `undefined` when the account has no such key. */
	readonly name: string | undefined;
}

/** Two questions: what TAC asks when it starts, as TAC asks it; and whose key it is, as the account. */
export const apiKey: Check = {
	name: 'api-key',
	title: 'The agent’s API key',
	expected: 'Twilio accepts TWILIO_API_KEY with TWILIO_API_SECRET, and the key is this account’s',
	impact: 'The agent does not start, or its handoffs are refused: customers who ask for a person stay.',
	advice:
		'Make a Standard key in the Twilio Console (Account > API keys & tokens), and put its SID and its secret into .env.',
	look: async (account) => {
		const key = await readKey(account);
		if (!key) return skipped('it is not filled in: see agent-connect/settings');
		const { answer, name } = key;
		if (answer === 'forbidden') {
			return wrong(
				'Twilio knows the key, and does not let it read the Orchestrator configuration, which the agent does when it starts: a restricted key, it seems',
			);
		}
		if (answer === 'unknown') {
			return wrong(
				name === undefined
					? 'Twilio refuses the key, and the account has no such key: it was deleted, or is another account’s'
					: `the account has the key ("${name}"), and Twilio refuses it: TWILIO_API_SECRET is not its secret`,
			);
		}
		return name === undefined
			? wrong('Twilio accepts the key, but this account has no such key: it is another account’s', {
					impact: 'The agent works, and hands over, on that other account.',
				})
			: ok(`"${name}", accepted`);
	},
};

/**
 * @returns `undefined` when `.env` has no well-formed key and secret
 * @throws {HandoffError} when Twilio cannot be read
 */
export function readKey(account: AccountView): Promise<KeyView | undefined> {
	const { agent, settings } = account;
	const sid = settings.TWILIO_API_KEY;
	const usable = isUsable(settings, 'TWILIO_API_KEY') && isUsable(settings, 'TWILIO_API_SECRET');
	if (!agent || sid === undefined || !usable) return Promise.resolve(undefined);
	return account.once('agent-connect/api-key', async () => {
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
		// A configuration that is not there is another check's.
		if (status === 404) return 'accepted';
		if (status === 401) return 'unknown';
		if (status === 403) return 'forbidden';
		throw fromTwilio('reading the Orchestrator configuration with the agent’s key', error);
	}
}

/**
 * GUESS: the one API or the other finds keys of every kind. The 2010 one is documented for Standard keys, the newer one
 * for restricted ones too. Both asked for a Main and for a restricted key would settle it.
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
