/**
 * Checks that nothing but the virtual agent answers what customers write.
 * @module
 */
import type { ServiceInstance } from 'twilio/lib/rest/messaging/v1/service';
import type { AccountView } from '../../account/account-view';
import { agentDomain } from '../../account/agent-domain';
import { inWords, named } from '../../account/format';
import {
	MOST_SERVICES,
	readServicesOfNumbers,
	type ServicesOfNumbers,
} from '../../account/messaging-services';
import { type AgentNumber, changeNumber, readNumbers } from '../../account/phone-numbers';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { writable } from '../engine/writable';
import { type Answer, answerAt, answersMessages } from './answer';
import { CONSEQUENCES, foreignAt, isUncertain } from './second-answer';

const BY_HAND =
	'Console, Phone Numbers > Manage > Active numbers > the number > Messaging Configuration: empty "A message comes in".';
/** https://www.twilio.com/docs/messaging/services, "Incoming message handling" */
const SERVICE_BY_HAND =
	'Console, Messaging > Services > the service > Integration, Incoming Messages: "Defer to sender’s webhook". It applies to all numbers of that service, so npm run setup leaves it to you.';

export const messages: Check = {
	name: 'messages',
	title: 'Messages are left to the virtual agent',
	expected: 'a number has nothing of its own that answers messages: Conversations takes them',
	impact: 'Customers get a reply that is not the agent’s, or go straight to a flow.',
	advice: BY_HAND,
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
	const domain = agentDomain(account.environment);
	const faults = answered.filter(({ answer }) => foreignAt(answer.url, domain));
	if (faults.length === 0) return judgeRest(answered, domain);
	const found = faults.map(describe).join('; ');
	const [kind, ...more] = new Set(faults.map(({ answer }) => foreignAt(answer.url, domain)));
	const own = faults.filter(({ service }) => !service);
	const fixes = writable(
		own.map(({ number }) => leaveToConversations(number, domain)),
		account,
	);
	const advice = [
		...(own.length === 0 ? [] : [fixes.length < own.length ? `${NOT_WRITABLE}${BY_HAND}` : BY_HAND]),
		...(own.length < faults.length ? [SERVICE_BY_HAND] : []),
	];
	return wrong(found, {
		...(kind && more.length === 0 && { impact: CONSEQUENCES[kind] }),
		advice: advice.join(' '),
		fixes,
	});
}

const NOT_WRITABLE =
	'What is set now may hold a credential or token, which setup does not write down. By hand: ';

/**
 * Where nothing is wrong for certain.
 *
 * A service without an address receives nothing, says the SDK; of "Autocreate a Conversation", where Conversations takes
 * the messages (https://www.twilio.com/docs/messaging/services), the API shows nothing.
 *
 * GUESS: that such a service has no address either. One that is set so in the Console, read through the API, would
 * settle it.
 */
function judgeRest(answered: readonly Answered[], domain: string | undefined): Observation {
	const found = answered.map(describe).join('; ');
	const notes = [
		...(answered.some(({ service, answer }) => service && answer.kind === 'nothing') ? [SILENT_SERVICE] : []),
		...(answered.some(({ service, answer }) => !service && isUncertain(answer, domain)) ? [WEBHOOK] : []),
		...(answered.some(({ service, answer }) => service && isUncertain(answer, domain))
			? [SERVICE_WEBHOOK]
			: []),
	];
	if (notes.length === 0) return ok(found);
	return {
		status: 'note',
		found,
		impact: notes.map(({ impact }) => impact).join(' '),
		advice: notes.map(({ advice }) => advice).join(' '),
	};
}

const SILENT_SERVICE = {
	impact: 'If the service is set to drop messages, customers who write get no answer at all.',
	advice:
		'Look in the Console, Messaging > Services > the service > Integration, Incoming Messages: it should be "Defer to sender’s webhook" or "Autocreate a Conversation".',
};
const SERVICE_WEBHOOK = {
	impact:
		'If whoever is there does not lead messages to the virtual agent, customers who write never meet it.',
	advice: `If messages reach the agent that way, all is well. If not: ${SERVICE_BY_HAND}`,
};
const WEBHOOK = {
	impact: 'It runs in parallel to Conversations: if it answers, customers get a second answer.',
	advice: `If it answers nobody, all is well. If it does: ${BY_HAND}`,
};

function tooMany(numbers: readonly AgentNumber[]): Observation {
	return {
		status: 'note',
		found: `this account has more than ${MOST_SERVICES} Messaging Services: which of them ${inWords(numbers.map(({ label }) => label))} may be in was not looked up`,
		advice: `Look yourself that nothing else answers messages. ${BY_HAND} If the number is in a Messaging Service, that decides instead: Messaging > Services > the service > Integration.`,
	};
}

function leaveToConversations(number: AgentNumber, domain: string | undefined): Fix {
	const { smsUrl } = number.settings;
	return {
		stage: 'traffic',
		needs: ['conversations-classic/addresses'],
		title: `Leave messages to ${number.label}, ${number.sid}, to Conversations`,
		// Without the app, the number's own URL counts again: it goes too if it is as foreign.
		edits: changeNumber(number, {
			smsApplicationSid: '',
			...(foreignAt(smsUrl, domain) && { smsUrl: '' }),
		}),
	};
}

function describe({ number, answer, service }: Answered): string {
	const by = service ? `, by the Messaging Service ${named(service.friendlyName, service.sid)}` : '';
	if (answer.kind !== 'nothing') return `${answer.what} answers messages to ${number.label}${by}`;
	if (service) return `no address is set for messages to ${number.label}${by}`;
	return `nothing of its own answers messages to ${number.label}: Conversations takes them`;
}
