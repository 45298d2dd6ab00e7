/**
 * The verdict: the first rule of one ordered table that holds. What is wrong comes first, in the order of a handoff, so
 * that a cause comes before what follows from it; then what went well; then what is not known.
 * @module
 */

import { redact } from '../../src/redact';
import { acceptance, type Facts, isGivenBack as isBack } from './facts';
import { isDuplicate } from './handoffs';
import { CALL, NO_HANDOFF_OF_CALL, QUIET_CALL } from './rules/call';
import { CHAT, FOUND, QUIET_CHAT } from './rules/chat';
import { FLOW } from './rules/flow';
import { inWords, ok, type Rule, unknown } from './rules/rule';
import { TASK, WELL } from './rules/task';
import { entry, type TraceEntry, type Verdict } from './trace';

/** An execution, traced by its SID, that the flow ended as a duplicate. */
const DUPLICATE = ok(
	'duplicate',
	({ execution }) => execution !== undefined && isDuplicate(execution),
	({ others }) => {
		const first = others.find(({ tasks }) => tasks.length > 0)?.execution?.sid;
		return `Duplicate: the chat was already handed off${first ? ` by execution ${first}` : ''}, so this execution created no second task.`;
	},
);

const NOT_ALL_READ = unknown(
	'not_all_read',
	undefined,
	({ unread }) => unread.size > 0,
	({ unread }) => `No problem found, but some data couldn’t be read: ${[...unread].join(', ')}.`,
	'Run the command again. If it persists, see Twilio’s messages above, and npx handoff doctor.',
);

const ACCEPTANCE_UNKNOWN = unknown(
	'acceptance_unknown',
	undefined,
	() => true,
	'No problem found. It’s unknown whether an agent accepted the handoff.',
	'TaskRouter and Studio keep data for 30 days. For a more recent handoff, trace its task by its SID (WT…).',
);

/** In order: the first that holds is the verdict. */
const RULES: readonly Rule[] = [
	...FOUND,
	DUPLICATE,
	...CHAT,
	...CALL,
	...FLOW,
	...TASK,
	...WELL,
	NO_HANDOFF_OF_CALL,
	NOT_ALL_READ,
	...QUIET_CHAT,
	QUIET_CALL,
];

const GIVEN_BACK = 'The conversation was given back to the virtual agent.';

/** The verdict on a handoff, and what else is wrong, as entries of its timeline: the first of each product. */
export function judge(facts: Facts): { readonly verdict: Verdict; readonly entries: readonly TraceEntry[] } {
	const holding = RULES.filter(({ when }) => when(facts));
	const [decisive = ACCEPTANCE_UNKNOWN] = holding;
	const shown = holding.filter(
		(rule, index) =>
			(rule === decisive || rule.status === 'wrong') &&
			holding.findIndex(({ product }) => product === rule.product) === index,
	);
	return {
		verdict: verdictBy(decisive, facts),
		entries: shown.flatMap(({ product, status, what, at, id }) => {
			if (product === undefined) return [];
			const mark = status === 'wrong' ? 'wrong' : 'note';
			return [entry(product, mark, inWords(what, facts), { at: at?.(facts), id })];
		}),
	};
}

function verdictBy(rule: Rule, facts: Facts): Verdict {
	const { id, status } = rule;
	const what = inWords(rule.what, facts);
	const advice = redact(inWords(rule.advice, facts));
	if (status !== 'wrong') return { id, status, text: redact(what), advice };
	const isGivenBack = isBack(facts) || undefined;
	const before = acceptance(facts);
	const text = [what, before, isGivenBack && GIVEN_BACK].filter(Boolean).join(' ');
	const impact = isGivenBack ? 'The virtual agent replies to the customer.' : inWords(rule.impact, facts);
	return { id, status, text: redact(text), impact: redact(impact) || undefined, advice, isGivenBack };
}
