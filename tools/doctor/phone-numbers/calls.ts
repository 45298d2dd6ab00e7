/**
 * Whether callers reach the virtual agent.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { agentDomain, DOMAIN_SETTING, leadsTo } from '../../account/agent-connect/domain';
import { type AgentNumber, readNumbers } from '../../account/phone-numbers/phone-numbers';
import { receptionAt, whyDead, whyNotRunning } from '../engine/agent-server';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
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
	impact: 'Calls never reach the virtual agent: something else answers, or they fail.',
	advice: `Set ${DOMAIN_SETTING} in .env to the virtual agent’s domain and run npx handoff setup. Or manually: set "A call comes in" to Webhook, with the URL at which the virtual agent responds with TwiML (${CONSOLE}).`,
	look: async (account) => {
		const numbers = (await readNumbers(account)).found.filter(({ voice }) => voice);
		if (numbers.length === 0) return skipped('no number of the virtual agent in this account receives calls');
		const domain = agentDomain(account.environment);
		const answered = await Promise.all(numbers.map((number) => answerOf(account, number, domain)));
		return domain === undefined ? judge(answered) : compare(account, domain, answered);
	},
};

interface AnsweredNumber {
	readonly number: AgentNumber;
	readonly answer: Answer;
	/** Of a server elsewhere: why nothing answers there. */
	readonly dead?: string;
}
type Answered = readonly AnsweredNumber[];

async function answerOf(
	account: AccountView,
	number: AgentNumber,
	domain: string | undefined,
): Promise<AnsweredNumber> {
	const answer = await answersCalls(account, number.settings);
	const isElsewhere = answer.kind === 'webhook' && (domain === undefined || !leadsTo(domain, answer.url));
	const dead = isElsewhere ? await whyDead(account, answer.url) : undefined;
	return {
		number,
		answer,
		...(dead !== undefined && { dead }),
	};
}

/** Anything else may be the virtual agent, or go to it: a menu, a trunk. */
function isNotTheAgent({ answer, dead }: AnsweredNumber): boolean {
	return dead !== undefined || ['nothing', 'demo', 'flow'].includes(answer.kind);
}

/** Without the agent's domain. */
function judge(answered: Answered): Observation {
	const faults = answered.filter(isNotTheAgent);
	if (faults.length > 0) return wrong(inWords(faults));
	return ok(
		`${inWords(answered)} (doctor can’t tell whether that’s the virtual agent because ${DOMAIN_SETTING} has no domain)`,
	);
}

async function compare(account: AccountView, domain: string, answered: Answered): Promise<Observation> {
	const others = answered.filter(({ answer }) => !leadsTo(domain, answer.url));
	const url = `https://${domain}${TWIML_PATH}`;
	if (others.length === 0) return judgeAgent(account, url, answered);
	const expected = `calls go to ${url} or another path on that domain`;
	const byHand = byHandTo(url);
	const faults = others.filter(isNotTheAgent);
	if (faults.length === 0) {
		return {
			status: 'note',
			found: inWords(others),
			expected,
			advice: `Make sure that callers can reach the virtual agent from there, such as through a menu. If they can’t: ${byHand}`,
		};
	}
	const unclear = others.filter((each) => !faults.includes(each));
	const found = `${inWords(faults)}${unclear.length > 0 ? `; ${inWords(unclear)}, which may go to the virtual agent` : ''}`;
	const absence = await whyNotRunning(account, url);
	if (absence !== undefined) {
		return wrong(`${found}; ${absence}`, {
			expected,
			advice: `Start the virtual agent, because calls to it fail while it isn’t running, then run npx handoff setup. Or manually: ${byHand}`,
		});
	}
	const fixes = faults.map(({ number, answer }) => sendCallsTo(url, number, `${answer.what} answers`));
	return wrong(found, { expected, advice: byHand, fixes });
}

/** For numbers that point to the virtual agent's domain: whether it takes calls there. */
async function judgeAgent(account: AccountView, usual: string, answered: Answered): Promise<Observation> {
	const received = await Promise.all(
		answered.map(async (each) => ({ each, ...(await receptionAt(account, each.answer, usual)) })),
	);
	const of = (kind: string) => received.filter((one) => one.kind === kind);
	const words = (all: readonly { readonly found: string }[]) =>
		[...new Set(all.map(({ found }) => found))].join('; ');
	const [down, refused, unclear] = [of('down'), of('refused'), of('unclear')];
	if (down.length > 0) {
		return wrong(`calls go to the virtual agent, but ${words([...down, ...refused])}`, {
			impact: 'Calls fail.',
			advice: 'Start the virtual agent, and make sure that its domain points to it.',
		});
	}
	if (refused.length > 0) {
		return wrong(`calls go to the virtual agent’s domain, but ${words(refused)}`, {
			expected: `calls go to ${usual}, by POST`,
			impact: 'Calls fail.',
			advice: byHandTo(usual),
			fixes: refused.map(({ each }) =>
				sendCallsTo(usual, each.number, `they go to ${each.answer.what} by ${each.answer.method}`),
			),
		});
	}
	if (unclear.length === 0) return ok(inWords(answered));
	return {
		status: 'note',
		found: `calls go to the virtual agent’s domain, but ${words(unclear)}`,
		impact: 'If the virtual agent doesn’t take calls at that URL, they fail.',
		advice: `Call the number. A POST-only route may return 404 to doctor’s GET request. If the call fails: ${byHandTo(usual)}`,
	};
}

function byHandTo(url: string): string {
	return `Set "A call comes in" to Webhook, ${url}, HTTP POST (${CONSOLE}).`;
}

/** @param now what happens to them now */
function sendCallsTo(url: string, number: AgentNumber, now: string): Fix {
	return {
		stage: 'traffic',
		title: `Send calls to ${number.label}, ${number.sid}, to the virtual agent; now ${now}`,
		edits: changeNumber(number, {
			voiceUrl: url,
			voiceMethod: 'POST',
			voiceApplicationSid: '',
			trunkSid: '',
		}),
	};
}

function inWords(answered: Answered): string {
	return answered
		.map(({ number, answer, dead }) =>
			dead === undefined
				? `${answer.what} answers calls to ${number.label}`
				: `calls to ${number.label} go to ${answer.what}, but ${dead}`,
		)
		.join('; ');
}
