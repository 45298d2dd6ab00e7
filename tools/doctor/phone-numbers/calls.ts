/**
 * Checks that callers reach the virtual agent.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { agentDomain, DOMAIN_SETTING, leadsTo } from '../../account/agent-domain';
import { type AgentNumber, changeNumber, readNumbers } from '../../account/phone-numbers';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { writable } from '../engine/writable';
import { whyNobodyIsAt } from './agent-server';
import { type Answer, answersCalls } from './answer';

/** Where TAC's server answers calls, unless told otherwise (tac/server/config.py, `twiml_path`). */
const TWIML_PATH = '/twiml';
const CONSOLE = 'Console: Phone Numbers > Manage > Active numbers > the number > Voice Configuration';

export const calls: Check = {
	name: 'calls',
	only: 'voice',
	title: 'Calls reach the virtual agent',
	expected: 'the virtual agent answers calls to its numbers',
	impact:
		'Callers never meet the virtual agent: they get whatever answers now, or hear that the call failed.',
	advice: `Set ${DOMAIN_SETTING} in .env to the agent’s domain and run npm run setup. By hand: ${CONSOLE}, "A call comes in", Webhook, the URL at which your agent answers with TwiML.`,
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

/** Nothing, Twilio's demo, a flow. Any other answer may be the agent's, or lead to it: a menu, a trunk. */
function cannotBeTheAgent({ answer }: Answered[number]): boolean {
	return ['nothing', 'demo', 'flow'].includes(answer.kind);
}

/** Without the agent's domain. */
function judge(answered: Answered): Observation {
	const faults = answered.filter(cannotBeTheAgent);
	if (faults.length > 0) return wrong(sentences(faults));
	return ok(
		`${sentences(answered)} (${DOMAIN_SETTING} names no domain: whether that is the agent cannot be told)`,
	);
}

/** They lead to the agent; but is it there? */
async function judgeAgent(account: AccountView, answered: Answered): Promise<Observation> {
	const urls = [...new Set(answered.map(({ answer }) => answer.url))];
	const absences = await Promise.all(urls.map((url) => whyNobodyIsAt(url, account, 'count as somebody')));
	const found = absences.filter((absence) => absence !== undefined);
	if (found.length === 0) return ok(sentences(answered));
	return wrong(`calls are sent to the virtual agent, but ${found.join('; ')}`, {
		impact: 'Callers hear that the call failed.',
		advice: 'Start the virtual agent, and see that its domain leads to it.',
	});
}

async function compare(account: AccountView, domain: string, answered: Answered): Promise<Observation> {
	const astray = answered.filter(({ answer }) => !leadsTo(domain, answer.url));
	if (astray.length === 0) return judgeAgent(account, answered);
	const url = `https://${domain}${TWIML_PATH}`;
	const expected = `${url} answers, or another path of that domain`;
	const byHand = `${CONSOLE}, "A call comes in", Webhook, ${url}, HTTP POST.`;
	const faults = astray.filter(cannotBeTheAgent);
	if (faults.length === 0) {
		return {
			status: 'note',
			found: sentences(astray),
			expected,
			advice: `If that leads to the virtual agent in the end, as a menu may, all is well. If it does not, callers never meet the agent: ${byHand}`,
		};
	}
	const others = astray.filter((each) => !faults.includes(each));
	const found = `${sentences(faults)}${others.length > 0 ? `; ${sentences(others)}, which may lead to the agent` : ''}`;
	const absence = await whyNobodyIsAt(url, account, 'count as nobody');
	if (absence !== undefined) {
		return wrong(`${found}; ${absence}`, {
			expected,
			advice: `The virtual agent does not answer there now, and callers sent to it would hear that the call failed. Start it first, then run npm run setup. By hand: ${byHand}`,
		});
	}
	const fixes = writable(
		faults.map(({ number, answer }) => sendCallsTo(url, number, answer)),
		account,
	);
	return wrong(found, {
		expected,
		advice:
			fixes.length === faults.length
				? byHand
				: `What is set now may hold a credential or token, which setup does not write down. By hand: ${byHand}`,
		fixes,
	});
}

function sendCallsTo(url: string, number: AgentNumber, { what }: Answer): Fix {
	return {
		stage: 'traffic',
		title: `Send calls to ${number.label}, ${number.sid}, to the virtual agent, where now ${what} answers`,
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
