/**
 * Checks that summaries are not sent to a webhook.
 *
 * GUESS(intelligence-action): the guide leaves the action empty and gives no reason. Whether Flex shows the summary of
 * a rule that has one could be verified on a live account.
 * @module
 */
import { hasActions } from '../../account/orchestrator/summary-operator';
import { plainCheck } from './rules';

export const webhookAction = plainCheck({
	name: 'webhook-action',
	title: 'Summary rule webhooks',
	expected: 'the Webhook action of Summary rules is empty',
	impact:
		'Every summary is also sent to that URL. Twilio doesn’t document whether the agent in Flex still sees it.',
	isFault: hasActions,
	fault: 'a webhook',
	step: 'Empty the Webhook action of the Summary rule',
});
