/**
 * Checks that no address sends customers past the agent.
 * @module
 */
import { type Check, note, ok, skipped, wrong } from '../check';
import type { Mend } from '../mend';
import { bareAddress, type Sender, sendersOf } from '../senders';
import { type AddressConfiguration, labelOf, readAddressConfigurations, whereItLeads } from './address';

/** A number may be an SMS sender of the agent's and somebody else's on WhatsApp: the type has to fit as well. */
const TYPES: Readonly<Record<Sender['channel'], string>> = { PHONE: 'sms', WHATSAPP: 'whatsapp', RCS: 'rcs' };

export const addresses: Check = {
	name: 'addresses',
	title: 'No address sends customers past the agent',
	expected: 'the agent’s addresses are not connected to a Studio flow or webhook',
	consequence: 'Customers are sent straight to Flex or elsewhere and never meet the virtual agent.',
	remedy:
		'Console, Flex > Channel Management > Messaging tab: disconnect the address from its Studio flow or webhook.',
	only: 'messaging',
	look: async (account) => {
		const senders = sendersOf(account.environment);
		if (senders.length === 0) return skipped('.env names no address of the agent');
		const sending = (await readAddressConfigurations(account)).filter(
			({ type, autoCreation }) => autoCreation?.enabled && type !== 'chat',
		);
		const ours = sending.filter((configuration) => senders.some((sender) => isOf(sender, configuration)));
		const others = sending.length - ours.length;
		const rest =
			others === 0
				? ''
				: `; ${others} other address${others === 1 ? ' goes' : 'es go'} elsewhere, which is left alone`;
		if (ours.length === 0) return ok(`none of the agent’s addresses is connected elsewhere${rest}`);
		const found = await Promise.all(ours.map((each) => whereItLeads(account, each)));
		return wrong(`${found.join('; ')}${rest}`, { mends: ours.map(disconnect) });
	},
};

/**
 * A web chat's customers have no number, and TAC's chat channel listens to every chat of the bridged service
 * (tac/channels/chat.py): no setting says which chat is the agent's.
 */
export const webChat: Check = {
	name: 'web-chat',
	title: 'No web chat goes past the agent',
	expected: 'a web chat that the agent answers is not connected to a Studio flow or webhook',
	consequence:
		'If the agent is to answer this chat: its customers are sent straight to Flex or elsewhere and never meet it.',
	remedy:
		'No setting names the agent’s web chat, so npm run setup leaves it to you. If this is it: Console, Flex > Channel Management > Messaging tab, disconnect the address.',
	only: 'messaging',
	look: async (account) => {
		const chats = (await readAddressConfigurations(account)).filter(({ type }) => type === 'chat');
		const sending = chats.filter(({ autoCreation }) => autoCreation?.enabled);
		if (chats.length === 0) return ok('the account has no address for web chat');
		if (sending.length === 0) return ok('no address for web chat is connected elsewhere');
		return note((await Promise.all(sending.map((each) => whereItLeads(account, each)))).join('; '));
	},
};

function isOf({ channel, address }: Sender, configuration: AddressConfiguration): boolean {
	return TYPES[channel] === configuration.type && bareAddress(address) === bareAddress(configuration.address);
}

/**
 * Addresses that make a conversation and lead nowhere else (`default`) are disconnected as well.
 *
 * GUESS: two things. That afterwards the bridge makes the classic conversation of a customer who writes for the first
 * time; Twilio's docs say of the bridge that messages are synced both ways, not who makes conversations
 * (docs/conversations/orchestrator/guides/classic-bridge). And that an update of `enabled` alone keeps where the address
 * led, so that it can be switched on again. On a live account, a first message to an address that was disconnected like
 * this, and a look at the address then, would settle both.
 */
function disconnect(configuration: AddressConfiguration): Mend {
	const { sid } = configuration;
	return {
		stage: 'traffic',
		title: `Leave ${labelOf(configuration)}, ${sid}, to the virtual agent`,
		edits: [
			{
				edit: 'set',
				resource: 'address-configuration',
				id: sid,
				path: ['autoCreation', 'enabled'],
				before: true,
				after: false,
			},
		],
	};
}
