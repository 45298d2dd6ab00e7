/**
 * Tells where web chats lead.
 * @module
 */
import { type Check, note, ok } from '../engine/check';
import { readAddressConfigurations, whereItLeads } from './address';

/**
 * A web chat's customers have no number, and TAC's chat channel listens to every chat of the bridged service
 * (tac/channels/chat.py): no setting says which chat is the agent's.
 */
export const webChat: Check = {
	name: 'web-chat',
	title: 'No web chat goes past the agent',
	expected: 'a web chat that the agent answers is connected to no Studio flow or webhook',
	impact:
		'If the agent is to answer this chat: its customers are sent straight to Flex or elsewhere and never meet it.',
	advice:
		'No setting names the agent’s web chat, so npm run setup leaves it to you. If this is it: Console, Flex > Channel Management > Messaging tab, disconnect the address from its Studio flow or webhook.',
	only: 'messaging',
	look: async (account) => {
		const chats = (await readAddressConfigurations(account)).filter(({ type }) => type === 'chat');
		const astray = chats.filter(
			({ autoCreation }) => autoCreation?.enabled && autoCreation.type !== 'default',
		);
		if (chats.length === 0) return ok('the account has no address for web chat');
		if (astray.length === 0) return ok('no address for web chat is connected elsewhere');
		return note((await Promise.all(astray.map((each) => whereItLeads(account, each)))).join('; '));
	},
};
