/**
 * Studio: the flow that takes a customer to Flex.
 * @module
 */
import type { Product } from '../engine/check';
import { deployed, published } from './deployed';
import { drift, version } from './version';

export const studio: Product = {
	id: 'studio',
	title: 'Studio',
	checks: [deployed, published, version, drift],
};
