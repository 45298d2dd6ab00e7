/**
 * The Flex instance of the account: one configuration, which names the other resources that Flex uses.
 * Field names: twilio-node 6.2 `rest/flexApi/v1/configuration.d.ts`.
 * @module
 */
import * as z from 'zod';
import { HandoffError } from '../../src/http/errors';
import { statusOf } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import type { JsonObject } from '../doctor/engine/fix';
import type { Resource } from '../doctor/engine/resource';
import type { AccountView } from './account-view';
import { asking } from './asking';

export const FLEX_CONFIGURATION_URL = 'https://flex-api.twilio.com/v1/Configuration';

const text = z.nullish(z.string());
const flexConfiguration = z.looseObject({
	account_sid: z.string(),
	status: text,
	ui_version: text,
	taskrouter_workspace_sid: text,
	taskrouter_target_taskqueue_sid: text,
	chat_service_instance_sid: text,
	flex_service_instance_sid: text,
});
export type FlexConfiguration = z.infer<typeof flexConfiguration>;

/** @throws {HandoffError} when Twilio does not answer, or the account has no Flex */
export function readFlexConfiguration(account: AccountView): Promise<FlexConfiguration> {
	return account.once('flex-configuration', () => fetchFlexConfiguration(account));
}

/**
 * The same for accounts that may have no Flex.
 *
 * GUESS: Twilio answers 404 for those. The request on an account without Flex would settle it.
 * @returns `undefined` when the account has no Flex
 * @throws {HandoffError} when Twilio does not answer
 */
export async function findFlexConfiguration(account: AccountView): Promise<FlexConfiguration | undefined> {
	try {
		return await readFlexConfiguration(account);
	} catch (error) {
		if (error instanceof HandoffError && statusOf(error.cause) === 404) return undefined;
		throw error;
	}
}

async function fetchFlexConfiguration({ twilio }: AccountView): Promise<FlexConfiguration> {
	return asking('reading the Flex configuration', async () => {
		return flexConfiguration.parse(await getJson(twilio, FLEX_CONFIGURATION_URL));
	});
}

/**
 * Changes single fields: the API merges what it is sent, and wants the account's SID beside it. It wants JSON, which is
 * how the SDK sends an object (twilio-node 6.2, rest/flexApi/v1/configuration.js).
 * @see https://www.twilio.com/docs/flex/developer/config/flex-configuration-rest-api
 */
export const flexConfigurationResource: Resource = {
	title: 'Flex configuration',
	read: async (account) => {
		const { ui_version, account_sid } = await fetchFlexConfiguration(account);
		return { account_sid, ui_version: ui_version ?? null };
	},
	write: async ({ twilio }, _id, whole, changed) => {
		const fields: JsonObject = Object.fromEntries(
			changed.flatMap(([name]) => (name === undefined ? [] : [[name, whole[name] ?? null]])),
		);
		await asking('updating the Flex configuration', () =>
			twilio.flexApi.v1.configuration().update({ account_sid: whole.account_sid, ...fields }),
		);
	},
};
