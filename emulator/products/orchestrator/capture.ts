/**
 * A customer's message comes in: the classic conversation it belongs to, Orchestrator's capture of it, and the callback.
 * @module
 */
import { classicConversation, conversationWith } from '../../core/customers';
import { id, sid } from '../../core/sids';
import type { Channel, ClassicConversation, Communication, Conversation, World } from '../../core/world';
import { reactivate } from './lookup';
import type { StatusCallbacks } from './status-callbacks';

export interface IncomingMessage {
	readonly channel: Exclude<Channel, 'VOICE' | 'VIDEO'>;
	/** `+1…`, `whatsapp:+1…`, `rcs:…`; in a web chat the visitor's identity. */
	readonly address: string;
	readonly name?: string;
	readonly text: string;
}

/**
 * @example
 * const { conversation } = capture.receive({ channel: 'SMS', address: '+15005550123', text: 'Hello' });
 */
export class Capture {
	constructor(
		private readonly world: World,
		private readonly callbacks: StatusCallbacks,
	) {}

	/**
	 * Takes a message. The first one opens both conversations: the classic one, as the account's address configuration does,
	 * and the v2 one that is bridged to it, in which the bridge creates the customer as UNKNOWN and no agent (cases that
	 * TAC's `_reconcile_participants` lists).
	 */
	receive(message: IncomingMessage): { classic: ClassicConversation; conversation: Conversation } {
		const { channel, address, text } = message;
		const classic = this.openClassic(message);
		const conversation = this.openConversation(message, classic.sid);
		classic.messages.push({ sid: sid('IM'), author: address, body: text, dateCreated: new Date() });
		const reference = (participant: Conversation['participants'][number] | undefined, at: string) => ({
			address: at,
			channel,
			participantId: participant?.id ?? '',
		});
		const { participants } = conversation;
		const customer = participants.find(({ addresses }) => addresses.some((each) => each.address === address));
		const agent = participants.find(({ type }) => type === 'AI_AGENT');
		const communication: Communication = {
			id: id('conv_communication'),
			conversationId: conversation.id,
			author: reference(customer, address),
			recipients: agent ? [reference(agent, agent.addresses[0]?.address ?? '')] : [],
			content: { type: 'TEXT', text },
			channelId: classic.sid,
			createdAt: new Date().toISOString(),
		};
		this.world.communications.set(communication.id, communication);
		this.world.log('Orchestrator', `the customer wrote "${text}" in ${conversation.id}`);
		this.callbacks.communicationCreated(conversation, communication);
		reactivate(this.world, conversation);
		return { classic, conversation };
	}

	private openClassic({ text: _, ...customer }: IncomingMessage): ClassicConversation {
		const { classicConversations, serviceSid } = this.world;
		const known = [...classicConversations.values()].find(
			({ state, participants }) =>
				state !== 'closed' &&
				participants.some(({ address, identity }) => (address ?? identity) === customer.address),
		);
		const conversation = known ?? classicConversation(this.world, sid('CH'), serviceSid, customer);
		classicConversations.set(conversation.sid, conversation);
		return conversation;
	}

	private openConversation({ text: _, ...customer }: IncomingMessage, channelId: string): Conversation {
		const { conversations } = this.world;
		const known = [...conversations.values()].find(
			({ status, participants }) =>
				status !== 'CLOSED' &&
				participants.some(({ addresses }) => addresses.some((each) => each.channelId === channelId)),
		);
		if (known) return known;
		const opened = conversationWith(this.world, { ...customer, channelId, type: 'UNKNOWN' }, undefined);
		conversations.set(opened.id, opened);
		this.world.log('Orchestrator', `opened conversation ${opened.id} for ${channelId}`);
		return opened;
	}
}
