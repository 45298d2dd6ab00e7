/**
 * Conversations (Classic): what Flex's messaging stands on.
 * @module
 */
import type { Product } from '../engine/check';
import { addresses } from './addresses';
import { service } from './service';
import { webChat } from './web-chat';

export { addressConfigurationResource } from './address-resource';

export const conversationsClassic: Product = {
	id: 'conversations-classic',
	title: 'Conversations (Classic)',
	checks: [service, addresses, webChat],
};
