/**
 * Conversations (Classic): what Flex's messaging stands on.
 * @module
 */
import type { Product } from '../check';
import { addresses, webChat } from './addresses';
import { service } from './service';

export { addressConfigurationResource } from './address';

export const conversationsClassic: Product = {
	id: 'conversations-classic',
	title: 'Conversations (Classic)',
	checks: [service, addresses, webChat],
};
