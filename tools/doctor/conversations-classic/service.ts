/**
 * The classic Conversations service that Flex uses.
 * @module
 */

import type { AccountView } from '../../account/account-view';
import { askingFor } from '../../account/asking';
import { named } from '../../account/format';
import { findWorkspace, lookAtWorkspace } from '../../account/workspace';
import { type Check, ok, wrong } from '../engine/check';

export interface FlexService {
	readonly sid: string;
	readonly friendlyName: string;
}

/**
 * @returns `undefined` when Flex is not set up, names none, or one that is gone
 * @throws {HandoffError} when Twilio does not answer
 */
export function readFlexService(account: AccountView): Promise<FlexService | undefined> {
	return account.once('flex-service', async () => {
		const sid = (await findWorkspace(account))?.flex.chat_service_instance_sid;
		if (!sid) return undefined;
		return askingFor('reading the Conversations service', async () => {
			const { friendlyName } = await account.twilio.conversations.v1.services(sid).fetch();
			return { sid, friendlyName: friendlyName ?? '' };
		});
	});
}

export const service: Check = {
	name: 'service',
	title: 'Flex has a Conversations (Classic) service',
	expected: 'the service that Flex names is there',
	impact: 'A handed-over message or chat has no conversation in Flex, so the person there never sees it.',
	advice:
		'Finish or repair the setup of Flex (Console: Flex > Overview); it makes its own service (IS…). Then run this again.',
	only: 'messaging',
	look: (account) =>
		lookAtWorkspace(account, async ({ flex }) => {
			const found = await readFlexService(account);
			if (found) return ok(named(found.friendlyName, found.sid));
			const { chat_service_instance_sid: sid } = flex;
			return wrong(sid ? `Flex names ${sid}, which is gone` : 'Flex names none');
		}),
};
