/**
 * The account the emulator plays: a healthy Flex account, and methods that add what a scenario needs in a line each.
 * @module
 */
import { classicConversation, conversationWith } from './customers';
import { flexConfiguration, seed } from './healthy-account';
import type {
	Account,
	Call,
	Channel,
	ClassicConversation,
	Conversation,
	FlexConfiguration,
	ParticipantType,
} from './model';
import { sid } from './sids';
import { State } from './state';

export type * from './model';
export type { JournalEntry } from './state';

export class World extends State {
	readonly flexConfiguration: FlexConfiguration = flexConfiguration(this);

	constructor(account: Partial<Account> = {}) {
		super(account);
		seed(this);
	}

	/**
	 * A customer who chats with the AI: the ACTIVE v2 conversation with CUSTOMER and AI_AGENT, and the classic
	 * conversation it is bridged to, as they are just before the AI decides to hand off. The bridge creates the customer
	 * as `UNKNOWN` and TAC retypes them, best effort (its pull requests 19 and 23): without `type` it succeeded.
	 * @example world.addMessagingConversation({ channel: 'SMS', address: '+15005550123', name: 'Kim' })
	 */
	addMessagingConversation(customer: {
		channel: Exclude<Channel, 'VOICE' | 'VIDEO'>;
		address: string;
		name?: string;
		profileId?: string;
		type?: ParticipantType;
	}): { conversation: Conversation; classicConversation: ClassicConversation } {
		const classicConversation = this.addClassicConversation(sid('CH'), this.serviceSid, customer);
		const prefixes = { SMS: '', RCS: 'rcs:', WHATSAPP: 'whatsapp:' };
		const conversation = this.addConversation(
			{ ...customer, channelId: classicConversation.sid },
			customer.channel === 'CHAT' ? 'ai-agent' : prefixes[customer.channel] + this.phoneNumber,
		);
		return { conversation, classicConversation };
	}

	/** A customer on the phone with the AI: the call, and the v2 conversation whose addresses carry its SID. */
	addVoiceConversation(call: {
		callSid?: string;
		from: string;
		to?: string;
		direction?: Call['direction'];
		name?: string;
		profileId?: string;
	}): { conversation: Conversation; call: Call } {
		const { callSid = sid('CA'), from, to = this.phoneNumber, direction = 'inbound' } = call;
		const theCall: Call = this.calls.get(callSid) ?? {
			sid: callSid,
			from,
			to,
			direction,
			status: 'in-progress',
			dateCreated: new Date(),
			events: [],
		};
		this.calls.set(callSid, theCall);
		const [customer, agent] = direction === 'inbound' ? [from, to] : [to, from];
		const conversation = this.addConversation(
			{ ...call, channel: 'VOICE', address: customer, channelId: callSid },
			agent,
		);
		return { conversation, call: theCall };
	}

	/** A classic conversation with one customer: by identity in a chat, by address elsewhere. */
	addClassicConversation(
		conversationSid: string,
		serviceSid: string,
		customer: { channel: Channel; address: string; name?: string },
	): ClassicConversation {
		const conversation = classicConversation(this, conversationSid, serviceSid, customer);
		this.classicConversations.set(conversation.sid, conversation);
		return conversation;
	}

	private addConversation(
		customer: Parameters<typeof conversationWith>[1],
		agentAddress: string,
	): Conversation {
		const conversation = conversationWith(this, customer, agentAddress);
		this.conversations.set(conversation.id, conversation);
		return conversation;
	}
}
