/**
 * Address configurations: where a customer's first message to an address goes.
 * Field names: twilio-node 6.2 `rest/conversations/v1/addressConfiguration.d.ts`; those inside `autoCreation`, which the
 * SDK hands on as Twilio sends it, are of https://www.twilio.com/docs/conversations-classic/api/address-configuration-resource.
 * @module
 */
import * as z from 'zod';
import { redact } from '../../src/redact';
import { fromTwilio } from '../../src/twilio/errors';
import type { AccountView } from '../account-view';
import type { Resource } from '../resource';
import { showUrl } from '../showing';
import { flowInWords } from '../studio/flow';

const text = z.nullish(z.string());
const addressConfiguration = z.object({
	sid: z.string(),
	type: z.string(),
	address: z.string(),
	autoCreation: z.nullish(
		z.object({
			enabled: z.nullish(z.boolean()),
			type: text,
			studio_flow_sid: text,
			webhook_url: text,
			conversation_service_sid: text,
		}),
	),
});
export type AddressConfiguration = z.infer<typeof addressConfiguration>;

/** @throws {HandoffError} when Twilio does not answer */
export function readAddressConfigurations(account: AccountView): Promise<readonly AddressConfiguration[]> {
	return account.once('address-configurations', async () => {
		try {
			const all = await account.twilio.conversations.v1.addressConfigurations.list();
			return z.array(addressConfiguration).parse(all);
		} catch (error) {
			throw fromTwilio('listing the address configurations', error);
		}
	});
}

/** @example 'sms to +*********06 goes to the Studio flow "Main menu" (FW…)' */
export async function whereItLeads(
	account: AccountView,
	configuration: AddressConfiguration,
): Promise<string> {
	return `${labelOf(configuration)} goes to ${await destinationOf(account, configuration)}`;
}

/** @example 'sms to +*********06' */
export function labelOf({ type, address }: AddressConfiguration): string {
	return `${type} to ${redact(address)}`;
}

async function destinationOf(account: AccountView, { autoCreation }: AddressConfiguration): Promise<string> {
	const { type, studio_flow_sid, webhook_url, conversation_service_sid } = autoCreation ?? {};
	if (type === 'studio') {
		return studio_flow_sid ? flowInWords(account, studio_flow_sid) : 'the Studio flow that is set there';
	}
	if (type === 'webhook') return webhook_url ? showUrl(webhook_url) : 'a webhook';
	return `a new conversation in ${conversation_service_sid || 'the default service'}`;
}

/** Turns the sending off and on again; where it goes stays as it is. */
export const addressConfigurationResource: Resource = {
	title: 'Address configuration',
	read: async ({ twilio }, id) => {
		try {
			const found = await twilio.conversations.v1.addressConfigurations(id).fetch();
			const { autoCreation } = addressConfiguration.parse(found);
			return { autoCreation: { enabled: autoCreation?.enabled ?? false } };
		} catch (error) {
			throw fromTwilio('reading the address configuration', error);
		}
	},
	write: async ({ twilio }, id, whole) => {
		const { autoCreation } = z.object({ autoCreation: z.object({ enabled: z.boolean() }) }).parse(whole);
		const fields = { 'autoCreation.enabled': autoCreation.enabled };
		try {
			await twilio.conversations.v1.addressConfigurations(id).update(fields);
		} catch (error) {
			throw fromTwilio('updating the address configuration', error);
		}
	},
};
