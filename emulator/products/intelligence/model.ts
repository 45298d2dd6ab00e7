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

/** The operator whose result Flex UI 2.17.1 asks for. */
export const SUMMARY_OPERATOR_ID = 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn';

/** Twilio's own operators that a rule may name: Summary and Sentiment. */
export const OPERATOR_IDS: ReadonlySet<string> = new Set([
	SUMMARY_OPERATOR_ID,
	'intelligence_operator_01kcrvw16kfa88qvgrfmr7y151',
]);
