/**
 * Phone Numbers, which customers call and text.
 * @module
 */
import type { Product } from '../engine/check';
import { calls } from './calls';
import { capabilities } from './capabilities';
import { messages } from './messages';
import { number } from './number';

export { phoneNumberResource } from './resource';

export const phoneNumbers: Product = {
	id: 'phone-numbers',
	title: 'Phone Numbers',
	checks: [number, capabilities, calls, messages],
};
