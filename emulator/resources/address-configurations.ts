/**
 * Conversations (classic, v1): address configurations, which decide where a customer's first message goes.
 * Field names: twilio-node 6.2 `rest/conversations/v1/addressConfiguration.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../body';
import { notFound, type Router } from '../http';
import { classicPage } from '../paging';
import { sid } from '../sids';
import type { AddressConfiguration, World } from '../world';
import { HOST } from './conversations';

const autoCreationForm = z.object({
	FriendlyName: z.string().exactOptional(),
	'AutoCreation.Enabled': z.stringbool().exactOptional(),
	'AutoCreation.Type': z.enum(['studio', 'webhook', 'default']).exactOptional(),
	'AutoCreation.ConversationServiceSid': z.string().exactOptional(),
	'AutoCreation.StudioFlowSid': z.string().exactOptional(),
});
const createForm = autoCreationForm.extend({
	Type: z.enum(['sms', 'whatsapp', 'messenger', 'gbm', 'email', 'rcs', 'apple', 'chat']),
	Address: z.string().min(1),
});

const COLLECTION = '/v1/Configuration/Addresses';

/** Address configurations: list (filter `Type`), create, fetch, update, delete. A path takes the SID or the address. */
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
		},
		url: `https://${HOST}${COLLECTION}/${configuration.sid}`,
	});

	router.on('GET', HOST, COLLECTION, (request) => {
		const type = request.query.get('Type');
		const all = [...world.addressConfigurations.values()];
		const found = all.filter((configuration) => type === null || configuration.type === type);
		return classicPage(request, 'address_configurations', found.map(view));
	});
	router.on('POST', HOST, COLLECTION, (request) => {
		const form = readForm(request, createForm);
		const configuration: AddressConfiguration = {
			sid: sid('IG'),
			type: form.Type,
			address: form.Address,
			friendlyName: form.FriendlyName ?? '',
			autoCreation: autoCreation(form, { enabled: false, type: 'default' }),
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
		configuration.autoCreation = autoCreation(form, configuration.autoCreation);
		return { status: 200, body: view(configuration) };
	});
	router.on('DELETE', HOST, `${COLLECTION}/{key}`, (request, { key }) => {
		world.addressConfigurations.delete(find(key, request.path).sid);
		return { status: 204 };
	});
}

function autoCreation(
	form: z.output<typeof autoCreationForm>,
	old: AddressConfiguration['autoCreation'],
): AddressConfiguration['autoCreation'] {
	const conversationServiceSid = form['AutoCreation.ConversationServiceSid'] ?? old.conversationServiceSid;
	const studioFlowSid = form['AutoCreation.StudioFlowSid'] ?? old.studioFlowSid;
	return {
		enabled: form['AutoCreation.Enabled'] ?? old.enabled,
		type: form['AutoCreation.Type'] ?? old.type,
		...(conversationServiceSid !== undefined && { conversationServiceSid }),
		...(studioFlowSid !== undefined && { studioFlowSid }),
	};
}
