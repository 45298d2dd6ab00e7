/**
 * Conversation Intelligence v3: configurations, and the operator results in which Flex finds the virtual agent's summary.
 * Field names: twilio-node 6.2 `rest/intelligence/v3/operatorResult.d.ts`.
 * @module
 */
import type { Router } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import type { Conversation, World } from '../../core/world';
import { addIntelligenceConfigurations } from './configurations';
import { SUMMARY_OPERATOR_ID } from './operators';

/** Operator results: list, by `conversationId` and `operatorId`. */
export function addIntelligence(router: Router, world: World): void {
	addIntelligenceConfigurations(router, world);
	router.on('GET', 'intelligence.twilio.com', '/v3/OperatorResults', (request) => {
		const operatorId = request.query.get('operatorId') ?? SUMMARY_OPERATOR_ID;
		const conversation = world.conversations.get(request.query.get('conversationId') ?? '');
		const items = conversation && operatorId === SUMMARY_OPERATOR_ID ? summaries(world, conversation) : [];
		return tokenPage(request, 'items', items);
	});
}

/** The conversation's entry in `world.summaries`, once a rule of the conversation's configuration has made it. */
function summaries(world: World, conversation: Conversation): object[] {
	const result = world.summaries.get(conversation.id);
	if (result === undefined || !isSummarized(world, conversation)) return [];
	const { participants, updatedAt } = conversation;
	const channels = participants.flatMap(({ addresses }) => addresses.map(({ channel }) => channel));
	return [
		{
			id: id('intelligence_operatorresult'),
			accountId: world.account.accountSid,
			conversationId: conversation.id,
			operator: { id: SUMMARY_OPERATOR_ID, version: 1, parameters: {} },
			outputFormat: 'TEXT',
			result,
			dateCreated: updatedAt,
			referenceIds: [],
			executionDetails: {
				trigger: { on: 'CONVERSATION_INACTIVE', timestamp: updatedAt },
				channels: [...new Set(channels)],
				participants: participants.map(({ id, type }) => ({ id, type })),
			},
		},
	];
}

/** Whether a rule has made a summary of a conversation. Without a pinned configuration every rule applies. */
function isSummarized(world: World, { status, configuration }: Conversation): boolean {
	if (status === 'ACTIVE') return false;
	const happened =
		status === 'CLOSED' ? ['CONVERSATION_INACTIVE', 'CONVERSATION_END'] : ['CONVERSATION_INACTIVE'];
	const summarizes = (intelligenceId: string): boolean => {
		const { isActive, rules = [] } = world.intelligenceConfigurations.get(intelligenceId) ?? {};
		return (
			isActive === true &&
			rules.some(
				({ operators, triggers }) =>
					operators.some((each) => each.id === SUMMARY_OPERATOR_ID) &&
					triggers.some(({ on }) => happened.includes(on)),
			)
		);
	};
	return configuration?.intelligenceConfigurationIds?.some(summarizes) ?? true;
}
