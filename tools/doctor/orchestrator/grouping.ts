/**
 * Tells how customers' messages and calls are put together into conversations, which cannot be changed.
 * @module
 */

import { readConfiguration } from '../../account/orchestrator-configuration';
import { type Check, note, ok, skipped } from '../engine/check';
import { NO_CONFIGURATION } from './chosen';

const SEPARATE = 'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE';
/** Names and meanings: twilio-node 6.2 `rest/conversations/v2/configuration.d.ts`. */
const MERGING: Readonly<Record<string, string>> = {
	GROUP_BY_PROFILE: 'all that one customer says, at whatever address, is one conversation',
	GROUP_BY_PARTICIPANT_ADDRESSES: 'what a customer says from one number is one conversation on all channels',
};

export const grouping: Check = {
	name: 'grouping',
	title: 'What makes one conversation',
	expected: 'a conversation for each channel of a customer',
	impact:
		'One conversation may lead to several chats in Flex. /handoff then takes the one of the channel and address it is told; the stock way may fail with ambiguous_customer (409).',
	advice:
		'The grouping of a configuration cannot be changed. To have another, make a new configuration and let the agent use it.',
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (!configuration) return skipped(NO_CONFIGURATION);
		const type = configuration.conversationGroupingType ?? 'unknown';
		if (type === SEPARATE) return ok(`${type}: each channel of a customer has its own conversation`);
		if (!account.handsOver('messaging')) return ok(type);
		return note(`${type}: ${MERGING[type] ?? 'not known to this project'}`);
	},
};
