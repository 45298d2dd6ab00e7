/**
 * Twilio's own Language Operators that matter here.
 * @see https://www.twilio.com/docs/conversations/intelligence
 * @module
 */
import type { IntelligenceOperator } from '../../core/model';

/** The one whose result Flex UI 2.17.1 asks for, by this id. */
export const SUMMARY_OPERATOR_ID = 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn';
export const SENTIMENT_OPERATOR_ID = 'intelligence_operator_01kcrvw16kfa88qvgrfmr7y151';

export const TWILIO_OPERATORS: readonly IntelligenceOperator[] = [
	{
		id: SUMMARY_OPERATOR_ID,
		displayName: 'Summary',
		description: 'Summarizes a conversation',
		version: 1,
		author: 'TWILIO',
		outputFormat: 'TEXT',
	},
	{
		id: SENTIMENT_OPERATOR_ID,
		displayName: 'Sentiment',
		description: 'Tells how the customer feels',
		version: 1,
		author: 'TWILIO',
		outputFormat: 'CLASSIFICATION',
	},
];
