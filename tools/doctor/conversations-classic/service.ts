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
	expected: 'the Conversations (Classic) service that Flex names exists',
	impact: 'A handed-over message or chat has no conversation in Flex, so no agent sees it.',
	advice:
		'Complete or repair the setup of Flex, which creates its own service (Console: Flex > Overview), then run this again.',
	only: 'messaging',
	look: (account) =>
		lookAtWorkspace(account, async ({ flex }) => {
			const found = await readFlexService(account);
			if (found) return ok(named(found.friendlyName, found.sid));
			const { chat_service_instance_sid: sid } = flex;
			return wrong(sid ? `Flex names ${sid}, which doesn’t exist` : 'Flex names none');
		}),
};
