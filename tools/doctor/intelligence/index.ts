/**
 * Conversation Intelligence: the summary that the agent in Flex reads.
 * @module
 */
import type { Product } from '../engine/check';
import { context } from './context';
import { summaryAtEnd } from './summary-at-end';
import { summaryWhenInactive } from './summary-when-inactive';
import { webhookAction } from './webhook-action';

export { intelligenceConfigurationResource } from './resource';

export const intelligence: Product = {
	id: 'intelligence',
	title: 'Conversation Intelligence',
	checks: [summaryAtEnd, summaryWhenInactive, webhookAction, context],
};
