/**
 * Conversations v2: communications, and the action SEND_MESSAGE, with which TAC answers a customer.
 * Field names: twilio-node 6.2 `rest/conversations/v2/communication.d.ts` and `action.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import type { Router } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import type { Communication, Conversation, World } from '../../core/world';
import { findConversation, HOST } from './lookup';

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
	}),
});

const COLLECTION = '/v2/Conversations/{id}/Communications';

/** Communications: list (filter `channelId`), create. Actions: create, completed at once. */
export function addCommunications(router: Router, world: World): void {
	const store = (conversation: Conversation, fields: z.output<typeof communicationBody>): Communication => {
		const communication: Communication = {
			id: id('conv_communication'),
			conversationId: conversation.id,
			...fields,
			createdAt: new Date().toISOString(),
		};
		world.communications.set(communication.id, communication);
		world.log('Conversations', `${fields.author.address || 'participant'} said "${fields.content.text}"`);
		return communication;
	};
	const view = (communication: Communication) => ({
		...communication,
		accountId: world.account.accountSid,
		updatedAt: communication.createdAt,
		occurredAt: communication.createdAt,
	});

	router.on('GET', HOST, COLLECTION, (request, params) => {
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
		const { id: communicationId, createdAt } = store(conversation, {
			author: payload.from,
			recipients: payload.to,
			content: { type: 'TEXT', text: payload.content.text },
		});
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
