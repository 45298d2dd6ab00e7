/**
 * Checks of the rules that make the summary.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { inWords, named } from '../../account/format';
import {
	type Attached,
	type IntelligenceConfiguration,
	type IntelligenceRule,
	readAttached,
} from '../../account/intelligence-configuration';
import {
	hasActions,
	hasContext,
	isSummary,
	runsOn,
	type SummaryTrigger,
} from '../../account/summary-operator';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { replacements } from './replacement';
import { readSpare } from './spare';

const CONSOLE =
	'Console: Conversation Intelligence > Intelligence configuration > the configuration > Details tab > Rules';
/** Updating a configuration in the Console may stop it (see `replacement.ts`). */
const AFTERWARDS = 'Look afterwards whether new conversations still get summaries.';

export const summaryAtEnd = summaryCheck(
	'summary-at-end',
	'A summary is made at the end of a conversation',
	'CONVERSATION_END',
	'At conversation end',
	'The person in Flex sees no summary of a conversation that ended, such as a call.',
);

export const summaryWhenInactive = summaryCheck(
	'summary-when-inactive',
	'A summary is made when the agent lets go',
	'CONVERSATION_INACTIVE',
	'Conversation moved to inactive',
	'At the handoff no summary is made: the person in Flex has to ask the customer everything again.',
);

export const webhookAction = plainCheck(
	'webhook-action',
	'Summary rules have no webhook',
	'the Webhook action of Summary rules is empty',
	// GUESS: the guide leaves it empty and gives no reason. Whether Flex still shows such a rule's summary, a live
	// account would tell.
	'Every summary is also sent to that address, and whether the person in Flex still gets it is not documented.',
	'empty the Webhook action',
	hasActions,
	'a webhook',
);

export const context = plainCheck(
	'context',
	'Summary rules have no added context',
	'the context of Summary rules is empty',
	'The summary is not of this conversation alone: the person in Flex may read things the customer did not say now.',
	'empty the Add Context step',
	hasContext,
	'added context',
);

function summaryCheck(
	name: string,
	title: string,
	on: SummaryTrigger,
	trigger: string,
	impact: string,
): Check {
	return {
		name,
		title,
		expected: `a rule with the Summary operator and the trigger "${trigger}"`,
		impact,
		advice: `${CONSOLE} > Create Rule: Summary, trigger "${trigger}", Webhook action and context left empty. ${AFTERWARDS}`,
		look: (account) =>
			lookAtRules(account, (attached) => {
				const [first] = withRule(attached, (rule) => isSummary(rule) && runsOn(rule, on));
				return first
					? ok(`in ${named(first.displayName, first.id)}`)
					: wrong(`no Summary rule in ${namesOf(attached.alive)} has that trigger`);
			}),
	};
}

function plainCheck(
	name: string,
	title: string,
	expected: string,
	impact: string,
	step: string,
	isFault: (rule: IntelligenceRule) => boolean,
	fault: string,
): Check {
	return {
		name,
		title,
		expected,
		impact,
		advice: `${CONSOLE} > the Summary rule: ${step}. ${AFTERWARDS}`,
		look: (account) =>
			lookAtRules(account, (attached) => {
				const faulty = withRule(attached, (rule) => isSummary(rule) && isFault(rule));
				return faulty.length === 0
					? ok(`no Summary rule has ${fault}`)
					: wrong(`a Summary rule in ${namesOf(faulty)} has ${fault}`);
			}),
	};
}

async function lookAtRules(
	account: AccountView,
	judge: (attached: Attached) => Observation,
): Promise<Observation> {
	const attached = await readAttached(account);
	if (!attached || attached.alive.length === 0) {
		return skipped('cannot be told before an Intelligence configuration is attached');
	}
	const observation = judge(attached);
	if (observation.status !== 'wrong') return observation;
	const { environment } = account;
	const fixes = replacements(attached, { spare: await readSpare(account), environment });
	if (fixes.length > 0) return { ...observation, fixes };
	return {
		...observation,
		advice: `Not done by npm run setup: the configuration has no room for another rule. By hand: make a new Intelligence configuration (Console: Conversation Intelligence > Intelligence configuration > Add New) with what you need of the old rules and two Summary rules, "At conversation end" and "Conversation moved to inactive", Webhook action and context left empty, and attach it to the conversation configuration instead.`,
	};
}

function withRule(
	{ alive }: Attached,
	fits: (rule: IntelligenceRule) => boolean,
): IntelligenceConfiguration[] {
	return alive.filter(({ rules }) => (rules ?? []).some(fits));
}

function namesOf(configurations: readonly IntelligenceConfiguration[]): string {
	return inWords(configurations.map(({ displayName, id }) => named(displayName, id)));
}
