/**
 * Where web chats go.
 * @module
 */
import { type Check, note, ok } from '../engine/check';
import { destinationInWords, readAddressConfigurations } from './address-configurations';

/**
 * A note only: web-chat customers have no number, and TAC's chat channel answers every chat of the bridged service
 * (tac/channels/chat.py), so no setting says which chat is the virtual agent's.
 */
export const webChat: Check = {
	name: 'web-chat',
	title: 'Web chat addresses',
	expected: 'the virtual agent’s web chat addresses aren’t connected to a Studio flow or webhook',
	impact: 'If the virtual agent should handle this web chat, its customers never reach it.',
	advice:
		'If this is the virtual agent’s web chat, disconnect the address from its Studio flow or webhook (Console: Flex > Channel Management > Messaging). No setting says whose it is, so setup doesn’t change it.',
	only: 'messaging',
	look: async (account) => {
		const chats = (await readAddressConfigurations(account)).filter(({ type }) => type === 'chat');
		if (chats.length === 0) return ok('the account has no web chat address');
		const connected = chats.filter(
			({ autoCreation }) => autoCreation?.enabled && autoCreation.type !== 'default',
		);
		if (connected.length === 0) return ok('no web chat address is connected to a flow or webhook');
		return note((await Promise.all(connected.map((each) => destinationInWords(account, each)))).join('; '));
	},
};
