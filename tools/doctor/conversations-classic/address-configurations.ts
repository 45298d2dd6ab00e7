/**
 * Address configurations: where a customer's first message to an address goes.
 * Field names: twilio-node 6.2 `rest/conversations/v1/addressConfiguration.d.ts`; those inside `autoCreation`, which the
 * SDK passes on as Twilio sends it: https://www.twilio.com/docs/conversations-classic/api/address-configuration-resource.
 * @module
 */
import * as z from 'zod';
import { redact } from '../../../src/redact';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { showUrl } from '../../account/format';
import { flowInWords } from '../../account/studio/flow';

const text = z.nullish(z.string());
export const addressConfiguration = z.object({
	sid: z.string(),
	type: z.string(),
	address: z.string(),
	autoCreation: z.nullish(
		z.object({
			enabled: z.nullish(z.boolean()),
			type: text,
			conversation_service_sid: text,
			studio_flow_sid: text,
			studio_retry_count: z.nullish(z.number()),
			webhook_url: text,
			webhook_method: text,
			webhook_filters: z.nullish(z.array(z.string())),
		}),
	),
});
export type AddressConfiguration = z.infer<typeof addressConfiguration>;

/** @throws {HandoffError} when Twilio does not respond */
export function readAddressConfigurations(account: AccountView): Promise<readonly AddressConfiguration[]> {
	return account.once('address-configurations', async () => {
		return asking('listing the address configurations', async () => {
			const all = await account.twilio.conversations.v1.addressConfigurations.list();
			return z.array(addressConfiguration).parse(all);
		});
	});
}

/**
 * The service in which an address creates conversations.
 * @throws {HandoffError} when Twilio does not respond
 */
export async function serviceOf(
	account: AccountView,
	{ autoCreation }: AddressConfiguration,
): Promise<string> {
	return autoCreation?.conversation_service_sid || (await readDefaultService(account));
}

/** An address without a service uses the default one, says the SDK's documentation. */
function readDefaultService(account: AccountView): Promise<string> {
	return account.once('default-conversations-service', async () => {
		return asking('reading the default Conversations service', async () => {
			const { defaultChatServiceSid } = await account.twilio.conversations.v1.configuration().fetch();
			return defaultChatServiceSid || '';
		});
	});
}

/** @example 'sms to +*********06 goes to the Studio flow "Main menu" (FW…)' */
export async function destinationInWords(
	account: AccountView,
	configuration: AddressConfiguration,
): Promise<string> {
	const label = labelOf(configuration.type, configuration.address);
	return `${label} goes to ${await destinationOf(account, configuration)}`;
}

/** @example labelOf('sms', '+15005550006') // 'sms to +*********06' */
export function labelOf(type: string, address: string): string {
	return `${type} to ${redact(address)}`;
}

async function destinationOf(account: AccountView, configuration: AddressConfiguration): Promise<string> {
	const { type, studio_flow_sid, webhook_url } = configuration.autoCreation ?? {};
	if (type === 'studio') {
		return studio_flow_sid ? flowInWords(account, studio_flow_sid) : 'a Studio flow';
	}
	if (type === 'webhook') return webhook_url ? showUrl(webhook_url) : 'a webhook';
	return `conversations in ${(await serviceOf(account, configuration)) || 'the default service'}`;
}
