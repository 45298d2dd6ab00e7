/**
 * Conversation Intelligence: the summary that the person in Flex reads.
 * @module
 */
import type { Product } from '../engine/check';
import { context, summaryAtEnd, summaryWhenInactive, webhookAction } from './rules';

export { intelligenceConfigurationResource } from './resource';

export const intelligence: Product = {
	id: 'intelligence',
	title: 'Conversation Intelligence',
	checks: [summaryAtEnd, summaryWhenInactive, webhookAction, context],
};
