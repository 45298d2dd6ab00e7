/**
 * Customers in the middle of a conversation with the virtual agent, in both Conversations APIs.
 * @module
 */
import type { Channel, ClassicConversation, Conversation, Participant, ParticipantType } from './model';
import { id, sid } from './sids';
import type { State } from './state';

interface Customer {
	readonly channel: Channel;
	readonly address: string;
	readonly name?: string;
}

/** A classic conversation with one customer: by identity in a chat, by address elsewhere. */
export function classicConversation(
	state: State,
	conversationSid: string,
	serviceSid: string,
	customer: Customer,
): ClassicConversation {
	const isChat = customer.channel === 'CHAT';
	const now = new Date();
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
				proxyAddress: isChat ? null : state.phoneNumber,
			},
		],
		messages: [],
		webhooks: [],
		dateCreated: now,
		dateUpdated: now,
	};
}

/**
 * An ACTIVE v2 conversation of a customer and the virtual agent, under the account's configuration.
 * @param agentAddress without it the agent is no participant yet
 */
export function conversationWith(
	state: State,
	customer: Customer & {
		readonly channelId: string;
		readonly profileId?: string;
		readonly type?: ParticipantType;
	},
	agentAddress: string | undefined,
): Conversation {
	const { channel, address, channelId } = customer;
	const now = new Date().toISOString();
	const pinned = state.configurations.get(state.configurationId);
	return {
		id: id('conv_conversation'),
		accountId: state.account.accountSid,
		configurationId: state.configurationId,
		status: 'ACTIVE',
		name: '',
		metadata: {},
		// A conversation pins the configuration it started with: later writes do not change it.
		...(pinned && { configuration: structuredClone(pinned) }),
		participants: [
			...(agentAddress === undefined ? [] : [agentAt(channel, agentAddress, channelId)]),
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

function agentAt(channel: Channel, address: string, channelId: string): Participant {
	const addresses = [{ channel, address, ...(channel === 'VOICE' && { channelId }) }];
	return { id: id('conv_participant'), type: 'AI_AGENT', name: 'Ava', addresses };
}
