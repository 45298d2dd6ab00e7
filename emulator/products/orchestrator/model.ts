/**
 * Conversation Orchestrator (Conversations v2). Names: twilio-node 6.2 `rest/conversations/v2/*.d.ts`.
 * @module
 */

export type Channel = 'VOICE' | 'SMS' | 'RCS' | 'WHATSAPP' | 'CHAT' | 'VIDEO';
export type ParticipantType = 'CUSTOMER' | 'AI_AGENT' | 'HUMAN_AGENT' | 'AGENT' | 'UNKNOWN';
type ConversationStatus = 'ACTIVE' | 'INACTIVE' | 'CLOSED';

export interface Participant {
	id: string;
	type: ParticipantType;
	name: string;
	profileId?: string;
	addresses: { channel: Channel; address: string; channelId?: string }[];
}

/** Other fields are kept and shown too: `Object.assign(configuration, { newField: 1 })`. */
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

/** `configuration` is the copy that the conversation pinned when it started. */
export interface Conversation {
	id: string;
	accountId: string;
	configurationId: string;
	status: ConversationStatus;
	name: string;
	metadata: Record<string, string>;
	configuration?: Partial<Configuration>;
	/** The bridge in the shape of Twilio's guide, for worlds that follow the guide. */
	conversationsV1Bridge?: { serviceSid: string };
	participants: Participant[];
	createdAt: string;
	updatedAt: string;
}

/** One message or one utterance. */
export interface Communication {
	id: string;
	conversationId: string;
	author: CommunicationAddress;
	recipients: CommunicationAddress[];
	content: { type: string; text: string };
	channelId?: string;
	createdAt: string;
}

interface CommunicationAddress {
	address: string;
	channel: string;
	participantId: string;
}
