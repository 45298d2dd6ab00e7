/**
 * Checks that conversations are summarized when they end.
 * @module
 */
import { summaryCheck } from './rules';

export const summaryAtEnd = summaryCheck({
	name: 'summary-at-end',
	title: 'Summary at conversation end',
	on: 'CONVERSATION_END',
	trigger: 'At conversation end',
	impact: 'The agent in Flex gets no summary of a conversation that ended, such as a call.',
});
