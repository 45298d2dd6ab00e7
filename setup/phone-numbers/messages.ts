/**
 * Checks that nothing but the virtual agent answers what customers write.
 * @module
 */
import type { ServiceInstance } from 'twilio/lib/rest/messaging/v1/service';
import type { AccountView } from '../account-view';
import { type Check, type Observation, ok, skipped, wrong } from '../check';
import type { Mend } from '../mend';
import { inWords, named } from '../showing';
import { writable } from '../writable';
import { type Answer, answerAt, answersMessages, kindOf } from './answer';
import { changeNumber } from './change';
import { MOST_SERVICES, readServicesOfNumbers, type ServicesOfNumbers } from './messaging-services';
import { type AgentNumber, readNumbers } from './numbers';

const BY_HAND =
	'Console, Phone Numbers > Manage > Active numbers > the number > Messaging Configuration: empty "A message comes in".';
/** https://www.twilio.com/docs/messaging/services, "Incoming message handling" */
const SERVICE_BY_HAND =
	'Console, Messaging > Services > the service > Integration, Incoming Messages: "Defer to sender’s webhook". It applies to all numbers of that service, so npm run setup leaves it to you.';

export const messages: Check = {
	name: 'messages',
	title: 'Messages are left to the virtual agent',
	expected: 'no demo reply and no Studio flow is set for messages: Conversations takes them',
	consequence: 'Customers get a reply that is not the agent’s, or go straight to a flow.',
	remedy: BY_HAND,
	only: 'messaging',
	look: async (account) => {
		const numbers = (await readNumbers(account)).found.filter(({ sms }) => sms);
		if (numbers.length === 0) return skipped('no number of the agent in this account receives SMS');
		const services = await readServicesOfNumbers(account);
		if (services === undefined) return tooMany(numbers);
		return judge(account, await Promise.all(numbers.map((number) => answerOf(account, number, services))));
	},
};

interface Answered {
	readonly number: AgentNumber;
	readonly answer: Answer;
	/** The Messaging Service that answers in the number's place. */
	readonly service?: ServiceInstance;
}

async function answerOf(
	account: AccountView,
	number: AgentNumber,
	services: ServicesOfNumbers,
): Promise<Answered> {
	const service = services.get(number.sid);
	if (!service || service.useInboundWebhookOnNumber) {
		return { number, answer: await answersMessages(account, number.settings) };
	}
	return { number, service, answer: await answerAt(account, service.inboundRequestUrl || '') };
}

function judge(account: AccountView, answered: readonly Answered[]): Observation {
	const faults = answered.filter(({ answer }) => isForeign(answer.kind));
	const silent = answered.filter(({ service, answer }) => service && answer.kind === 'nothing');
	const found = (faults.length > 0 ? faults : answered).map(describe).join('; ');
	if (faults.length === 0) return silent.length > 0 ? lookAtServices(found) : ok(found);
	const kinds = new Set(faults.map(({ answer }) => answer.kind));
	const own = faults.filter(({ service }) => !service);
	const mends = writable(
		own.map(({ number }) => leaveToConversations(number)),
		account,
	);
	const remedy = [
		...(own.length === 0 ? [] : [mends.length < own.length ? `${NOT_WRITABLE}${BY_HAND}` : BY_HAND]),
		...(own.length < faults.length ? [SERVICE_BY_HAND] : []),
	];
	return wrong(found, {
		...(kinds.size === 1 && { consequence: CONSEQUENCES[kinds.has('demo') ? 'demo' : 'flow'] }),
		remedy: remedy.join(' '),
		mends,
	});
}

const NOT_WRITABLE =
	'What is set now may hold a credential or token, which setup does not write down. By hand: ';

const CONSEQUENCES = {
	demo: 'Customers get Twilio’s demo text besides the agent’s answer.',
	flow: 'Customers go straight to that flow and never meet the virtual agent.',
};

/**
 * A service without an address receives nothing, says the SDK; of "Autocreate a Conversation", where Conversations takes
 * the messages (https://www.twilio.com/docs/messaging/services), the API shows nothing.
 *
 * GUESS: that such a service has no address either. One that is set so in the Console, read through the API, would
 * settle it.
 */
function lookAtServices(found: string): Observation {
	return {
		status: 'note',
		found,
		consequence: 'If the service is set to drop messages, customers who write get no answer at all.',
		remedy:
			'Look in the Console, Messaging > Services > the service > Integration, Incoming Messages: it should be "Defer to sender’s webhook" or "Autocreate a Conversation".',
	};
}

function tooMany(numbers: readonly AgentNumber[]): Observation {
	return {
		status: 'note',
		found: `this account has more than ${MOST_SERVICES} Messaging Services: which of them ${inWords(numbers.map(({ label }) => label))} may be in was not looked up`,
		remedy: `Look yourself that no demo reply and no Studio flow answers messages. ${BY_HAND} If the number is in a Messaging Service, that decides instead: Messaging > Services > the service > Integration.`,
	};
}

function leaveToConversations(number: AgentNumber): Mend {
	const { smsUrl } = number.settings;
	return {
		stage: 'traffic',
		title: `Leave messages to ${number.label}, ${number.sid}, to Conversations`,
		// Without the app, the number's own URL counts again: it goes too if it is as foreign.
		edits: changeNumber(number, {
			smsApplicationSid: '',
			...(isForeign(kindOf(smsUrl)) && { smsUrl: '' }),
		}),
	};
}

function isForeign(kind: Answer['kind']): boolean {
	return kind === 'demo' || kind === 'flow';
}

function describe({ number, answer, service }: Answered): string {
	const by = service ? `, by the Messaging Service ${named(service.friendlyName, service.sid)}` : '';
	if (answer.kind !== 'nothing') return `${answer.what} answers messages to ${number.label}${by}`;
	if (service) return `no address is set for messages to ${number.label}${by}`;
	return `nothing of its own answers messages to ${number.label}: Conversations takes them`;
}
