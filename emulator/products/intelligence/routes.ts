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
import { SUMMARY_OPERATOR_ID } from './model';

/** Operator results: list, by `conversationId` and `operatorId`. */
export function addIntelligence(router: Router, world: World): void {
	addIntelligenceConfigurations(router, world);
	router.on(
		'GET',
		'intelligence.twilio.com',
		'/v3/OperatorResults{?conversationId,operatorId}',
		(request) => {
			const operatorId = request.query.get('operatorId') ?? SUMMARY_OPERATOR_ID;
			const conversation = world.conversations.get(request.query.get('conversationId') ?? '');
			const items = conversation && operatorId === SUMMARY_OPERATOR_ID ? summaries(world, conversation) : [];
			return tokenPage(request, 'items', items);
		},
	);
}

/** The conversation's entry in `world.summaries`, once a rule of the conversation's configuration has made it. */
function summaries(world: World, conversation: Conversation): object[] {
	const result = world.summaries.get(conversation.id);
	const maker = makerOf(world, conversation);
	if (result === undefined || !maker) return [];
	const { participants, updatedAt } = conversation;
	const channels = participants.flatMap(({ addresses }) => addresses.map(({ channel }) => channel));
	const said = [...world.communications.values()].filter(
		({ conversationId }) => conversationId === conversation.id,
	);
	return [
		{
			id: id('intelligence_operatorresult'),
			accountId: world.account.accountSid,
			conversationId: conversation.id,
			intelligenceConfiguration: maker,
			operator: { id: SUMMARY_OPERATOR_ID, version: 1, parameters: {} },
			outputFormat: 'TEXT',
			result,
			dateCreated: updatedAt,
			referenceIds: [],
			metadata: {
				system: {
					latencyMs: 1000,
					inputCharacters: said.reduce((sum, { content }) => sum + content.text.length, 0),
					outputCharacters: result.length,
					inputTruncated: false,
				},
			},
			executionDetails: {
				trigger: { on: 'CONVERSATION_INACTIVE', timestamp: updatedAt },
				communications: { first: said[0]?.id ?? '', last: said.at(-1)?.id ?? '' },
				channels: [...new Set(channels)],
				participants: participants.map(({ id, type }) => ({ id, type })),
			},
		},
	];
}

/** The rule that has made a summary of a conversation. Without a pinned configuration every rule applies. */
function makerOf(
	world: World,
	{ status, configuration }: Conversation,
): { id: string; ruleId: string; version: number } | undefined {
	if (status === 'ACTIVE') return undefined;
	const happened =
		status === 'CLOSED' ? ['CONVERSATION_INACTIVE', 'CONVERSATION_END'] : ['CONVERSATION_INACTIVE'];
	const all = [...world.intelligenceConfigurations.keys()];
	for (const intelligenceId of configuration?.intelligenceConfigurationIds ?? all) {
		const { isActive, version = 1, rules = [] } = world.intelligenceConfigurations.get(intelligenceId) ?? {};
		const rule = rules.find(
			({ operators, triggers }) =>
				operators.some((each) => each.id === SUMMARY_OPERATOR_ID) &&
				triggers.some(({ on }) => happened.includes(on)),
		);
		if (isActive && rule) return { id: intelligenceId, ruleId: rule.id, version };
	}
	return undefined;
}
