/**
 * Conversations (classic, v1): services, and conversations with their messages.
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
 * Services: fetch. Conversations: fetch, also in a service. Their messages: create.
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
	router.on('GET', HOST, `${CONVERSATIONS}/{conversation}`, ({ path }, { conversation }) => ({
		status: 200,
		body: view(findOr404(world.classicConversations, conversation, path)),
	}));

	const find = ({ path }: TwilioRequest, params: PathParams): ClassicConversation => {
		const conversation = findOr404(world.classicConversations, params.conversation, path);
		if (conversation.serviceSid !== params.service) throw notFound(path);
		return conversation;
	};
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
