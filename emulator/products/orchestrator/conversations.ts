/**
 * Conversations v2 (Conversation Orchestrator): conversations.
 * Field names: twilio-node 6.2 `rest/conversations/v2/conversation.d.ts`; what TAC 2.5 relies on: its
 * `context/conversation.py`.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import { invalidParameter, type Router, TwilioError } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import { holds } from '../../core/unknowns';
import type { Conversation, World } from '../../core/world';
import { findConversation, HOST, hasChannelId, viewConversation } from './lookup';
import { participantFields, toParticipant, viewParticipant } from './participants';
import type { StatusCallbacks } from './status-callbacks';

const status = z.enum(['ACTIVE', 'INACTIVE', 'CLOSED']);

/** At most 8 keys, values of at most 512 characters. */
const value = z.string().max(512);
const atMostEightKeys = [
	(metadata: object) => Object.keys(metadata).length <= 8,
	'at most 8 keys are allowed',
] as const;
const metadata = z.record(z.string(), value).refine(...atMostEightKeys);

const createBody = z.object({
	configurationId: z.string(),
	name: z.string().default(''),
	metadata: metadata.default({}),
	participants: z.array(participantFields).default([]),
});

const updateBody = z.object({ status, name: z.string().exactOptional(), metadata: metadata.exactOptional() });

const patchBody = z.object({
	status: status.exactOptional(),
	name: z.string().nullable().exactOptional(),
	/** `null` removes the key. */
	metadata: z.record(z.string(), value.nullable()).exactOptional(),
	configuration: z
		.object({
			statusCallbacks: z
				.array(z.object({ url: z.string(), method: z.string().default('POST') }))
				.nullable()
				.exactOptional(),
		})
		.exactOptional(),
});

/** Conversations: list, create, fetch, replace (PUT), merge (PATCH). */
export function addConversations(router: Router, world: World, callbacks: StatusCallbacks): void {
	router.on('GET', HOST, '/v2/Conversations{?status,channelId}', (request) => {
		const statuses = request.query.getAll('status').flatMap((list) => list.split(','));
		const channelId = request.query.get('channelId');
		const found = [...world.conversations.values()].filter(
			(conversation) =>
				(statuses.length === 0 || statuses.includes(conversation.status)) &&
				(channelId === null || hasChannelId(conversation, channelId)),
		);
		return tokenPage(
			request,
			'conversations',
			found.map((each) => (holds(world, 'orchestrator-list') ? viewListed(each) : viewConversation(each))),
		);
	});

	router.on('POST', HOST, '/v2/Conversations', (request) => {
		const body = readJson(request, createBody);
		const configuration = world.configurations.get(body.configurationId);
		if (!configuration)
			throw invalidParameter(`Invalid configurationId: ${body.configurationId} does not exist`);
		const participants = body.participants.map(toParticipant);
		refuseDuplicate(world, body.configurationId, participants);
		const now = new Date().toISOString();
		const conversation: Conversation = {
			id: id('conv_conversation'),
			accountId: world.account.accountSid,
			configurationId: body.configurationId,
			status: 'ACTIVE',
			name: body.name,
			metadata: body.metadata,
			configuration: structuredClone(configuration),
			participants,
			createdAt: now,
			updatedAt: now,
		};
		world.conversations.set(conversation.id, conversation);
		return {
			status: 201,
			body: {
				...viewConversation(conversation),
				participants: participants.map((participant) => viewParticipant(conversation, participant)),
			},
		};
	});

	router.on('GET', HOST, '/v2/Conversations/{id}', (request, params) => ({
		status: 200,
		body: viewConversation(findConversation(world, params.id, request.path)),
	}));

	router.on('PUT', HOST, '/v2/Conversations/{id}', (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		const body = readJson(request, updateBody);
		setStatus(world, conversation, body.status);
		conversation.name = body.name ?? '';
		conversation.metadata = body.metadata ?? {};
		callbacks.conversationUpdated(touch(conversation));
		return { status: 200, body: viewConversation(conversation) };
	});

	router.on('PATCH', HOST, '/v2/Conversations/{id}', (request, params) => {
		const conversation = findConversation(world, params.id, request.path);
		const body = readJson(request, patchBody);
		const merged = merge(conversation.metadata, body.metadata ?? {});
		if (body.status) setStatus(world, conversation, body.status);
		if (body.name !== undefined) conversation.name = body.name ?? '';
		conversation.metadata = merged;
		const wanted = body.configuration?.statusCallbacks;
		if (wanted !== undefined) {
			// Only this conversation's copy changes; the configuration itself keeps its callbacks.
			conversation.configuration = { ...conversation.configuration, statusCallbacks: wanted ?? [] };
			world.log('Conversations', `${conversation.id} has ${wanted?.length ?? 0} status callbacks`);
		}
		callbacks.conversationUpdated(touch(conversation));
		return { status: 200, body: viewConversation(conversation) };
	});
}

/**
 * A list leaves out when a conversation began and changed (github.com/twilio/ai, twilio-conversation-orchestrator: "List
 * endpoints return partial data"). GUESS(orchestrator-list): only that. One list of a live account would settle it.
 */
function viewListed({ createdAt: _created, updatedAt: _updated, ...conversation }: Conversation) {
	const { participants: _, ...shown } = conversation;
	return shown;
}

function touch(conversation: Conversation): Conversation {
	conversation.updatedAt = new Date().toISOString();
	return conversation;
}

/**
 * Changes a conversation's status, and says so to those who follow the world's events.
 *
 * "CLOSED: Finalized and immutable." https://www.twilio.com/docs/conversations/orchestrator/concepts/lifecycle
 * @throws TwilioError 409 when it is CLOSED
 */
export function setStatus(world: World, conversation: Conversation, next: Conversation['status']): void {
	if (conversation.status === 'CLOSED' && next !== 'CLOSED') {
		// GUESS(orchestrator-closed-code): the status and code of this refusal; reopening a closed conversation on an
		// account would settle it.
		throw new TwilioError(409, 20409, `Conversation ${conversation.id} is CLOSED and cannot be changed`);
	}
	if (conversation.status === next) return;
	conversation.status = next;
	if (next === 'INACTIVE') world.inactiveAt.set(conversation.id, Date.now());
	world.log('Conversations', `${conversation.id} is ${next}`);
	world.events.emit('conversationStatus', conversation);
}

function merge(old: Record<string, string>, patch: Record<string, string | null>): Record<string, string> {
	const merged: Record<string, string> = {};
	for (const [key, text] of Object.entries({ ...old, ...patch })) if (text !== null) merged[key] = text;
	const [fits, message] = atMostEightKeys;
	if (!fits(merged)) throw invalidParameter(`Invalid parameter metadata: ${message}`);
	return merged;
}

/**
 * Refuses a second open conversation between the same addresses: 409, with the header in which TAC finds the first one's
 * id (`create_or_reuse_conversation`). Only grouping by address and channel is emulated.
 */
function refuseDuplicate(
	world: World,
	configurationId: string,
	participants: Conversation['participants'],
): void {
	const key = addressKey(participants);
	if (key === '') return;
	for (const other of world.conversations.values()) {
		if (other.status === 'CLOSED' || other.configurationId !== configurationId) continue;
		if (addressKey(other.participants) !== key) continue;
		throw new TwilioError(409, 20409, 'A conversation with these participants already exists', {
			'x-conflicting-resource-id': other.id,
		});
	}
}

function addressKey(participants: Conversation['participants']): string {
	const addresses = participants.flatMap((participant) => participant.addresses);
	return addresses
		.map(({ channel, address }) => `${channel} ${address}`)
		.sort()
		.join('\n');
}
