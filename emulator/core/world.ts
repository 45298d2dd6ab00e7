/**
 * The account the emulator pretends to be: every resource it knows, in plain maps that tests may read and
 * change. `World` makes a healthy Flex account; its methods add what a scenario needs in a line each.
 * @module
 */

import { parseUpstream } from '../../test/support/upstream-vector';
import { Serverless } from '../products/serverless/model';
import { reserve } from '../products/taskrouter/reservations';
import { classicConversation, conversationWith } from './customers';
import { flexConfiguration, seed } from './healthy-account';
import type {
	Account,
	AddressConfiguration,
	ApiKey,
	Call,
	CallEvent,
	Channel,
	ClassicConversation,
	Communication,
	Configuration,
	Conversation,
	Execution,
	FlexConfiguration,
	Flow,
	IntelligenceConfiguration,
	IntelligenceOperator,
	Interaction,
	MemoryStore,
	MessagingService,
	ParticipantType,
	PhoneNumber,
	Reservation,
	ReservationStatus,
	Task,
	TaskQueue,
	TaskRouterEvent,
	Worker,
	Workflow,
} from './model';
import { id, sid } from './sids';
import { GUESSES, type Unknowns } from './unknowns';

export type * from './model';

/** One line of what happened: who did what, when. The demo prints these. */
export interface JournalEntry {
	readonly at: number;
	readonly who: string;
	readonly what: string;
}

export class World {
	readonly account: Account;
	/** `active`, `suspended` or `closed`. */
	accountStatus = 'active';
	/** `Full`, or `Trial`. */
	accountType = 'Full';
	/** By SID. The account's own key is there; taken out, it opens nothing any more. */
	readonly apiKeys = new Map<string, ApiKey>();
	readonly phoneNumbers = new Map<string, PhoneNumber>();
	/** Numbers that are not the account's, and that it proved to own: its calls may show them. */
	readonly outgoingCallerIds = new Set<string>();
	readonly messagingServices = new Map<string, MessagingService>();
	readonly configurations = new Map<string, Configuration>();
	readonly conversations = new Map<string, Conversation>();
	readonly communications = new Map<string, Communication>();
	readonly classicServices = new Map<string, { sid: string; friendlyName: string }>();
	readonly classicConversations = new Map<string, ClassicConversation>();
	readonly addressConfigurations = new Map<string, AddressConfiguration>();
	readonly flows = new Map<string, Flow>();
	readonly executions = new Map<string, Execution>();
	readonly workflows = new Map<string, Workflow>();
	readonly taskQueues = new Map<string, TaskQueue>();
	readonly taskChannels = new Map<string, { sid: string; uniqueName: string; friendlyName: string }>();
	readonly tasks = new Map<string, Task>();
	readonly workers = new Map<string, Worker>();
	readonly reservations = new Map<string, Reservation>();
	/** What TaskRouter logged, oldest first. */
	readonly taskRouterEvents: TaskRouterEvent[] = [];
	readonly interactions = new Map<string, Interaction>();
	readonly calls = new Map<string, Call>();
	/** The requests Twilio made for a call, oldest first, by its SID. */
	readonly callEvents = new Map<string, CallEvent[]>();
	/** What Studio's Send Message widget sent, oldest first. */
	readonly messages: { from: string; to: string; body: string }[] = [];
	readonly syncDocuments = new Map<
		string,
		{ sid: string; uniqueName: string | null; data: unknown; revision: string }
	>();
	/** Functions and Assets as they were deployed. */
	readonly serverless = new Serverless();
	readonly intelligenceConfigurations = new Map<string, IntelligenceConfiguration>();
	readonly intelligenceOperators = new Map<string, IntelligenceOperator>();
	readonly memoryStores = new Map<string, MemoryStore>();
	/** How writes to Orchestrator configurations go: how long the next ones take, and whether the next one fails. */
	operations: { ms: number; failNext?: string } = { ms: 100 };
	/** What Conversation Intelligence will say of a conversation, by its id. */
	readonly summaries = new Map<string, string>();
	/** How the open questions about Twilio are answered in this world. */
	readonly unknowns: Unknowns = { ...GUESSES };
	/** Where the virtual agent's server answers; `''` when it is down. */
	agentDomain = 'agent.example.com';
	readonly journal: JournalEntry[] = [];
	/** Called with each new journal entry, for a live view. */
	onJournal: (entry: JournalEntry) => void = () => {};

	readonly workspaceSid = sid('WS');
	readonly workflowSid = sid('WW');
	readonly taskQueueSid = sid('WQ');
	readonly voiceChannelSid = sid('TC');
	readonly chatChannelSid = sid('TC');
	readonly serviceSid = sid('IS');
	/** Where conversations are made that name no service; in an account of Flex it is Flex's. */
	defaultServiceSid = this.serviceSid;
	readonly configurationId = id('conv_configuration');
	readonly memoryStoreId = id('mem_store');
	readonly phoneNumber = '+15005550006';
	readonly flexConfiguration: FlexConfiguration = flexConfiguration(this);

	constructor(account: Partial<Account> = {}) {
		this.account = {
			accountSid: account.accountSid ?? sid('AC'),
			authToken: account.authToken ?? sid(''),
			apiKey: account.apiKey ?? sid('SK'),
			apiSecret: account.apiSecret ?? sid(''),
		};
		seed(this);
	}

	/** Writes a line into the journal. */
	log(who: string, what: string): void {
		const entry = { at: Date.now(), who, what };
		this.journal.push(entry);
		this.onJournal(entry);
	}

	/**
	 * TaskRouter offers a task to a worker, or what it offered before goes on: the reservation this worker still has of
	 * the task takes the status, and so does the task.
	 * @example world.reserve(task.sid, worker.sid, 'accepted')
	 * @throws Error when the world has no such task or worker
	 */
	reserve(taskSid: string, workerSid: string, status: ReservationStatus = 'pending'): Reservation {
		return reserve(this, taskSid, workerSid, status);
	}

	/**
	 * A customer who writes to the AI: the ACTIVE v2 conversation with CUSTOMER and AI_AGENT, and the classic
	 * conversation it is bridged to, as they stand just before the AI decides to hand off. The bridge makes the customer
	 * `UNKNOWN`; TAC retypes them, if it can (its pull requests 19 and 23): without `type` it could.
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
		const conversation = classicConversation(this, conversationSid, serviceSid, customer);
		this.classicConversations.set(conversation.sid, conversation);
		return conversation;
	}

	private addConversation(...about: Rest<typeof conversationWith>): Conversation {
		const conversation = conversationWith(this, ...about);
		this.conversations.set(conversation.id, conversation);
		return conversation;
	}
}

/** The parameters of a function after the world. */
type Rest<F> = F extends (world: World, ...rest: infer R) => unknown ? R : never;
