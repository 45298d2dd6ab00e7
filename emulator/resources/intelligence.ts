/**
 * Conversation Intelligence v3: the operator results in which Flex finds the virtual agent's summary.
 * Field names: twilio-node 6.2 `rest/intelligence/v3/operatorResult.d.ts`.
 * @module
 */
import type { Router } from '../http';
import { tokenPage } from '../paging';
import { id } from '../sids';
import type { World } from '../world';

/** The Summary operator, the one Flex UI 2.17.1 asks for by this id. */
export const SUMMARY_OPERATOR_ID = 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn';

/**
 * Lists the results of a conversation. A world says what a conversation's summary will be (`world.summaries`); like
 * Twilio's, it is there once the conversation is no longer active.
 */
export function addIntelligence(router: Router, world: World): void {
	router.on('GET', 'intelligence.twilio.com', '/v3/OperatorResults', (request) => {
		const conversationId = request.query.get('conversationId') ?? '';
		const operatorId = request.query.get('operatorId') ?? SUMMARY_OPERATOR_ID;
		const conversation = world.conversations.get(conversationId);
		const summary = world.summaries.get(conversationId);
		const isThere =
			conversation !== undefined && conversation.status !== 'ACTIVE' && operatorId === SUMMARY_OPERATOR_ID;
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
