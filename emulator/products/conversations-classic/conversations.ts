/**
 * Conversations (classic, v1): services and conversations, with their participants, webhooks and messages, under a
 * service and without one. Field names: twilio-node 6.2 `rest/conversations/v1/service/conversation*.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import {
	invalidParameter,
	notFound,
	type PathParams,
	type Router,
	type TwilioRequest,
} from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { ClassicConversation, World } from '../../core/world';
import { HOST } from '../orchestrator/views';
import { parseObject } from '../taskrouter/create-task';
import { memberOf, viewMessage, viewParticipant, viewWebhook } from './views';

const updateForm = z.object({
	FriendlyName: z.string().exactOptional(),
	Attributes: z.string().exactOptional(),
	State: z.enum(['active', 'inactive', 'closed']).exactOptional(),
});
const participantForm = z.object({
	Identity: z.string().default(''),
	'MessagingBinding.Address': z.string().default(''),
	'MessagingBinding.ProxyAddress': z.string().default(''),
});
const webhookForm = z.object({
	Target: z.enum(['webhook', 'trigger', 'studio']),
	'Configuration.Url': z.string().exactOptional(),
	'Configuration.Method': z.string().exactOptional(),
	'Configuration.FlowSid': z.string().exactOptional(),
});
const messageForm = z.object({ Author: z.string().default('system'), Body: z.string().default('') });

/** Services: list, fetch. Conversations and what is in them, scoped to a service and unscoped alike. */
export function addConversationsV1(router: Router, world: World): void {
	const account_sid = world.account.accountSid;
	const viewService = (service: { sid: string; friendlyName: string }) => ({
		account_sid,
		sid: service.sid,
		friendly_name: service.friendlyName,
		url: `https://${HOST}/v1/Services/${service.sid}`,
	});
	router.on('GET', HOST, '/v1/Services', (request) =>
		classicPage(request, 'services', [...world.classicServices.values()].map(viewService)),
	);
	router.on('GET', HOST, '/v1/Services/{service}', (request, params) => {
		const service = world.classicServices.get(params.service ?? '');
		if (!service) throw notFound(request.path);
		return { status: 200, body: viewService(service) };
	});
	addConversations(router, world, '/v1/Services/{service}/Conversations');
	addConversations(router, world, '/v1/Conversations');
}

function addConversations(router: Router, world: World, collection: string): void {
	const account_sid = world.account.accountSid;
	const find = (request: TwilioRequest, params: PathParams): ClassicConversation => {
		const conversation = world.classicConversations.get(params.conversation ?? '');
		const elsewhere = params.service !== undefined && conversation?.serviceSid !== params.service;
		if (!conversation || elsewhere) throw notFound(request.path);
		return conversation;
	};
	const view = (conversation: ClassicConversation) => ({
		account_sid,
		chat_service_sid: conversation.serviceSid,
		messaging_service_sid: null,
		sid: conversation.sid,
		friendly_name: conversation.friendlyName,
		unique_name: null,
		attributes: conversation.attributes,
		state: conversation.state,
		timers: {},
		bindings: null,
		url: `https://${HOST}/v1/Conversations/${conversation.sid}`,
	});
	const one = `${collection}/{conversation}`;

	router.on('GET', HOST, collection, (request, params) => {
		const all = [...world.classicConversations.values()];
		const found = all.filter(({ serviceSid }) => serviceSid === (params.service ?? serviceSid));
		return classicPage(request, 'conversations', found.map(view));
	});
	router.on('GET', HOST, one, (request, params) => ({ status: 200, body: view(find(request, params)) }));
	router.on('POST', HOST, one, (request, params) => {
		const conversation = find(request, params);
		const form = readForm(request, updateForm);
		if (form.Attributes !== undefined) parseObject('Attributes', form.Attributes);
		conversation.attributes = form.Attributes ?? conversation.attributes;
		conversation.friendlyName = form.FriendlyName ?? conversation.friendlyName;
		conversation.state = form.State ?? conversation.state;
		return { status: 200, body: view(conversation) };
	});

	router.on('GET', HOST, `${one}/Participants`, (request, params) => {
		const conversation = find(request, params);
		const views = conversation.participants.map((participant) =>
			viewParticipant(account_sid, conversation, participant),
		);
		return classicPage(request, 'participants', views);
	});
	router.on('POST', HOST, `${one}/Participants`, (request, params) => {
		const conversation = find(request, params);
		const form = readForm(request, participantForm);
		if (!form.Identity && !form['MessagingBinding.Address']) {
			throw invalidParameter('Identity or MessagingBinding.Address is required');
		}
		const participant = {
			sid: sid('MB'),
			identity: form.Identity || null,
			address: form['MessagingBinding.Address'] || null,
			proxyAddress: form['MessagingBinding.ProxyAddress'] || null,
		};
		conversation.participants.push(participant);
		return { status: 201, body: viewParticipant(account_sid, conversation, participant) };
	});

	router.on('GET', HOST, `${one}/Webhooks`, (request, params) => {
		const conversation = find(request, params);
		const views = conversation.webhooks.map((webhook) => viewWebhook(account_sid, conversation, webhook));
		return classicPage(request, 'webhooks', views);
	});
	router.on('POST', HOST, `${one}/Webhooks`, (request, params) => {
		const conversation = find(request, params);
		const form = readForm(request, webhookForm);
		if (form.Target === 'studio' && !form['Configuration.FlowSid']) {
			throw invalidParameter('Configuration.FlowSid is required for a studio webhook');
		}
		const configuration: Record<string, unknown> = {
			url: form['Configuration.Url'] ?? null,
			method: form['Configuration.Method'] ?? null,
			filters: request.form.getAll('Configuration.Filters'),
			flow_sid: form['Configuration.FlowSid'] ?? null,
		};
		const webhook = { sid: sid('WH'), target: form.Target, configuration };
		conversation.webhooks.push(webhook);
		return { status: 201, body: viewWebhook(account_sid, conversation, webhook) };
	});
	router.on('GET', HOST, `${one}/Webhooks/{webhook}`, (request, params) => {
		const conversation = find(request, params);
		const webhook = memberOf(conversation.webhooks, params.webhook, request.path);
		return { status: 200, body: viewWebhook(account_sid, conversation, webhook) };
	});
	router.on('DELETE', HOST, `${one}/Webhooks/{webhook}`, (request, params) => {
		const conversation = find(request, params);
		const webhook = memberOf(conversation.webhooks, params.webhook, request.path);
		conversation.webhooks.splice(conversation.webhooks.indexOf(webhook), 1);
		return { status: 204 };
	});

	router.on('GET', HOST, `${one}/Messages`, (request, params) => {
		const conversation = find(request, params);
		const views = conversation.messages.map((message) => viewMessage(account_sid, conversation, message));
		return classicPage(request, 'messages', views);
	});
	router.on('POST', HOST, `${one}/Messages`, (request, params) => {
		const conversation = find(request, params);
		const form = readForm(request, messageForm);
		const message = { sid: sid('IM'), author: form.Author, body: form.Body };
		conversation.messages.push(message);
		world.log('Conversations', `${form.Author} wrote "${form.Body}" in ${conversation.sid}`);
		return { status: 201, body: viewMessage(account_sid, conversation, message) };
	});
}
