/**
 * Checks that callers reach the virtual agent.
 * @module
 */
import type { AccountView } from '../account-view';
import { agentDomain, DOMAIN_SETTING, leadsTo } from '../agent-domain';
import { type Check, type Observation, ok, skipped, wrong } from '../check';
import type { Mend } from '../mend';
import { writable } from '../writable';
import { type Answer, answersCalls } from './answer';
import { changeNumber } from './change';
import { type AgentNumber, readNumbers } from './numbers';

/** Where TAC's server answers calls, unless told otherwise (tac/server/config.py, `twiml_path`). */
const TWIML_PATH = '/twiml';
const CONSOLE = 'Console: Phone Numbers > Manage > Active numbers > the number > Voice Configuration';

export const calls: Check = {
	name: 'calls',
	title: 'Calls reach the virtual agent',
	expected: 'the virtual agent answers calls to its numbers',
	consequence:
		'Callers never meet the virtual agent: they get whatever answers now, or hear that the call failed.',
	remedy: `Set ${DOMAIN_SETTING} in .env to the agent’s domain and run npm run setup. By hand: ${CONSOLE}, "A call comes in", Webhook, the URL at which your agent answers with TwiML.`,
	look: async (account) => {
		const numbers = (await readNumbers(account)).found.filter(({ voice }) => voice);
		if (numbers.length === 0) return skipped('no number of the agent in this account receives calls');
		const answered = await Promise.all(
			numbers.map(async (number) => ({ number, answer: await answersCalls(account, number.settings) })),
		);
		const domain = agentDomain(account.environment);
		return domain === undefined ? judge(answered) : compare(account, domain, answered);
	},
};

type Answered = readonly { readonly number: AgentNumber; readonly answer: Answer }[];

/** Without the agent's domain: some answers cannot be the agent's. */
function judge(answered: Answered): Observation {
	const faults = answered.filter(({ answer }) => ['nothing', 'demo', 'flow'].includes(answer.kind));
	if (faults.length > 0) return wrong(sentences(faults));
	return ok(
		`${sentences(answered)} (${DOMAIN_SETTING} is not set: whether that is the agent cannot be told)`,
	);
}

function compare(account: AccountView, domain: string, answered: Answered): Observation {
	const faults = answered.filter(({ answer }) => !leadsTo(domain, answer.url));
	if (faults.length === 0) return ok(sentences(answered));
	const url = `https://${domain}${TWIML_PATH}`;
	const byHand = `${CONSOLE}, "A call comes in", Webhook, ${url}, HTTP POST.`;
	const mends = writable(
		faults.map(({ number }) => sendCallsTo(url, number)),
		account,
	);
	return wrong(sentences(faults), {
		expected: `${url} answers, or another path of that domain`,
		remedy:
			mends.length === faults.length
				? byHand
				: `What is set now may hold a credential or token, which setup does not write down. By hand: ${byHand}`,
		mends,
	});
}

function sendCallsTo(url: string, number: AgentNumber): Mend {
	return {
		stage: 'traffic',
		title: `Send calls to ${number.label}, ${number.sid}, to the virtual agent`,
		edits: changeNumber(number, {
			voiceUrl: url,
			voiceMethod: 'POST',
			voiceApplicationSid: '',
			trunkSid: '',
		}),
	};
}

function sentences(answered: Answered): string {
	return answered.map(({ number, answer }) => `${answer.what} answers calls to ${number.label}`).join('; ');
}
