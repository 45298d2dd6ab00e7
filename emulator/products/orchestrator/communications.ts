/**
 * Conversations v2: communications, and the action SEND_MESSAGE, with which TAC answers a customer.
 * Field names: twilio-node 6.2 `rest/conversations/v2/communication.d.ts` and `action.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import type { Router } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id, sid } from '../../core/sids';
import type { Communication, Conversation, World } from '../../core/world';
import { findConversation, HOST, reactivate, viewCommunication } from './lookup';
import type { StatusCallbacks } from './status-callbacks';

const reference = z.object({
	address: z.string().default(''),
	channel: z.string(),
	participantId: z.string().default(''),
});

const communicationBody = z.object({
	author: reference,
	recipients: z.array(reference),
	content: z.object({ type: z.enum(['TEXT', 'TRANSCRIPTION']), text: z.string() }),
	channelId: z.string().exactOptional(),
});

const actionBody = z.object({
	type: z.literal('SEND_MESSAGE'),
	payload: z.object({
		from: reference,
		to: z.array(reference).min(1),
		content: z.object({ text: z.string() }),
		channelSettings: z.looseObject({ channelId: z.string().exactOptional() }).exactOptional(),
	}),
});

const COLLECTION = '/v2/Conversations/{id}/Communications';

/** Communications: list (filter `channelId`), create. Actions: create, completed at once. */
export function addCommunications(router: Router, world: World, callbacks: StatusCallbacks): void {
	const store = (conversation: Conversation, fields: z.output<typeof communicationBody>): Communication => {
		const communication: Communication = {
			id: id('conv_communication'),
			conversationId: conversation.id,
			...fields,
			createdAt: new Date().toISOString(),
		};
		world.communications.set(communication.id, communication);
		world.log('Conversations', `${fields.author.address || 'participant'} said "${fields.content.text}"`);
		callbacks.communicationCreated(conversation, communication);
		reactivate(world, conversation);
		return communication;
	};
	const view = (communication: Communication) => viewCommunication(world, communication);

	router.on('GET', HOST, `${COLLECTION}{?channelId}`, (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		const channelId = request.query.get('channelId');
		const found = [...world.communications.values()].filter(
			(communication) =>
				communication.conversationId === conversation.id &&
				(channelId === null || communication.channelId === channelId),
		);
		return tokenPage(request, 'communications', found.map(view));
	});

	router.on('POST', HOST, COLLECTION, (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		return { status: 201, body: view(store(conversation, readJson(request, communicationBody))) };
	});

	router.on('POST', HOST, '/v2/Conversations/{id}/Actions', (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		const { type, payload } = readJson(request, actionBody);
		const { text } = payload.content;
		const author = named(conversation, payload.from);
		const recipients = payload.to.map((each) => named(conversation, each));
		const channelId = payload.channelSettings?.channelId ?? chatOf(conversation, recipients);
		const { id: communicationId, createdAt } = store(conversation, {
			author,
			recipients,
			content: { type: 'TEXT', text },
			...(channelId !== undefined && { channelId }),
		});
		deliver(world, channelId, author.address, text);
		return {
			status: 202,
			body: {
				id: id('conv_action'),
				type,
				status: 'COMPLETED',
				conversationId: conversation.id,
				related: { communicationId },
				createdAt,
				updatedAt: createdAt,
				completedAt: createdAt,
			},
		};
	});
}

type Reference = z.output<typeof reference>;

/** TAC names participants by their id alone; a communication has their addresses, too. */
function named({ participants }: Conversation, given: Reference): Reference {
	if (given.address !== '') return given;
	const { addresses = [] } = participants.find(({ id }) => id === given.participantId) ?? {};
	return { ...given, address: addresses.find(({ channel }) => channel === given.channel)?.address ?? '' };
}

/** The classic conversation of a recipient. */
function chatOf({ participants }: Conversation, recipients: readonly Reference[]): string | undefined {
	const recipient = participants.find(({ id }) =>
		recipients.some(({ participantId }) => participantId === id),
	);
	return recipient?.addresses.find(({ channelId }) => channelId?.startsWith('CH'))?.channelId;
}

/** The bridge writes the message into the customer's chat. A closed chat takes none. */
function deliver(world: World, conversationSid: string | undefined, author: string, body: string): void {
	const classic = world.classicConversations.get(conversationSid ?? '');
	if (!classic) return;
	if (classic.state === 'closed') world.log('Conversations', `${classic.sid} is closed: not delivered`);
	else classic.messages.push({ sid: sid('IM'), author, body, dateCreated: new Date() });
}
