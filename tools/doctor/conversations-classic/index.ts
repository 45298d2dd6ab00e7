/**
 * Conversations (Classic), on which Flex's messaging is built.
 * @module
 */
import type { Product } from '../engine/check';
import { addresses } from './addresses';
import { service } from './service';
import { webChat } from './web-chat';

export { addressConfigurationResource } from './resource';

export const conversationsClassic: Product = {
	id: 'conversations-classic',
	title: 'Conversations (Classic)',
	checks: [service, addresses, webChat],
};
