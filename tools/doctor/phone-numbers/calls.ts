/**
 * Whether callers reach the virtual agent.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { agentDomain, DOMAIN_SETTING, leadsTo } from '../../account/agent-domain';
import { type AgentNumber, readNumbers } from '../../account/phone-numbers';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { whyNotRunning } from './agent-server';
import { type Answer, answersCalls } from './answer';
import { changeNumber } from './resource';

/** The path at which TAC's server answers calls by default (tac/server/config.py, `twiml_path`). */
const TWIML_PATH = '/twiml';
const CONSOLE = 'Console: Phone Numbers > Manage > Active numbers > the number > Voice Configuration';

export const calls: Check = {
	name: 'calls',
	only: 'voice',
	title: 'Incoming calls',
	expected: 'the virtual agent answers calls to its numbers',
	impact: 'Callers never reach the virtual agent: something else answers, or the call fails.',
	advice: `Set ${DOMAIN_SETTING} in .env to the virtual agent’s domain and run npx handoff setup. By hand: set "A call comes in" to Webhook, with the URL at which the virtual agent responds with TwiML (${CONSOLE}).`,
	look: async (account) => {
		const numbers = (await readNumbers(account)).found.filter(({ voice }) => voice);
		if (numbers.length === 0) return skipped('no number of the virtual agent in this account receives calls');
		const answered = await Promise.all(
			numbers.map(async (number) => ({ number, answer: await answersCalls(account, number.settings) })),
		);
		const domain = agentDomain(account.environment);
		return domain === undefined ? judge(answered) : compare(account, domain, answered);
	},
};

type Answered = readonly { readonly number: AgentNumber; readonly answer: Answer }[];

/** Any other answer may be the virtual agent's, or lead to it: a menu, a trunk. */
function isNotTheAgent({ answer }: Answered[number]): boolean {
	return ['nothing', 'demo', 'flow'].includes(answer.kind);
}

/** Without the agent's domain. */
function judge(answered: Answered): Observation {
	const faults = answered.filter(isNotTheAgent);
	if (faults.length > 0) return wrong(inWords(faults));
	return ok(
		`${inWords(answered)} (whether that is the virtual agent is unknown: ${DOMAIN_SETTING} has no domain)`,
	);
}

async function compare(account: AccountView, domain: string, answered: Answered): Promise<Observation> {
	const others = answered.filter(({ answer }) => !leadsTo(domain, answer.url));
	if (others.length === 0) return judgeAgent(account, answered);
	const url = `https://${domain}${TWIML_PATH}`;
	const expected = `calls go to ${url}, or another path on that domain`;
	const byHand = `Set "A call comes in" to Webhook, ${url}, HTTP POST (${CONSOLE}).`;
	const faults = others.filter(isNotTheAgent);
	if (faults.length === 0) {
		return {
			status: 'note',
			found: inWords(others),
			expected,
			advice: `Make sure that callers reach the virtual agent from there, for example through a menu. If they don’t: ${byHand}`,
		};
	}
	const unclear = others.filter((each) => !faults.includes(each));
	const found = `${inWords(faults)}${unclear.length > 0 ? `; ${inWords(unclear)}, which may lead to the virtual agent` : ''}`;
	const absence = await whyNotRunning(url, account, 'not running');
	if (absence !== undefined) {
		return wrong(`${found}; ${absence}`, {
			expected,
			advice: `Start the virtual agent, then run npx handoff setup: while it isn’t running, calls sent to it fail. By hand: ${byHand}`,
		});
	}
	const fixes = faults.map(({ number, answer }) => sendCallsTo(url, number, answer));
	return wrong(found, { expected, advice: byHand, fixes });
}

/** The numbers lead to the virtual agent; is it running? */
async function judgeAgent(account: AccountView, answered: Answered): Promise<Observation> {
	const urls = [...new Set(answered.map(({ answer }) => answer.url))];
	const absences = await Promise.all(urls.map((url) => whyNotRunning(url, account, 'running')));
	const found = absences.filter((absence) => absence !== undefined);
	if (found.length === 0) return ok(inWords(answered));
	return wrong(`calls go to the virtual agent, but ${found.join('; ')}`, {
		impact: 'Calls fail.',
		advice: 'Start the virtual agent, and make sure that its domain leads to it.',
	});
}

function sendCallsTo(url: string, number: AgentNumber, { what }: Answer): Fix {
	return {
		stage: 'traffic',
		title: `Send calls to ${number.label}, ${number.sid}, to the virtual agent; now ${what} answers`,
		edits: changeNumber(number, {
			voiceUrl: url,
			voiceMethod: 'POST',
			voiceApplicationSid: '',
			trunkSid: '',
		}),
	};
}

function inWords(answered: Answered): string {
	return answered.map(({ number, answer }) => `${answer.what} answers calls to ${number.label}`).join('; ');
}
