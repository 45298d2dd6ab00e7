/**
 * Checks that nothing but the virtual agent answers what customers write.
 * @module
 */
import type { AccountView } from '../account-view';
import { type Check, type Observation, ok, skipped, wrong } from '../check';
import type { Mend } from '../mend';
import { writable } from '../writable';
import { type Answer, answerAt, answersMessages } from './answer';
import { changeNumber } from './change';
import { type AgentNumber, readNumbers } from './numbers';

const BY_HAND =
	'Console, Phone Numbers > Manage > Active numbers > the number > Messaging Configuration: empty "A message comes in".';

export const messages: Check = {
	name: 'messages',
	title: 'Messages are left to the virtual agent',
	expected: 'no demo reply and no Studio flow is set for messages: Conversations takes them',
	consequence: 'Customers get a reply that is not the agent’s, or go straight to a flow.',
	remedy: BY_HAND,
	messagingOnly: true,
	look: async (account) => {
		const numbers = (await readNumbers(account)).found.filter(({ sms }) => sms);
		if (numbers.length === 0) return skipped('no number of the agent in this account receives SMS');
		const answered = await Promise.all(
			numbers.map(async (number) => ({ number, answer: await answersMessages(account, number.settings) })),
		);
		return judge(account, answered);
	},
};

type Answered = readonly { readonly number: AgentNumber; readonly answer: Answer }[];

function judge(account: AccountView, answered: Answered): Observation {
	const faults = answered.filter(({ answer }) => isForeign(answer));
	if (faults.length === 0) return ok(answered.map(describe).join('; '));
	const kinds = new Set(faults.map(({ answer }) => answer.kind));
	const mends = writable(
		faults.map(({ number }) => leaveToConversations(number)),
		account,
	);
	return wrong(faults.map(describe).join('; '), {
		...(kinds.size === 1 && { consequence: CONSEQUENCES[kinds.has('demo') ? 'demo' : 'flow'] }),
		...(mends.length < faults.length && {
			remedy: `What is set now may hold a credential or token, which setup does not write down. By hand: ${BY_HAND}`,
		}),
		mends,
	});
}

const CONSEQUENCES = {
	demo: 'Customers get Twilio’s demo text besides the agent’s answer.',
	flow: 'Customers go straight to that flow and never meet the virtual agent.',
};

function leaveToConversations(number: AgentNumber): Mend {
	const { smsUrl } = number.settings;
	return {
		stage: 'traffic',
		title: `Leave messages to ${number.label}, ${number.sid}, to Conversations`,
		// Without the app, the number's own URL counts again: it goes too if it is as foreign.
		edits: changeNumber(number, {
			smsApplicationSid: '',
			...(isForeign(answerAt(smsUrl)) && { smsUrl: '' }),
		}),
	};
}

function isForeign({ kind }: Answer): boolean {
	return kind === 'demo' || kind === 'flow';
}

function describe({ number, answer }: Answered[number]): string {
	const what = answer.kind === 'nothing' ? 'nothing of its own answers' : `${answer.what} answers`;
	const then = answer.kind === 'nothing' ? ': Conversations takes them' : '';
	return `${what} messages to ${number.label}${then}`;
}
