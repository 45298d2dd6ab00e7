/**
 * Conversation Intelligence v3. Names: twilio-node 6.2 `rest/intelligence/v3/configuration.d.ts`.
 * @module
 */

export interface IntelligenceConfiguration {
	id: string;
	displayName: string;
	description: string;
	version: number;
	/** Whether its rules run; not in the API's responses. */
	isActive: boolean;
	rules: IntelligenceRule[];
	dateCreated: string;
	dateUpdated: string;
}

export interface IntelligenceRule {
	id: string;
	operators: { id: string; version?: number; parameters?: Record<string, unknown> }[];
	triggers: { on: IntelligenceTrigger; parameters?: { count?: number } }[];
	actions: { type: string; method: string; url: string }[];
	context?: Record<string, unknown>;
}

type IntelligenceTrigger = 'COMMUNICATION' | 'CONVERSATION_END' | 'CONVERSATION_INACTIVE';
