/**
 * Conversations v2: participants.
 * Field names: twilio-node 6.2 `rest/conversations/v2/participant.d.ts`; TAC 2.5 (`models/conversation.py`) also
 * requires `accountId` and a `name` that is a string.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import { notFound, type Router } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import type { Conversation, Participant, World } from '../../core/world';
import { findConversation, HOST } from './lookup';

const addresses = z.array(
	z.object({
		channel: z.enum(['VOICE', 'SMS', 'RCS', 'WHATSAPP', 'CHAT', 'VIDEO']),
		address: z.string().min(1).max(254),
		channelId: z.string().exactOptional(),
	}),
);

/** A participant in a request. */
export const participantFields = z.object({
	name: z.string().default(''),
	type: z.enum(['CUSTOMER', 'AI_AGENT', 'HUMAN_AGENT', 'AGENT', 'UNKNOWN']).default('UNKNOWN'),
	profileId: z.string().exactOptional(),
	addresses: addresses.default([]),
});

/** A participant who joins by a request of its own needs an address. */
const joining = participantFields.extend({ addresses });

const COLLECTION = '/v2/Conversations/{id}/Participants';

/** Participants of a conversation: list, create, replace (PUT). */
export function addParticipants(router: Router, world: World): void {
	router.on('GET', HOST, COLLECTION, (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		const views = conversation.participants.map((participant) => viewParticipant(conversation, participant));
		return tokenPage(request, 'participants', views);
	});

	router.on('POST', HOST, COLLECTION, (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		const participant = toParticipant(readJson(request, joining));
		conversation.participants.push(participant);
		return { status: 201, body: viewParticipant(conversation, participant) };
	});

	router.on('PUT', HOST, `${COLLECTION}/{participantId}`, (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		const index = conversation.participants.findIndex(({ id }) => id === params.participantId);
		const old = conversation.participants[index];
		if (!old) throw notFound(request.path);
		// PUT replaces: fields that the body leaves out are lost (TAC's `update_participant` sends everything).
		const replacement = { ...toParticipant(readJson(request, participantFields)), id: old.id };
		conversation.participants[index] = replacement;
		return { status: 200, body: viewParticipant(conversation, replacement) };
	});
}

/** A new participant from a request's fields. */
export function toParticipant(fields: z.output<typeof participantFields>): Participant {
	return { id: id('conv_participant'), ...fields };
}

/** A participant in a response. */
export function viewParticipant(conversation: Conversation, participant: Participant) {
	return {
		...participant,
		conversationId: conversation.id,
		accountId: conversation.accountId,
		createdAt: conversation.createdAt,
		updatedAt: conversation.updatedAt,
	};
}
