/**
 * The two kinds of checks of Summary rules: that there is one, and that it is plain.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { inWords, named } from '../../account/format';
import {
	type Attached,
	type IntelligenceConfiguration,
	type IntelligenceRule,
	readAttached,
} from '../../account/orchestrator/intelligence-configuration';
import { isSummary, type SummaryTrigger, summarizesOn } from '../../account/orchestrator/summary-operator';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { fixSummaries, summarizesOnly } from './replacement';

const CONFIGURATIONS = 'Console: Conversation Intelligence > Intelligence configuration';
const RULES = `${CONFIGURATIONS} > the configuration > Details tab > Rules`;
/** Updating a configuration in the Console may stop it (see `replacement.ts`). */
const AFTERWARD = 'Then verify that new conversations still get summaries.';

/** @returns a check that some rule summarizes on a trigger */
export function summaryCheck({
	on,
	trigger,
	...check
}: Pick<Check, 'name' | 'title' | 'impact'> & {
	readonly on: SummaryTrigger;
	/** Its name in the Console. */
	readonly trigger: string;
}): Check {
	return {
		...check,
		expected: `a rule with the Summary operator and the trigger "${trigger}"`,
		advice: `Create a rule with the Summary operator and the trigger "${trigger}", leaving Webhook action and context empty (${RULES} > Create Rule). ${AFTERWARD}`,
		look: (account) =>
			lookAtAttached(account, async (attached) => {
				const { alive } = attached;
				const first = alive.find((each) => summarizesOn(each, on));
				if (first) return ok(`in ${named(first.displayName, first.id)}`);
				const fixes = await fixSummaries(account, attached);
				return wrong(
					`no Summary rule in ${namesOf(alive)} has that trigger`,
					fixes.length > 0 ? { fixes } : { advice: byHand('no more configurations can be attached') },
				);
			}),
	};
}

/** @returns a check that no Summary rule has what makes it more than a summary */
export function plainCheck({
	isFault,
	fault,
	step,
	...check
}: Pick<Check, 'name' | 'title' | 'expected' | 'impact'> & {
	readonly isFault: (rule: IntelligenceRule) => boolean;
	/** `a webhook` */
	readonly fault: string;
	/** What to do in the Console. */
	readonly step: string;
}): Check {
	return {
		...check,
		advice: `${step} (${RULES}). ${AFTERWARD}`,
		look: (account) =>
			lookAtAttached(account, async (attached) => {
				const isFaulty = ({ rules }: IntelligenceConfiguration) =>
					(rules ?? []).some((rule) => isSummary(rule) && isFault(rule));
				const faulty = attached.alive.filter(isFaulty);
				if (faulty.length === 0) return ok(`no Summary rule has ${fault}`);
				const others = faulty.filter((each) => !summarizesOnly(each));
				return wrong(`a Summary rule in ${namesOf(faulty)} has ${fault}`, {
					fixes: others.length < faulty.length ? await fixSummaries(account, attached) : [],
					...(others.length > 0 && { advice: byHand(`${namesOf(others)} has other rules too`) }),
				});
			}),
	};
}

async function lookAtAttached(
	account: AccountView,
	look: (attached: Attached) => Promise<Observation>,
): Promise<Observation> {
	const attached = await readAttached(account);
	if (attached && attached.alive.length > 0) return look(attached);
	return skipped('no Intelligence configuration is attached; see orchestrator/intelligence');
}

function byHand(why: string): string {
	return `Create an Intelligence configuration with the other rules that you need and two Summary rules, "At conversation end" and "Conversation moved to inactive", leaving Webhook action and context empty (${CONFIGURATIONS} > Add New), and attach it in place of the old one. Setup doesn’t do this because ${why}.`;
}

function namesOf(configurations: readonly IntelligenceConfiguration[]): string {
	return inWords(configurations.map(({ displayName, id }) => named(displayName, id)));
}
