/**
 * Customers in the middle of a conversation with the virtual agent, as the two Conversations APIs have them.
 * @module
 */
import type { Channel, ClassicConversation, Conversation, ParticipantType } from './model';
import { id, sid } from './sids';
import type { World } from './world';

interface Customer {
	readonly channel: Channel;
	readonly address: string;
	readonly name?: string;
}

/** A classic conversation with one customer, reached as its channel is: by address, or by identity in a chat. */
export function classicConversation(
	world: World,
	conversationSid: string,
	serviceSid: string,
	customer: Customer,
): ClassicConversation {
	const isChat = customer.channel === 'CHAT';
	return {
		sid: conversationSid,
		serviceSid,
		state: 'active',
		friendlyName: customer.name ?? customer.address,
		attributes: '{}',
		participants: [
			{
				sid: sid('MB'),
				identity: isChat ? customer.address : null,
				address: isChat ? null : customer.address,
				proxyAddress: isChat ? null : world.phoneNumber,
			},
		],
		messages: [],
		webhooks: [],
	};
}

/** An ACTIVE v2 conversation of a customer and the virtual agent, under the world's configuration. */
export function conversationWith(
	world: World,
	customer: Customer & {
		readonly channelId: string;
		readonly profileId?: string;
		readonly type?: ParticipantType;
	},
	agentAddress: string,
): Conversation {
	const { channel, address, channelId } = customer;
	const now = new Date().toISOString();
	const pinned = world.configurations.get(world.configurationId);
	return {
		id: id('conv_conversation'),
		accountId: world.account.accountSid,
		configurationId: world.configurationId,
		status: 'ACTIVE',
		name: '',
		metadata: {},
		// A conversation keeps the configuration it started with, whatever is written to it later.
		...(pinned && { configuration: structuredClone(pinned) }),
		participants: [
			{
				id: id('conv_participant'),
				type: 'AI_AGENT',
				name: 'Ava',
				addresses: [{ channel, address: agentAddress, ...(channel === 'VOICE' && { channelId }) }],
			},
			{
				id: id('conv_participant'),
				type: customer.type ?? 'CUSTOMER',
				name: customer.name ?? '',
				...(customer.profileId !== undefined && { profileId: customer.profileId }),
				addresses: [{ channel, address, channelId }],
			},
		],
		createdAt: now,
		updatedAt: now,
	};
}
