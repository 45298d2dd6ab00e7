/**
 * The Conversations (Classic) service that Flex uses.
 * @module
 */
import { readFlexService } from '../../account/flex/conversations-service';
import { named } from '../../account/format';
import { type Check, ok, wrong } from '../engine/check';
import { lookAtWorkspace } from '../engine/look-at-workspace';

export const service: Check = {
	name: 'service',
	title: 'Flex’s Conversations service',
	expected: 'Flex’s Conversations (Classic) service exists',
	impact: 'Messaging handoffs have no conversation in Flex, so no agent sees them.',
	advice:
		'Finish or fix Flex setup, which creates the service (Console: Flex > Overview), then run this command again.',
	only: 'messaging',
	look: (account) =>
		lookAtWorkspace(account, async ({ flex }) => {
			const found = await readFlexService(account);
			if (found) return ok(named(found.friendlyName, found.sid));
			const { chat_service_instance_sid: sid } = flex;
			return wrong(sid ? `Flex uses ${sid}, which doesn’t exist` : 'none is set in Flex');
		}),
};
