/**
 * Conversations (classic, v1): address configurations, which decide where a customer's first message goes.
 * Field names: twilio-node 6.2 `rest/conversations/v1/addressConfiguration.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { dates } from '../../core/fields';
import { notFound, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { AddressConfiguration, World } from '../../core/world';
import { HOST } from '../orchestrator/lookup';

const autoCreationForm = z.object({
	FriendlyName: z.string().exactOptional(),
	'AutoCreation.Enabled': z.stringbool().exactOptional(),
	'AutoCreation.Type': z.enum(['studio', 'webhook', 'default']).exactOptional(),
	'AutoCreation.ConversationServiceSid': z.string().exactOptional(),
	'AutoCreation.StudioFlowSid': z.string().exactOptional(),
	'AutoCreation.StudioRetryCount': z.coerce.number().int().min(0).max(3).exactOptional(),
	'AutoCreation.WebhookUrl': z.url().exactOptional(),
	'AutoCreation.WebhookMethod': z.enum(['get', 'post']).exactOptional(),
});
const createForm = autoCreationForm.extend({
	Type: z.enum(['sms', 'whatsapp', 'messenger', 'gbm', 'email', 'rcs', 'apple', 'chat']),
	Address: z.string().min(1),
});

const COLLECTION = '/v1/Configuration/Addresses';

/**
 * The account's default service: fetch. Address configurations: list, create, fetch, update, delete; a path has the SID or
 * the address.
 */
export function addAddressConfigurations(router: Router, world: World): void {
	const find = (key: string | undefined, path: string): AddressConfiguration => {
		const all = [...world.addressConfigurations.values()];
		const found = all.find(({ sid, address }) => sid === key || address === key);
		if (!found) throw notFound(path);
		return found;
	};
	const view = (configuration: AddressConfiguration) => ({
		sid: configuration.sid,
		account_sid: world.account.accountSid,
		type: configuration.type,
		address: configuration.address,
		friendly_name: configuration.friendlyName,
		auto_creation: {
			enabled: configuration.autoCreation.enabled,
			type: configuration.autoCreation.type,
			conversation_service_sid: configuration.autoCreation.conversationServiceSid ?? null,
			studio_flow_sid: configuration.autoCreation.studioFlowSid ?? null,
			studio_retry_count: configuration.autoCreation.studioRetryCount ?? null,
			webhook_url: configuration.autoCreation.webhookUrl ?? null,
			webhook_method: configuration.autoCreation.webhookMethod ?? null,
			webhook_filters: configuration.autoCreation.webhookFilters ?? null,
		},
		address_country: null,
		...dates(world),
		url: `https://${HOST}${COLLECTION}/${configuration.sid}`,
	});

	router.on('GET', HOST, '/v1/Configuration', () => ({
		status: 200,
		body: {
			account_sid: world.account.accountSid,
			default_chat_service_sid: world.defaultServiceSid,
			default_messaging_service_sid: null,
			default_inactive_timer: null,
			default_closed_timer: null,
			url: `https://${HOST}/v1/Configuration`,
			links: {},
		},
	}));
	router.on('GET', HOST, COLLECTION, (request) => {
		const all = [...world.addressConfigurations.values()];
		return classicPage(request, 'address_configurations', all.map(view));
	});
	router.on('POST', HOST, COLLECTION, (request) => {
		const form = readForm(request, createForm);
		const configuration: AddressConfiguration = {
			sid: sid('IG'),
			type: form.Type,
			address: form.Address,
			friendlyName: form.FriendlyName ?? '',
			autoCreation: autoCreation(form, request.form, { enabled: false, type: 'default' }),
		};
		world.addressConfigurations.set(configuration.sid, configuration);
		return { status: 201, body: view(configuration) };
	});
	router.on('GET', HOST, `${COLLECTION}/{key}`, (request, { key }) => ({
		status: 200,
		body: view(find(key, request.path)),
	}));
	router.on('POST', HOST, `${COLLECTION}/{key}`, (request, { key }) => {
		const configuration = find(key, request.path);
		const form = readForm(request, autoCreationForm);
		configuration.friendlyName = form.FriendlyName ?? configuration.friendlyName;
		configuration.autoCreation = autoCreation(form, request.form, configuration.autoCreation);
		return { status: 200, body: view(configuration) };
	});
	router.on('DELETE', HOST, `${COLLECTION}/{key}`, (request, { key }) => {
		world.addressConfigurations.delete(find(key, request.path).sid);
		return { status: 204 };
	});
}

/** Fields that the form leaves out stay, even those that only another type uses. */
function autoCreation(
	form: z.output<typeof autoCreationForm>,
	all: URLSearchParams,
	old: AddressConfiguration['autoCreation'],
): AddressConfiguration['autoCreation'] {
	const conversationServiceSid = form['AutoCreation.ConversationServiceSid'];
	const studioFlowSid = form['AutoCreation.StudioFlowSid'];
	const studioRetryCount = form['AutoCreation.StudioRetryCount'];
	const webhookUrl = form['AutoCreation.WebhookUrl'];
	const webhookMethod = form['AutoCreation.WebhookMethod'];
	const webhookFilters = all.getAll('AutoCreation.WebhookFilters');
	return {
		...old,
		enabled: form['AutoCreation.Enabled'] ?? old.enabled,
		type: form['AutoCreation.Type'] ?? old.type,
		...(conversationServiceSid !== undefined && { conversationServiceSid }),
		...(studioFlowSid !== undefined && { studioFlowSid }),
		...(studioRetryCount !== undefined && { studioRetryCount }),
		...(webhookUrl !== undefined && { webhookUrl }),
		...(webhookMethod !== undefined && { webhookMethod }),
		...(webhookFilters.length > 0 && { webhookFilters }),
	};
}
