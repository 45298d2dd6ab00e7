/**
 * Conversations (classic, v1). Names: twilio-node 6.2 `rest/conversations/v1/*.d.ts`.
 * @module
 */

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
	messages: { sid: string; author: string; body: string; dateCreated?: Date }[];
	dateCreated: Date;
	dateUpdated: Date;
	/** Set by Studio's Send to Flex. */
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
		studioRetryCount?: number;
		webhookUrl?: string;
		webhookMethod?: 'get' | 'post';
		webhookFilters?: string[];
	};
}
