/**
 * Studio: the flow that hands customers off to Flex.
 * @module
 */
import type { Product } from '../engine/check';
import { deployed } from './deployed';
import { drift } from './drift';
import { published } from './published';
import { stuckExecutions } from './stuck-executions';
import { version } from './version';

export { executionResource } from './resource';

export const studio: Product = {
	id: 'studio',
	title: 'Studio',
	checks: [deployed, published, version, drift, stuckExecutions],
};
