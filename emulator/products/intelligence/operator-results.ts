/**
 * Conversation Intelligence v3: the operator results in which Flex finds the virtual agent's summary.
 * Field names: twilio-node 6.2 `rest/intelligence/v3/operatorResult.d.ts`.
 * @module
 */
import type { Router } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import type { Conversation, World } from '../../core/world';
import { addIntelligenceConfigurations } from './configurations';
import { SUMMARY_OPERATOR_ID } from './operators';

/**
 * Lists the results of a conversation. A world says what a conversation's summary will be (`world.summaries`); like
 * Twilio's, it is there once a rule of what the conversation's configuration names has made it.
 */
export function addIntelligence(router: Router, world: World): void {
	addIntelligenceConfigurations(router, world);
	router.on('GET', 'intelligence.twilio.com', '/v3/OperatorResults', (request) => {
		const conversationId = request.query.get('conversationId') ?? '';
		const operatorId = request.query.get('operatorId') ?? SUMMARY_OPERATOR_ID;
		const conversation = world.conversations.get(conversationId);
		const summary = world.summaries.get(conversationId);
		const isThere =
			conversation !== undefined && operatorId === SUMMARY_OPERATOR_ID && isSummarized(world, conversation);
		const items =
			isThere && summary !== undefined
				? [
						{
							id: id('intelligence_operatorresult'),
							accountId: world.account.accountSid,
							conversationId,
							operator: { id: SUMMARY_OPERATOR_ID, version: 1, parameters: {} },
							outputFormat: 'TEXT',
							result: summary,
							dateCreated: conversation.updatedAt,
							referenceIds: [],
							executionDetails: {
								trigger: { on: 'CONVERSATION_INACTIVE', timestamp: conversation.updatedAt },
								channels: [
									...new Set(
										conversation.participants.flatMap(({ addresses }) =>
											addresses.map(({ channel }) => channel),
										),
									),
								],
								participants: conversation.participants.map((participant) => ({
									id: participant.id,
									type: participant.type,
								})),
							},
						},
					]
				: [];
		return tokenPage(request, 'items', items);
	});
}

/** Whether a rule makes a summary of a conversation as it is now. One that pins no configuration has them all. */
function isSummarized(world: World, { status, configuration }: Conversation): boolean {
	if (status === 'ACTIVE') return false;
	const happened =
		status === 'CLOSED' ? ['CONVERSATION_INACTIVE', 'CONVERSATION_END'] : ['CONVERSATION_INACTIVE'];
	return (
		configuration?.intelligenceConfigurationIds?.some((intelligenceId) => {
			const { isActive, rules } = world.intelligenceConfigurations.get(intelligenceId) ?? { rules: [] };
			const summarizing = rules.filter(({ operators }) =>
				operators.some((each) => each.id === SUMMARY_OPERATOR_ID),
			);
			return isActive && summarizing.some(({ triggers }) => triggers.some(({ on }) => happened.includes(on)));
		}) ?? true
	);
}
