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
	expected: 'a web chat that the virtual agent answers is not connected to a Studio flow or webhook',
	impact: 'If the virtual agent is to answer this chat: its customers go elsewhere and never reach it.',
	advice:
		'Decide whether this is the virtual agent’s chat; no setting says so, and npx handoff setup leaves it as it is. If it is: disconnect the address from its Studio flow or webhook (Console: Flex > Channel Management > Messaging).',
	only: 'messaging',
	look: async (account) => {
		const chats = (await readAddressConfigurations(account)).filter(({ type }) => type === 'chat');
		if (chats.length === 0) return ok('the account has no address for web chat');
		const connected = chats.filter(
			({ autoCreation }) => autoCreation?.enabled && autoCreation.type !== 'default',
		);
		if (connected.length === 0) return ok('no address for web chat is connected elsewhere');
		return note((await Promise.all(connected.map((each) => destinationInWords(account, each)))).join('; '));
	},
};
