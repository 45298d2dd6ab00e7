/**
 * Checks that conversations are summarized when the virtual agent hands them off, which sets them inactive.
 * @module
 */
import { summaryCheck } from './rules';

export const summaryWhenInactive = summaryCheck({
	name: 'summary-when-inactive',
	title: 'Summary at handoff',
	on: 'CONVERSATION_INACTIVE',
	trigger: 'Conversation moved to inactive',
	impact: 'The handoff creates no summary, so the agent in Flex has to ask the customer everything again.',
});
