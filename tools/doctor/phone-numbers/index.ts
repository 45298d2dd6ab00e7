/**
 * Phone Numbers: where customers call and write.
 * @module
 */
import type { Product } from '../engine/check';
import { calls } from './calls';
import { messages } from './messages';
import { capabilities, number } from './owned';

export { phoneNumberResource } from './resource';

export const phoneNumbers: Product = {
	id: 'phone-numbers',
	title: 'Phone Numbers',
	checks: [number, capabilities, calls, messages],
};
