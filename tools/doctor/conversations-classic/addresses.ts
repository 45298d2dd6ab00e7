/**
 * Whether customers' messages become conversations that the virtual agent receives.
 *
 * An address configuration makes a conversation of a message that belongs to none (twilio-node 6.2, "Enable/Disable
 * auto-creating conversations"; https://www.twilio.com/docs/flex/admin-guide/setup/conversations/manage-conversations-sms-addresses),
 * and the Orchestrator's bridge syncs the conversations of Flex's service. So the fix for an address is to remove its
 * flow or webhook, not to switch it off.
 *
 * GUESS(bridge-and-addresses): two things. That the bridge creates no classic conversation by itself, of which Twilio's
 * docs say nothing (docs/conversations/orchestrator/guides/classic-bridge); if it does, an address of type `default`
 * does no harm. And that such an address reaches no agent in Flex. A first message to a bridged number, once without an
 * address and once with one, would verify both.
 * @module
 */

import { bareAddress } from '../../../src/conversation/customer';
import type { AccountView } from '../../account/account-view';
import { type Sender, sendersOf } from '../../account/agent-connect/senders';
import { readFlexService } from '../../account/flex/conversations-service';
import { named } from '../../account/format';
import { readServicesOfNumbers } from '../../account/phone-numbers/messaging-services';
import { readNumbers } from '../../account/phone-numbers/phone-numbers';
import { type Check, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import {
	type AddressConfiguration,
	destinationInWords,
	labelOf,
	readAddressConfigurations,
	serviceOf,
} from './address-configurations';
import { autoCreationOf } from './resource';

/** The type has to match too: a number may be the virtual agent's on SMS and another team's on WhatsApp. */
const TYPES = { PHONE: 'sms', WHATSAPP: 'whatsapp', RCS: 'rcs' } as const;

const BY_HAND =
	'Enable the virtual agent’s address in Flex’s Conversations service (see conversations-classic/service), without a Studio flow or webhook (Console: Flex > Channel Management > Messaging).';
const LOOK = `Check the service’s incoming messages (Console: Messaging > Services > the service > Integration). "Autocreate a Conversation" is right, and so is "Defer to sender’s webhook" if the address exists. ${BY_HAND}`;
const IMPACTS = {
	elsewhere: 'Customers go straight to Flex or elsewhere, and never reach the virtual agent.',
	'no conversation':
		'A new customer’s first message doesn’t create a conversation, so the virtual agent never receives it.',
};

interface Fault {
	readonly kind: keyof typeof IMPACTS;
	readonly found: string;
	/** Missing when it is unknown whether it is a fault. */
	readonly fix?: Fix;
}

export const addresses: Check = {
	name: 'addresses',
	title: 'Address configurations',
	expected:
		'the virtual agent’s addresses create conversations in the service that Flex uses, without a Studio flow or webhook',
	impact: IMPACTS.elsewhere,
	advice: BY_HAND,
	only: 'messaging',
	look: async (account) => {
		const senders = sendersOf(account.environment);
		if (senders.length === 0) return skipped('no sender of the virtual agent is set in .env');
		const all = await readAddressConfigurations(account);
		const looked = await Promise.all(senders.map((sender) => lookAt(account, sender, all)));
		const faults = looked.filter((each) => each !== undefined);
		if (faults.length === 0)
			return ok('messages to the virtual agent create conversations, and go nowhere else');
		const found = faults.map((each) => each.found).join('; ');
		const impact = [...new Set(faults.map(({ kind }) => IMPACTS[kind]))].join(' ');
		const fixes = faults.flatMap(({ fix }) => (fix ? [fix] : []));
		if (fixes.length === 0) return { status: 'note', found, impact, advice: LOOK };
		return wrong(found, { impact, fixes });
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
		return other === 'none' ? noConversation(sender, configuration, service) : unknown(sender, other);
	}
	const isDefault = configuration.autoCreation.type === 'default';
	// Without Flex's service, conversations-classic/service reports what is wrong.
	if (isDefault && (service === undefined || (await serviceOf(account, configuration)) === service)) return;
	const { sid, type, address } = configuration;
	return {
		kind: isDefault ? 'no conversation' : 'elsewhere',
		found: await destinationInWords(account, configuration),
		fix: change(
			`Create conversations for ${labelOf(type, address)} (${sid}), without a Studio flow or webhook`,
			configuration,
			service,
		),
	};
}

function unknown(sender: Sender, other: string): Fault {
	const label = labelOf(TYPES[sender.channel], sender.address);
	return {
		kind: 'no conversation',
		found: `no address creates conversations for ${label}; doctor can’t tell whether ${other} does`,
	};
}

function noConversation(
	sender: Sender,
	configuration: AddressConfiguration | undefined,
	service: string | undefined,
): Fault {
	const type = TYPES[sender.channel];
	// In `.env` the channel may be left out.
	const address = type === 'sms' ? sender.address : `${type}:${sender.address.replace(/^[a-z]+:/i, '')}`;
	const label = labelOf(type, address);
	const title = `Create conversations for ${label}, for the virtual agent`;
	return {
		kind: 'no conversation',
		found: `no address creates conversations for ${label}${configuration ? ` (${configuration.sid} is disabled)` : ''}`,
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
 * What else may receive messages in place of an address: a Messaging Service that doesn't defer to its numbers may create
 * the conversations itself, which the API doesn't show.
 * @returns it in words; `none`; `not ours` for a number without SMS or of another account, which phone-numbers reports
 */
async function otherTaker(account: AccountView, { channel, address }: Sender): Promise<string> {
	if (channel !== 'PHONE') return 'none';
	const number = (await readNumbers(account)).found.find((each) => each.address === address);
	if (!number?.sms) return 'not ours';
	const services = await readServicesOfNumbers(account);
	if (services === undefined) return 'one of the account’s many Messaging Services';
	const service = services.get(number.sid);
	if (service === undefined || service.useInboundWebhookOnNumber) return 'none';
	return `the Messaging Service ${named(service.friendlyName, service.sid)}`;
}
