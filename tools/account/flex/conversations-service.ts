/**
 * The Conversations (Classic) service that Flex uses.
 * @module
 */
import type { AccountView } from '../account-view';
import { askingFor } from '../asking';
import { findWorkspace } from './workspace';

interface FlexService {
	readonly sid: string;
	readonly friendlyName: string;
}

/**
 * @returns `undefined` when Flex isn't set up, has no service, or has one that doesn't exist
 * @throws {HandoffError} when Twilio does not respond
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
