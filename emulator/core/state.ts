/**
 * Everything the emulated account has, in plain maps that tests may read and change. What fills them is in
 * `healthy-account.ts`, what a test adds in `world.ts`.
 * @module
 */
import { EventEmitter } from 'node:events';
import { Serverless } from '../products/serverless/model';
import type {
	Account,
	AddressConfiguration,
	ApiKey,
	Call,
	CallEvent,
	ClassicConversation,
	Communication,
	Configuration,
	Conversation,
	Execution,
	Flow,
	IntelligenceConfiguration,
	Interaction,
	MemoryStore,
	MessagingService,
	PhoneNumber,
	Profile,
	Reservation,
	SyncDocument,
	Task,
	TaskChannel,
	TaskQueue,
	TaskRouterEvent,
	Worker,
	Workflow,
	Workspace,
} from './model';
import { id, sid } from './sids';
import type { Unknowns } from './unknowns';

/** One line of what happened: who did what, when. The demo prints these. */
export interface JournalEntry {
	readonly at: number;
	readonly who: string;
	readonly what: string;
}

/** What others follow while it happens: the products that act by themselves, the console, a live view. */
interface WorldEvents {
	/** A new line of the journal: for people to read, never to act on. */
	journal: [JournalEntry];
	/** A new event of TaskRouter's log. */
	taskRouter: [TaskRouterEvent];
	/** A conversation whose status has changed. */
	conversationStatus: [Conversation];
}

export class State {
	readonly events = new EventEmitter<WorldEvents>();

	readonly account: Account;
	/** When the account, and what it has from the start, was created. */
	readonly dateCreated = new Date();
	/** `active`, `suspended` or `closed`. */
	accountStatus = 'active';
	/** `Full`, or `Trial`. */
	accountType = 'Full';
	/** By SID. A key that is deleted here no longer authenticates. */
	readonly apiKeys = new Map<string, ApiKey>();
	readonly phoneNumbers = new Map<string, PhoneNumber>();
	/** Verified caller IDs: numbers of other carriers that this account's calls may show. */
	readonly outgoingCallerIds = new Set<string>();
	readonly messagingServices = new Map<string, MessagingService>();
	readonly configurations = new Map<string, Configuration>();
	readonly conversations = new Map<string, Conversation>();
	/** When a conversation was last released for a handoff (became INACTIVE), in milliseconds, by its id. */
	readonly inactiveAt = new Map<string, number>();
	readonly communications = new Map<string, Communication>();
	readonly classicServices = new Map<string, { sid: string; friendlyName: string }>();
	readonly classicConversations = new Map<string, ClassicConversation>();
	readonly addressConfigurations = new Map<string, AddressConfiguration>();
	readonly flows = new Map<string, Flow>();
	readonly executions = new Map<string, Execution>();
	readonly workspace: Workspace = {
		friendlyName: 'Flex Task Assignment',
		eventCallbackUrl: '',
		eventsFilter: '',
		multiTaskEnabled: true,
		prioritizeQueueOrder: 'FIFO',
	};
	readonly workflows = new Map<string, Workflow>();
	readonly taskQueues = new Map<string, TaskQueue>();
	readonly taskChannels = new Map<string, TaskChannel>();
	readonly tasks = new Map<string, Task>();
	readonly workers = new Map<string, Worker>();
	/** The SIDs of the workers' activities, by their names. */
	readonly activitySids = new Map<string, string>();
	readonly reservations = new Map<string, Reservation>();
	/** TaskRouter's log, oldest first. */
	readonly taskRouterEvents: TaskRouterEvent[] = [];
	readonly interactions = new Map<string, Interaction>();
	readonly calls = new Map<string, Call>();
	/** The requests Twilio made for a call, oldest first, by its SID. */
	readonly callEvents = new Map<string, CallEvent[]>();
	/** What Studio's Send Message widget sent, oldest first. */
	readonly messages: { from: string; to: string; body: string; dateCreated?: Date }[] = [];
	readonly syncDocuments = new Map<string, SyncDocument>();
	/** Functions and Assets as they were deployed. */
	readonly serverless = new Serverless();
	readonly intelligenceConfigurations = new Map<string, IntelligenceConfiguration>();
	readonly memoryStores = new Map<string, MemoryStore>();
	readonly profiles = new Map<string, Profile>();
	/** How writes to Orchestrator configurations go: how long the next ones take, and whether the next one fails. */
	operations: { ms: number; failNext?: string } = { ms: 100 };
	/** The summary that Conversation Intelligence will have of a conversation, by the conversation's id. */
	readonly summaries = new Map<string, string>();
	/** Which guesses about Twilio are wrong in this world. */
	readonly unknowns: Unknowns = {};
	/** How long each widget of a flow takes, in milliseconds, beside what it does. */
	stepMs = 0;
	/** Where the virtual agent's server answers; `''` when it is down. */
	agentDomain = 'agent.example.com';
	/**
	 * Where on this machine that server may listen, `http://127.0.0.1:8000`: requests to `agentDomain` go to the first that
	 * does, as through a tunnel. Without one no callback is sent, and unsigned requests are refused as TAC refuses them.
	 */
	agentOrigins: string[] = [];
	readonly journal: JournalEntry[] = [];

	readonly workspaceSid = sid('WS');
	readonly workflowSid = sid('WW');
	readonly taskQueueSid = sid('WQ');
	readonly voiceChannelSid = sid('TC');
	readonly chatChannelSid = sid('TC');
	readonly serviceSid = sid('IS');
	/** The service of conversations that are created without one; in an account with Flex it is Flex's. */
	defaultServiceSid = this.serviceSid;
	readonly configurationId = id('conv_configuration');
	readonly memoryStoreId = id('mem_store');
	readonly phoneNumber = '+15005550006';

	/** @param account credentials; those left out are made up */
	constructor(account: Partial<Account> = {}) {
		this.account = {
			accountSid: account.accountSid ?? sid('AC'),
			authToken: account.authToken ?? sid(''),
			apiKey: account.apiKey ?? sid('SK'),
			apiSecret: account.apiSecret ?? sid(''),
		};
	}

	/** Writes a line into the journal. */
	log(who: string, what: string): void {
		const entry = { at: Date.now(), who, what };
		this.journal.push(entry);
		this.events.emit('journal', entry);
	}
}
