/**
 * Whether only the virtual agent replies to customers' messages. It receives them through Conversations. What a number is
 * set to runs in parallel to that, and Twilio recommends that it be nothing
 * (https://www.twilio.com/docs/flex/admin-guide/setup/conversations/manage-conversations-sms-addresses).
 * @module
 */
import type { ServiceInstance } from 'twilio/lib/rest/messaging/v1/service';
import type { AccountView } from '../../account/account-view';
import { agentDomain, leadsTo } from '../../account/agent-connect/domain';
import { inWords, named } from '../../account/format';
import {
	MOST_SERVICES,
	readServicesOfNumbers,
	type ServicesOfNumbers,
} from '../../account/phone-numbers/messaging-services';
import { type AgentNumber, readNumbers } from '../../account/phone-numbers/phone-numbers';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { type Answer, answerAt, answersMessages, kindOf } from './answer';
import { changeNumber } from './resource';

const BY_HAND =
	'Empty "A message comes in" (Console: Phone Numbers > Manage > Active numbers > the number > Messaging Configuration).';
/** https://www.twilio.com/docs/messaging/services, "Incoming message handling" */
const SERVICE_BY_HAND =
	'Set the service’s incoming messages to "Defer to sender’s webhook" (Console: Messaging > Services > the service > Integration). It applies to all numbers of that service, so setup doesn’t change it.';

export const messages: Check = {
	name: 'messages',
	title: 'Incoming messages',
	expected: 'nothing else replies to messages to the virtual agent’s numbers, so Conversations receives them',
	impact: 'Customers get replies that aren’t the virtual agent’s, or go directly to a flow.',
	advice: BY_HAND,
	only: 'messaging',
	look: async (account) => {
		const numbers = (await readNumbers(account)).found.filter(({ sms }) => sms);
		if (numbers.length === 0) return skipped('no number of the virtual agent in this account receives SMS');
		const services = await readServicesOfNumbers(account);
		if (services === undefined) return tooMany(numbers);
		return judge(account, await Promise.all(numbers.map((number) => answerOf(account, number, services))));
	},
};

interface Answered {
	readonly number: AgentNumber;
	readonly answer: Answer;
	/** The Messaging Service that handles messages in place of the number. */
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
	return {
		number,
		service,
		answer: await answerAt(account, service.inboundRequestUrl || '', service.inboundMethod || ''),
	};
}

const IMPACTS = {
	demo: 'Customers get Twilio’s demo message in addition to the virtual agent’s reply.',
	flow: 'Customers go directly to that flow and never reach the virtual agent.',
	agent:
		'The virtual agent receives every message twice: from Conversations, and in a format that TAC rejects, which fills Twilio’s error log.',
};

/**
 * The virtual agent's own server is wrong too: TAC 2.5 expects the JSON of Orchestrator there, and responds to the form
 * that a number posts with 400 (tac/server/fastapi_server.py, `conversation_webhook`).
 * @param domain the virtual agent's, if known
 * @returns what is certainly wrong; `undefined` for nothing, and for a webhook that may or may not reply
 */
function faultAt(url: string, domain: string | undefined): keyof typeof IMPACTS | undefined {
	const kind = kindOf(url);
	if (kind === 'demo' || kind === 'flow') return kind;
	return domain !== undefined && leadsTo(domain, url) ? 'agent' : undefined;
}

function judge(account: AccountView, answered: readonly Answered[]): Observation {
	const domain = agentDomain(account.environment);
	const faults = answered.filter(({ answer }) => faultAt(answer.url, domain));
	if (faults.length === 0) return judgeRest(answered, domain);
	const [kind, ...more] = new Set(faults.map(({ answer }) => faultAt(answer.url, domain)));
	const own = faults.filter(({ service }) => !service);
	const advice = [
		...(own.length > 0 ? [BY_HAND] : []),
		...(own.length < faults.length ? [SERVICE_BY_HAND] : []),
	];
	return wrong(faults.map(describe).join('; '), {
		...(kind && more.length === 0 && { impact: IMPACTS[kind] }),
		advice: advice.join(' '),
		fixes: own.map(({ number }) => leaveToConversations(number, domain)),
	});
}

/**
 * When nothing is certainly wrong.
 *
 * A service without a URL receives nothing, says the SDK's documentation. The API doesn't show "Autocreate a
 * Conversation", with which Conversations receives the messages (https://www.twilio.com/docs/messaging/services).
 *
 * GUESS(messaging-service-without-url): such a service has no URL either. One that is set so in the Console, read
 * through the API, would verify it.
 */
function judgeRest(answered: readonly Answered[], domain: string | undefined): Observation {
	const found = answered.map(describe).join('; ');
	const isUnclear = ({ kind, url }: Answer) => kind === 'webhook' && faultAt(url, domain) === undefined;
	const notes = [
		...(answered.some(({ service, answer }) => service && answer.kind === 'nothing')
			? [SERVICE_WITHOUT_URL]
			: []),
		...(answered.some(({ service, answer }) => !service && isUnclear(answer)) ? [WEBHOOK] : []),
		...(answered.some(({ service, answer }) => service && isUnclear(answer)) ? [SERVICE_WEBHOOK] : []),
	];
	if (notes.length === 0) return ok(found);
	return {
		status: 'note',
		found,
		impact: notes.map(({ impact }) => impact).join(' '),
		advice: notes.map(({ advice }) => advice).join(' '),
	};
}

const SERVICE_WITHOUT_URL = {
	impact: 'If the service is set to drop messages, customers who text get no reply.',
	advice:
		'Make sure that the service’s incoming messages are set to "Defer to sender’s webhook" or "Autocreate a Conversation" (Console: Messaging > Services > the service > Integration).',
};
const SERVICE_WEBHOOK = {
	impact: 'If that webhook doesn’t pass messages on to the virtual agent, customers who text never reach it.',
	advice: `Make sure that messages reach the virtual agent through that webhook. If they don’t: ${SERVICE_BY_HAND}`,
};
const WEBHOOK = {
	impact: 'The webhook runs in parallel to Conversations: if it replies, customers get a second reply.',
	advice: `Make sure that the webhook doesn’t reply. If it does: ${BY_HAND}`,
};

function tooMany(numbers: readonly AgentNumber[]): Observation {
	return {
		status: 'note',
		found: `this account has more than ${MOST_SERVICES} Messaging Services, so doctor didn’t check whether one has ${inWords(numbers.map(({ label }) => label))}`,
		advice: `Make sure that nothing else replies to messages. ${BY_HAND} If the number is in a Messaging Service, the service’s incoming messages apply instead (Console: Messaging > Services > the service > Integration).`,
	};
}

function leaveToConversations(number: AgentNumber, domain: string | undefined): Fix {
	const { smsUrl } = number.settings;
	return {
		stage: 'traffic',
		needs: ['conversations-classic/addresses'],
		title: `Remove the webhook or TwiML app for messages to ${number.label} (${number.sid})`,
		// Without the TwiML app, the number's own URL applies again: it is removed too if it is also wrong.
		edits: changeNumber(number, {
			smsApplicationSid: '',
			...(faultAt(smsUrl, domain) && { smsUrl: '' }),
		}),
	};
}

function describe({ number, answer, service }: Answered): string {
	const by = service ? `, through the Messaging Service ${named(service.friendlyName, service.sid)}` : '';
	if (answer.kind !== 'nothing') return `${answer.what} answers messages to ${number.label}${by}`;
	if (service) return `no URL is set for messages to ${number.label}${by}`;
	return `Conversations receives messages to ${number.label}`;
}
