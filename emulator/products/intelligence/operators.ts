/**
 * Twilio's own Language Operators that matter here.
 * @see https://www.twilio.com/docs/conversations/intelligence
 * @module
 */

/** The operator whose result Flex UI 2.17.1 asks for. */
export const SUMMARY_OPERATOR_ID = 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn';

/** The operators that a rule may name: Summary and Sentiment. */
export const OPERATOR_IDS: ReadonlySet<string> = new Set([
	SUMMARY_OPERATOR_ID,
	'intelligence_operator_01kcrvw16kfa88qvgrfmr7y151',
]);
