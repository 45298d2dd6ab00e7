/**
 * How setup reads and writes an address configuration.
 * @module
 */
import * as z from 'zod';
import { asking } from '../../account/asking';
import { asJsonObject, type JsonObject } from '../engine/json';
import type { Resource } from '../engine/resource';
import { type AddressConfiguration, addressConfiguration } from './address-configurations';

const autoCreation = z.object({
	enabled: z.boolean(),
	type: z.enum(['studio', 'webhook', 'default']),
	conversationServiceSid: z.string().exactOptional(),
	studioFlowSid: z.string().exactOptional(),
	studioRetryCount: z.number().exactOptional(),
	webhookUrl: z.string().exactOptional(),
	webhookMethod: z.enum(['get', 'post']).exactOptional(),
	webhookFilters: z.array(z.string()).exactOptional(),
});
type AutoCreation = z.infer<typeof autoCreation>;
const changed = z.object({ autoCreation });
const created = z.object({
	type: z.enum(['sms', 'whatsapp', 'rcs']),
	address: z.string(),
	autoCreation,
});

/**
 * An address's auto-creation without the fields of other types: Twilio keeps those of an earlier flow or webhook, which
 * have no effect and would look like a change.
 */
export function autoCreationOf({ autoCreation: sent }: AddressConfiguration): JsonObject {
	const type = sent?.type ?? 'default';
	const all = {
		enabled: sent?.enabled ?? false,
		type,
		conversationServiceSid: sent?.conversation_service_sid,
		...(type === 'studio' && {
			studioFlowSid: sent?.studio_flow_sid,
			studioRetryCount: sent?.studio_retry_count,
		}),
		...(type === 'webhook' && {
			webhookUrl: sent?.webhook_url,
			webhookMethod: sent?.webhook_method?.toLowerCase(),
			webhookFilters: sent?.webhook_filters,
		}),
	};
	const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== null);
	return asJsonObject(Object.fromEntries(given));
}

export const addressConfigurationResource: Resource = {
	title: 'Address configuration',
	read: async ({ twilio }, id) => {
		return asking('reading the address configuration', async () => {
			const found = await twilio.conversations.v1.addressConfigurations(id).fetch();
			return { autoCreation: autoCreationOf(addressConfiguration.parse(found)) };
		});
	},
	write: async ({ twilio }, id, whole) => {
		await asking('updating the address configuration', () =>
			twilio.conversations.v1.addressConfigurations(id).update(asFields(changed.parse(whole).autoCreation)),
		);
		// It has one field, which is the one that was written.
		return undefined;
	},
	create: async ({ twilio }, value) => {
		const { type, address, autoCreation: wanted } = created.parse(value);
		return asking('creating the address configuration', async () => {
			const { sid } = await twilio.conversations.v1.addressConfigurations.create({
				type,
				address,
				...asFields(wanted),
			});
			return sid;
		});
	},
	delete: async ({ twilio }, id) => {
		await asking('deleting the address configuration', () =>
			twilio.conversations.v1.addressConfigurations(id).remove(),
		);
	},
};

function asFields(wanted: AutoCreation) {
	const { enabled, type, conversationServiceSid, studioFlowSid, studioRetryCount } = wanted;
	const { webhookUrl, webhookMethod, webhookFilters } = wanted;
	return {
		'autoCreation.enabled': enabled,
		'autoCreation.type': type,
		...(conversationServiceSid && { 'autoCreation.conversationServiceSid': conversationServiceSid }),
		...(studioFlowSid && { 'autoCreation.studioFlowSid': studioFlowSid }),
		...(studioRetryCount !== undefined && { 'autoCreation.studioRetryCount': studioRetryCount }),
		...(webhookUrl && { 'autoCreation.webhookUrl': webhookUrl }),
		...(webhookMethod && { 'autoCreation.webhookMethod': webhookMethod }),
		...(webhookFilters && { 'autoCreation.webhookFilters': webhookFilters }),
	};
}
