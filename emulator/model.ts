/**
 * The resources an account holds, as plain data. Names are Twilio's own; what a resource looks like on the wire is
 * decided by the module of its product in `resources/`.
 * @module
 */
import type { FlowDefinition } from '../studio/definition';

export interface Account {
	readonly accountSid: string;
	readonly authToken: string;
	readonly apiKey: string;
	readonly apiSecret: string;
}

export type Channel = 'VOICE' | 'SMS' | 'RCS' | 'WHATSAPP' | 'CHAT' | 'VIDEO';
export type ParticipantType = 'CUSTOMER' | 'AI_AGENT' | 'HUMAN_AGENT' | 'AGENT' | 'UNKNOWN';
export type ConversationStatus = 'ACTIVE' | 'INACTIVE' | 'CLOSED';

/** Conversations v2 participant (Conversation Orchestrator). */
export interface Participant {
	id: string;
	type: ParticipantType;
	name: string;
	profileId?: string;
	addresses: { channel: Channel; address: string; channelId?: string }[];
}

export interface Configuration {
	id: string;
	displayName: string;
	description: string;
	conversationGroupingType: string;
	memoryStoreId: string;
	channelSettings: Record<string, unknown>;
	statusCallbacks: { url: string; method: string }[];
	intelligenceConfigurationIds: string[];
	memoryExtractionEnabled: boolean;
	conversationsV1Bridge?: { serviceId: string };
	version: number;
}

/** Conversations v2 conversation. `configuration` is what it pinned when it started. */
export interface Conversation {
	id: string;
	accountId: string;
	configurationId: string;
	status: ConversationStatus;
	name: string;
	metadata: Record<string, string>;
	configuration?: Partial<Configuration>;
	/** The guide's shape of the bridge, for worlds that answer as the guide says. */
	conversationsV1Bridge?: { serviceSid: string };
	participants: Participant[];
	createdAt: string;
	updatedAt: string;
}

/** Conversations (classic, v1). */
export interface ClassicConversation {
	sid: string;
	serviceSid: string;
	state: 'active' | 'inactive' | 'closed';
	friendlyName: string;
	attributes: string;
	participants: {
		sid: string;
		identity: string | null;
		address: string | null;
		proxyAddress: string | null;
	}[];
	messages: { sid: string; author: string; body: string }[];
	/** Set once Studio's Send to Flex has handed the conversation to a person. */
	handedOff?: boolean;
	/** `target` is `studio` for the `onMessageAdded` webhook that Resume Conversation adds. */
	webhooks: { sid: string; target: string; configuration: Record<string, unknown> }[];
}

export interface AddressConfiguration {
	sid: string;
	type: 'sms' | 'whatsapp' | 'messenger' | 'gbm' | 'email' | 'rcs' | 'apple' | 'chat';
	address: string;
	friendlyName: string;
	autoCreation: {
		enabled: boolean;
		type: 'studio' | 'webhook' | 'default';
		conversationServiceSid?: string;
		studioFlowSid?: string;
	};
}

export interface Flow {
	sid: string;
	friendlyName: string;
	/** Oldest first; `revision` is the index plus one. */
	revisions: {
		definition: FlowDefinition;
		status: 'draft' | 'published';
		commitMessage: string;
		dateCreated: Date;
	}[];
}

export interface Step {
	sid: string;
	name: string;
	transitionedFrom: string;
	transitionedTo: string;
	context: unknown;
	dateCreated: Date;
}

export interface Execution {
	sid: string;
	flowSid: string;
	status: 'active' | 'ended';
	contactChannelAddress: string;
	/** What Liquid sees: `{ flow, trigger, contact, widgets }`. */
	context: Record<string, unknown>;
	steps: Step[];
	dateCreated: Date;
	dateUpdated: Date;
}

/** A TaskRouter task, as Flex shows it to an agent. */
export interface Task {
	sid: string;
	attributes: Record<string, unknown>;
	/** The attributes exactly as they were sent. */
	rawAttributes: string;
	priority: number;
	timeout: number;
	workflowSid: string;
	taskChannelSid: string;
	taskChannelUniqueName: string;
	assignmentStatus: 'pending' | 'reserved' | 'assigned' | 'canceled' | 'completed' | 'wrapping';
	interactionSid?: string;
	conversationSid?: string;
	callSid?: string;
	dateCreated: Date;
}

export interface Interaction {
	sid: string;
	channelSid: string;
	channel: { type: string; initiatedBy: string; properties: Record<string, unknown> };
	routing: { properties: Record<string, unknown> };
	taskSid: string;
}

export interface Call {
	sid: string;
	from: string;
	to: string;
	direction: 'inbound' | 'outbound-api';
	status: 'in-progress' | 'completed';
	/** What the caller heard and where the call went, oldest first: `Say "…"`, `Enqueue WW…`, `Dial +1…`, `Hangup`. */
	events: string[];
}

/** A TaskRouter queue. */
export interface TaskQueue {
	sid: string;
	friendlyName: string;
}

/** Conversations v2 communication: one message or one utterance. */
export interface Communication {
	id: string;
	conversationId: string;
	author: CommunicationAddress;
	recipients: CommunicationAddress[];
	content: { type: string; text: string };
	channelId?: string;
	createdAt: string;
}

export interface CommunicationAddress {
	address: string;
	channel: string;
	participantId: string;
}
