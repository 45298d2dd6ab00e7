/**
 * Checks that what customers write becomes conversations which are left to the agent.
 *
 * An address is what makes a conversation of a message that belongs to none (twilio-node 6.2, "Enable/Disable
 * auto-creating conversations"; https://www.twilio.com/docs/flex/admin-guide/setup/conversations/manage-conversations-sms-addresses),
 * and the Orchestrator's bridge syncs the conversations of Flex's service. So to disconnect an address is to take away
 * its flow or webhook, not to switch it off.
 *
 * GUESS: two things. That the bridge makes no classic conversation by itself, of which Twilio's docs say nothing
 * (docs/conversations/orchestrator/guides/classic-bridge); if it does, an address of type `default` does no harm. And
 * that such an address leads to nobody in Flex. A first message to a bridged number, once without an address and once
 * with such a one, would settle both.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { named } from '../../account/format';
import { readServicesOfNumbers } from '../../account/messaging-services';
import { readNumbers } from '../../account/phone-numbers';
import { bareAddress, type Sender, sendersOf } from '../../account/senders';
import { type Check, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { writable } from '../engine/writable';
import {
	type AddressConfiguration,
	labelOf,
	readAddressConfigurations,
	serviceOf,
	whereItLeads,
} from './address';
import { autoCreationOf } from './address-resource';
import { readFlexService } from './service';

/** A number may be an SMS sender of the agent's and somebody else's on WhatsApp: the type has to fit as well. */
const TYPES = { PHONE: 'sms', WHATSAPP: 'whatsapp', RCS: 'rcs' } as const;

const BY_HAND =
	'Console, Flex > Channel Management > Messaging tab: there should be the agent’s address, enabled, with no Studio flow or webhook connected, in the Conversations service that Flex uses (conversations-classic/service).';
const LOOK = `Console, Messaging > Services > the service > Integration, Incoming Messages: "Autocreate a Conversation" is right, and so is "Defer to sender’s webhook" once there is an address. ${BY_HAND}`;
const CONSEQUENCES = {
	astray: 'Customers are sent straight to Flex or elsewhere and never meet the virtual agent.',
	lost: 'The first message of somebody new becomes no conversation that the virtual agent hears of: nobody answers.',
};

interface Fault {
	readonly kind: keyof typeof CONSEQUENCES;
	readonly found: string;
	/** None when it is open whether it is a fault. */
	readonly fix?: Fix;
}

export const addresses: Check = {
	name: 'addresses',
	title: 'What customers write is left to the agent',
	expected:
		'the agent’s addresses make conversations in the service that Flex uses, and are connected to no Studio flow or webhook',
	impact: CONSEQUENCES.astray,
	advice: BY_HAND,
	only: 'messaging',
	look: async (account) => {
		const senders = sendersOf(account.environment);
		if (senders.length === 0) return skipped('.env names no address of the agent');
		const all = await readAddressConfigurations(account);
		const looked = await Promise.all(senders.map((sender) => lookAt(account, sender, all)));
		const faults = looked.filter((each) => each !== undefined);
		if (faults.length === 0) return ok('what customers write to the agent’s addresses goes nowhere else');
		const found = faults.map((each) => each.found).join('; ');
		const impact = [...new Set(faults.map(({ kind }) => CONSEQUENCES[kind]))].join(' ');
		const proposed = faults.flatMap(({ fix }) => (fix ? [fix] : []));
		if (proposed.length === 0) return { status: 'note', found, impact, advice: LOOK };
		return wrong(found, { impact, fixes: writable(proposed, account) });
	},
};

async function lookAt(
	account: AccountView,
	sender: Sender,
	all: readonly AddressConfiguration[],
): Promise<Fault | undefined> {
	const configuration = all.find((each) => isOf(sender, each));
	const service = (await readFlexService(account))?.sid;
	if (!configuration?.autoCreation?.enabled) {
		const other = await otherTaker(account, sender);
		if (other === 'not ours') return undefined;
		return other === 'none' ? nothingMade(sender, configuration, service) : nobodyKnows(sender, other);
	}
	const isDefault = configuration.autoCreation.type === 'default';
	// Without Flex's service conversations-classic/service has the word.
	if (isDefault && (service === undefined || (await serviceOf(account, configuration)) === service)) return;
	const { sid, type, address } = configuration;
	return {
		kind: isDefault ? 'lost' : 'astray',
		found: await whereItLeads(account, configuration),
		fix: change(`Leave ${labelOf(type, address)}, ${sid}, to the virtual agent`, configuration, service),
	};
}

function nobodyKnows(sender: Sender, other: string): Fault {
	const label = labelOf(TYPES[sender.channel], sender.address);
	return {
		kind: 'lost',
		found: `no address makes conversations of ${label}, and whether ${other} does cannot be told`,
	};
}

function nothingMade(
	sender: Sender,
	configuration: AddressConfiguration | undefined,
	service: string | undefined,
): Fault {
	const type = TYPES[sender.channel];
	// In `.env` the channel may be left out.
	const address = type === 'sms' ? sender.address : `${type}:${sender.address.replace(/^[a-z]+:/i, '')}`;
	const label = labelOf(type, address);
	const title = `Make conversations of ${label}, for the virtual agent`;
	return {
		kind: 'lost',
		found: `no address makes conversations of ${label}${configuration ? ` (${configuration.sid} is switched off)` : ''}`,
		fix: configuration
			? change(title, configuration, service)
			: {
					stage: 'traffic',
					title,
					edits: [
						{
							edit: 'create',
							resource: 'address-configuration',
							value: { type, address, autoCreation: wanted(service) },
						},
					],
				},
	};
}

function change(title: string, configuration: AddressConfiguration, service: string | undefined): Fix {
	const before = autoCreationOf(configuration);
	const after = wanted(service);
	const { sid: id } = configuration;
	return {
		stage: 'traffic',
		title,
		edits: [{ edit: 'set', resource: 'address-configuration', id, path: ['autoCreation'], before, after }],
	};
}

function wanted(service: string | undefined) {
	return {
		enabled: true,
		type: 'default',
		...(service !== undefined && { conversationServiceSid: service }),
	};
}

function isOf({ channel, address }: Sender, configuration: AddressConfiguration): boolean {
	return TYPES[channel] === configuration.type && bareAddress(address) === bareAddress(configuration.address);
}

/**
 * A number that receives no SMS, or is not this account's, is phone-numbers' to speak of. A Messaging Service that does
 * not defer to its numbers may make the conversations itself, of which the API tells nothing.
 * @returns in words, who may take messages in an address's place
 */
async function otherTaker(account: AccountView, { channel, address }: Sender): Promise<string> {
	if (channel !== 'PHONE') return 'none';
	const number = (await readNumbers(account)).found.find((each) => each.address === address);
	if (!number?.sms) return 'not ours';
	const services = await readServicesOfNumbers(account);
	if (services === undefined) return 'one of the many Messaging Services';
	const service = services.get(number.sid);
	if (service === undefined || service.useInboundWebhookOnNumber) return 'none';
	return `the Messaging Service ${named(service.friendlyName, service.sid)}`;
}
