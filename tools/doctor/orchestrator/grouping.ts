/**
 * Reports how customers' messages and calls are grouped into conversations, which can't be changed.
 * @module
 */
import { type Check, note, ok } from '../engine/check';
import { lookAtConfiguration } from './look';

const SEPARATE = 'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE';
/** Names and meanings: twilio-node 6.2 `rest/conversations/v2/configuration.d.ts`. */
const MERGING: Readonly<Record<string, string>> = {
	GROUP_BY_PROFILE: 'a customer has one conversation for all addresses and channels',
	GROUP_BY_PARTICIPANT_ADDRESSES: 'a customer has one conversation for all channels of a number',
};

export const grouping: Check = {
	name: 'grouping',
	title: 'Conversation grouping',
	expected: `the grouping is ${SEPARATE}`,
	impact:
		'One conversation may map to several classic conversations. /handoff selects the one with the channel and address it receives. Handoffs directly to Studio may fail with ambiguous_customer (409).',
	advice:
		'Create a configuration with that grouping, because grouping can’t be changed, and use it for the virtual agent.',
	look: (account) =>
		lookAtConfiguration(account, ({ conversationGroupingType }) => {
			const type = conversationGroupingType ?? 'unknown';
			if (type === SEPARATE || !account.handsOver('messaging')) return ok(type);
			return note(`${type}: ${MERGING[type] ?? 'unknown grouping'}`);
		}),
};
