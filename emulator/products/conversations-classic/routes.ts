/**
 * Conversations (classic, v1): services, and conversations with their participants, webhooks and messages.
 * Field names: twilio-node 6.2 `rest/conversations/v1/{service,conversation}.d.ts` and
 * `rest/conversations/v1/service/conversation/*.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { collections, dates, unset } from '../../core/fields';
import {
	findOr404,
	notFound,
	type PathParams,
	type Router,
	TwilioError,
	type TwilioRequest,
} from '../../core/http';
import { classicPage } from '../../core/paging';
import { isWanted } from '../../core/query';
import { sid } from '../../core/sids';
import type { ClassicConversation, World } from '../../core/world';
import { HOST, hasChannelId, reactivate } from '../orchestrator/lookup';
import { addAddressConfigurations } from './address-configurations';

const SERVICE = '/v1/Services/{service}';
const CONVERSATIONS = '/v1/Conversations';
const IN_SERVICE = `${SERVICE}/Conversations/{conversation}`;

const IN_A_SERVICE = [
	'conversations',
	'users',
	'roles',
	'bindings',
	'configuration',
	'participant_conversations',
];
const IN_A_CONVERSATION = ['participants', 'messages', 'webhooks'];

const messageForm = z.object({ Author: z.string().default('system'), Body: z.string().default('') });

/**
 * Services: list, fetch. Conversations: list and fetch, and in a service fetch. Their participants and webhooks: list.
 * Their messages: create.
 */
export function addConversationsClassic(router: Router, world: World): void {
	const { accountSid } = world.account;
	addAddressConfigurations(router, world);

	const viewService = (service: { sid: string; friendlyName: string }) => ({
		account_sid: accountSid,
		sid: service.sid,
		friendly_name: service.friendlyName,
		...dates(world),
		url: `https://${HOST}/v1/Services/${service.sid}`,
		links: collections(`https://${HOST}/v1/Services/${service.sid}`, IN_A_SERVICE),
	});
	router.on('GET', HOST, '/v1/Services', (request) =>
		classicPage(request, 'services', [...world.classicServices.values()].map(viewService)),
	);
	router.on('GET', HOST, SERVICE, ({ path }, { service }) => ({
		status: 200,
		body: viewService(findOr404(world.classicServices, service, path)),
	}));

	const view = (conversation: ClassicConversation) => ({
		account_sid: accountSid,
		chat_service_sid: conversation.serviceSid,
		messaging_service_sid: null,
		sid: conversation.sid,
		friendly_name: conversation.friendlyName,
		unique_name: null,
		attributes: conversation.attributes,
		state: conversation.state,
		timers: {},
		bindings: {},
		...dates(conversation),
		url: `https://${HOST}${CONVERSATIONS}/${conversation.sid}`,
		links: collections(`https://${HOST}${CONVERSATIONS}/${conversation.sid}`, IN_A_CONVERSATION),
	});
	router.on('GET', HOST, CONVERSATIONS, (request) => {
		const from = dayOf(request, 'StartDate') ?? '';
		const to = dayOf(request, 'EndDate') ?? '9999';
		const found = [...world.classicConversations.values()].filter(({ state, dateCreated }) => {
			const day = dateCreated.toISOString().slice(0, 10);
			return isWanted(request, { State: state }) && day >= from && day <= to;
		});
		return classicPage(request, 'conversations', found.map(view));
	});
	router.on('GET', HOST, `${CONVERSATIONS}/{conversation}`, ({ path }, { conversation }) => ({
		status: 200,
		body: view(findOr404(world.classicConversations, conversation, path)),
	}));

	const find = ({ path }: TwilioRequest, params: PathParams): ClassicConversation => {
		const conversation = findOr404(world.classicConversations, params.conversation, path);
		if (conversation.serviceSid !== params.service) throw notFound(path);
		return conversation;
	};
	/** What participants, messages and webhooks have in common. */
	const member = (conversation: ClassicConversation, collection: string, sid: string) => ({
		account_sid: accountSid,
		chat_service_sid: conversation.serviceSid,
		conversation_sid: conversation.sid,
		sid,
		...dates(conversation),
		url: `https://${HOST}${CONVERSATIONS}/${conversation.sid}/${collection}/${sid}`,
	});
	router.on('GET', HOST, IN_SERVICE, (request, params) => ({
		status: 200,
		body: view(find(request, params)),
	}));
	router.on('GET', HOST, `${IN_SERVICE}/Participants`, (request, params) => {
		const conversation = find(request, params);
		const views = conversation.participants.map(({ sid, identity, address, proxyAddress }) => ({
			...member(conversation, 'Participants', sid),
			identity,
			attributes: '{}',
			messaging_binding: address && { type: bindingType(address), address, proxy_address: proxyAddress },
			...unset('role_sid', 'last_read_message_index', 'last_read_timestamp'),
		}));
		return classicPage(request, 'participants', views);
	});
	router.on('GET', HOST, `${IN_SERVICE}/Webhooks`, (request, params) => {
		const conversation = find(request, params);
		const views = conversation.webhooks.map(({ sid, target, configuration }) => ({
			...member(conversation, 'Webhooks', sid),
			target,
			configuration,
		}));
		return classicPage(request, 'webhooks', views);
	});
	router.on('POST', HOST, `${IN_SERVICE}/Messages`, (request, params) => {
		const conversation = find(request, params);
		if (conversation.state === 'closed') {
			// https://www.twilio.com/docs/api/errors/50377. GUESS(classic-closed-status): the status; a message to a closed
			// one would settle it.
			throw new TwilioError(400, 50377, "Can't update conversation as it's in final closed state");
		}
		const form = readForm(request, messageForm);
		const message = { sid: sid('IM'), author: form.Author, body: form.Body, dateCreated: new Date() };
		const index = conversation.messages.push(message) - 1;
		conversation.dateUpdated = new Date();
		const shown = member(conversation, 'Messages', message.sid);
		const { url } = shown;
		// The bridge captures it.
		for (const each of world.conversations.values()) {
			if (hasChannelId(each, conversation.sid)) reactivate(world, each);
		}
		world.log('Conversations', `${form.Author} wrote "${form.Body}" in ${conversation.sid}`);
		return {
			status: 201,
			body: {
				...shown,
				...dates({ dateCreated: conversation.dateUpdated }),
				index,
				author: message.author,
				body: message.body,
				attributes: '{}',
				...unset('media', 'participant_sid', 'delivery', 'content_sid'),
				links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
			},
		};
	});
}

/** A day as the query has it, `2026-07-01`. */
function dayOf({ query }: TwilioRequest, name: string): string | undefined {
	return query.get(name)?.slice(0, 10);
}

function bindingType(address: string): string {
	return address.match(/^(whatsapp|rcs|messenger):/)?.[1] ?? 'sms';
}
