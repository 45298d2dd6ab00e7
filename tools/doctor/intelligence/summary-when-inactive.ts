/**
 * Checks that conversations are summarized when the virtual agent hands them over, by setting them inactive.
 * @module
 */
import { summaryCheck } from './rules';

export const summaryWhenInactive = summaryCheck({
	name: 'summary-when-inactive',
	title: 'Conversations are summarized at the handoff',
	on: 'CONVERSATION_INACTIVE',
	trigger: 'Conversation moved to inactive',
	impact: 'The handoff creates no summary: the agent in Flex has to ask the customer everything again.',
});
