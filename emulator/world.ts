/**
 * The account the emulator pretends to be: every resource it knows, in plain maps that tests may read and
 * change. `World` makes a healthy Flex account; its methods add what a scenario needs in a line each.
 * @module
 */
import type {
	Account,
	AddressConfiguration,
	Call,
	Channel,
	ClassicConversation,
	Communication,
	Configuration,
	Conversation,
	Execution,
	Flow,
	Interaction,
	Participant,
	Task,
	TaskQueue,
} from './model';
import { Serverless } from './serverless/model';
import { id, sid } from './sids';
import { parseUpstream } from './upstream';

export type * from './model';

/** One line of what happened: who did what, when. The demo prints these. */
export interface JournalEntry {
	readonly at: number;
	readonly who: string;
	readonly what: string;
}

export class World {
	readonly account: Account;
	readonly configurations = new Map<string, Configuration>();
	readonly conversations = new Map<string, Conversation>();
	readonly communications = new Map<string, Communication>();
	readonly classicServices = new Map<string, { sid: string; friendlyName: string }>();
	readonly classicConversations = new Map<string, ClassicConversation>();
	readonly addressConfigurations = new Map<string, AddressConfiguration>();
	readonly flows = new Map<string, Flow>();
	readonly executions = new Map<string, Execution>();
	readonly workflows = new Map<string, { sid: string; friendlyName: string }>();
	readonly taskQueues = new Map<string, TaskQueue>();
	readonly taskChannels = new Map<string, { sid: string; uniqueName: string; friendlyName: string }>();
	readonly tasks = new Map<string, Task>();
	readonly interactions = new Map<string, Interaction>();
	readonly calls = new Map<string, Call>();
	/** What Studio's Send Message widget sent, oldest first. */
	readonly messages: { from: string; to: string; body: string }[] = [];
	readonly syncDocuments = new Map<
		string,
		{ sid: string; uniqueName: string | null; data: unknown; revision: string }
	>();
	/** Functions and Assets as they were deployed. */
	readonly serverless = new Serverless();
	/** What Conversation Intelligence will say of a conversation, by its id. */
	readonly summaries = new Map<string, string>();
	readonly journal: JournalEntry[] = [];
	/** Called with each new journal entry, for a live view. */
	onJournal: (entry: JournalEntry) => void = () => {};

	readonly workspaceSid = sid('WS');
	readonly workflowSid = sid('WW');
	readonly taskQueueSid = sid('WQ');
	readonly voiceChannelSid = sid('TC');
	readonly chatChannelSid = sid('TC');
	readonly serviceSid = sid('IS');
	readonly configurationId = id('conv_configuration');
	readonly memoryStoreId = id('mem_store');
	readonly phoneNumber = '+15005550006';

	constructor(account: Partial<Account> = {}) {
		this.account = {
			accountSid: account.accountSid ?? sid('AC'),
			authToken: account.authToken ?? sid(''),
			apiKey: account.apiKey ?? sid('SK'),
			apiSecret: account.apiSecret ?? sid(''),
		};
		this.classicServices.set(this.serviceSid, {
			sid: this.serviceSid,
			friendlyName: 'Flex Conversation Service',
		});
		this.workflows.set(this.workflowSid, { sid: this.workflowSid, friendlyName: 'Assign to Anyone' });
		this.taskQueues.set(this.taskQueueSid, { sid: this.taskQueueSid, friendlyName: 'Everyone' });
		this.taskChannels.set(this.voiceChannelSid, {
			sid: this.voiceChannelSid,
			uniqueName: 'voice',
			friendlyName: 'Voice',
		});
		this.taskChannels.set(this.chatChannelSid, {
			sid: this.chatChannelSid,
			uniqueName: 'chat',
			friendlyName: 'Programmable Chat',
		});
		this.configurations.set(this.configurationId, {
			id: this.configurationId,
			displayName: 'support',
			description: 'Support line with a virtual agent',
			conversationGroupingType: 'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE',
			memoryStoreId: this.memoryStoreId,
			// At least 1: TAC 2.5 refuses a configuration whose `closed` is below it (tac/models/conversation.py).
			// GUESS: how the Console's "On hangup" reads in the API; a configuration saved with it would settle that.
			channelSettings: { VOICE: { statusTimeouts: { closed: 1 }, captureRules: [] } },
			statusCallbacks: [{ url: 'https://agent.example.com/webhook', method: 'POST' }],
			intelligenceConfigurationIds: [],
			memoryExtractionEnabled: true,
			conversationsV1Bridge: { serviceId: this.serviceSid },
			version: 1,
		});
	}

	/** Writes a line into the journal. */
	log(who: string, what: string): void {
		const entry = { at: Date.now(), who, what };
		this.journal.push(entry);
		this.onJournal(entry);
	}

	/**
	 * A customer who writes to the AI: the ACTIVE v2 conversation with CUSTOMER and AI_AGENT, and the classic
	 * conversation it is bridged to, as they stand just before the AI decides to hand off.
	 * @example world.addMessagingConversation({ channel: 'SMS', address: '+15005550123', name: 'Kim' })
	 */
	addMessagingConversation(customer: {
		channel: Exclude<Channel, 'VOICE' | 'VIDEO'>;
		address: string;
		name?: string;
		profileId?: string;
	}): { conversation: Conversation; classicConversation: ClassicConversation } {
		const classicConversation = this.addClassicConversation(sid('CH'), this.serviceSid, customer);
		const ours = { SMS: '', RCS: 'rcs:', WHATSAPP: 'whatsapp:' };
		const conversation = this.addConversation(
			{ ...customer, channelId: classicConversation.sid },
			customer.channel === 'CHAT' ? 'ai-agent' : ours[customer.channel] + this.phoneNumber,
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
		const to = call.to ?? this.phoneNumber;
		const direction = call.direction ?? 'inbound';
		const callSid = call.callSid ?? sid('CA');
		const known = this.calls.get(callSid);
		const theCall: Call = known ?? {
			sid: callSid,
			from: call.from,
			to,
			direction,
			status: 'in-progress',
			events: [],
		};
		this.calls.set(callSid, theCall);
		const [customer, ours] = direction === 'inbound' ? [call.from, to] : [to, call.from];
		const conversation = this.addConversation(
			{ ...call, channel: 'VOICE', address: customer, channelId: callSid },
			ours,
		);
		return { conversation, call: theCall };
	}

	/**
	 * Makes this world the one a test vector describes: its `upstream` object, with the classic conversations its
	 * addresses point to, in the service it is bridged to.
	 * @returns the conversation, or `undefined` when the vector has none.
	 * @throws ZodError when `upstream` is not of that shape.
	 */
	load(upstream: unknown): Conversation | undefined {
		const { conversation, configuration, service } = parseUpstream(upstream, this);
		if (configuration) this.configurations.set(configuration.id, configuration);
		if (service) this.classicServices.set(service, { sid: service, friendlyName: 'Bridged service' });
		if (!conversation) return undefined;
		this.conversations.set(conversation.id, conversation);
		for (const participant of conversation.participants) {
			for (const { channelId, ...address } of participant.addresses) {
				if (channelId?.startsWith('CH') && !this.classicConversations.has(channelId)) {
					this.addClassicConversation(channelId, service ?? this.serviceSid, address);
				}
			}
		}
		return conversation;
	}

	/** A classic conversation with one customer, reached as its channel is: by address, or by identity in a chat. */
	addClassicConversation(
		conversationSid: string,
		serviceSid: string,
		customer: { channel: Channel; address: string; name?: string },
	): ClassicConversation {
		const isChat = customer.channel === 'CHAT';
		const conversation: ClassicConversation = {
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
					proxyAddress: isChat ? null : this.phoneNumber,
				},
			],
			messages: [],
			webhooks: [],
		};
		this.classicConversations.set(conversation.sid, conversation);
		return conversation;
	}

	private addConversation(
		customer: { channel: Channel; address: string; channelId: string; name?: string; profileId?: string },
		agentAddress: string,
	): Conversation {
		const { channel, address, channelId } = customer;
		const now = new Date().toISOString();
		const pinned = this.configurations.get(this.configurationId);
		const participants: Participant[] = [
			{
				id: id('conv_participant'),
				type: 'AI_AGENT',
				name: 'Ava',
				addresses: [{ channel, address: agentAddress, ...(channel === 'VOICE' && { channelId }) }],
			},
			{
				id: id('conv_participant'),
				type: 'CUSTOMER',
				name: customer.name ?? '',
				...(customer.profileId !== undefined && { profileId: customer.profileId }),
				addresses: [{ channel, address, channelId }],
			},
		];
		const conversation: Conversation = {
			id: id('conv_conversation'),
			accountId: this.account.accountSid,
			configurationId: this.configurationId,
			status: 'ACTIVE',
			name: '',
			metadata: {},
			// A conversation keeps the configuration it started with, whatever is written to it later.
			...(pinned && { configuration: structuredClone(pinned) }),
			participants,
			createdAt: now,
			updatedAt: now,
		};
		this.conversations.set(conversation.id, conversation);
		return conversation;
	}
}
