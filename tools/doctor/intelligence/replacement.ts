/**
 * How summary rules are fixed: by another Intelligence configuration, in place of one that only summarizes or next to those
 * that do more.
 *
 * A configuration that is in use is never updated: Twilio's own skill warns that an update creates a version that is not
 * active and cannot be activated, so that the operators stop without an error (github.com/twilio/ai,
 * twilio-conversation-intelligence). One that has rules for another purpose is not replaced either. What is replaced stays
 * in the account, detached, to go back to.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountView } from '../../account/account-view';
import { inWords, named } from '../../account/format';
import { readEveryConfiguration } from '../../account/orchestrator/configuration';
import {
	type Attached,
	type IntelligenceConfiguration,
	MOST_ATTACHED,
	readIntelligenceConfigurations,
} from '../../account/orchestrator/intelligence-configuration';
import {
	isPlain,
	SUMMARY_OPERATOR_ID,
	SUMMARY_TRIGGERS,
	type SummaryTrigger,
	summarizesOn,
} from '../../account/orchestrator/summary-operator';
import type { Fix } from '../engine/fix';
import { attach } from '../engine/summary-fix';

/** Where agents keep the id of the configuration whose results they use. The first is TAC's (tac/core/config.py). */
const ID_SETTINGS = [
	'CONVERSATION_INTELLIGENCE_CONFIGURATION_ID',
	'TWILIO_CONVERSATION_INTELLIGENCE_CONFIGURATION_ID',
];

/**
 * Whether it only summarizes on the guide's two triggers, so that replacing it removes only webhooks
 * and context.
 */
export function summarizesOnly({ rules }: IntelligenceConfiguration): boolean {
	return (rules ?? []).every(
		({ operators, triggers }) =>
			operators.every(({ id, parameters }) => id === SUMMARY_OPERATOR_ID && isEmpty(parameters)) &&
			(triggers ?? []).every(({ on }) => SUMMARY_TRIGGERS.some((trigger) => trigger === on)),
	);
}

/**
 * One change that fixes whatever setup can fix of the summary rules, whichever check asks. Conversations in progress keep
 * the configuration that they started with.
 * @returns empty when setup can fix nothing
 * @throws {HandoffError} when Twilio does not respond
 */
export async function fixSummaries(account: AccountView, attached: Attached): Promise<Fix[]> {
	const { orchestrator, alive } = attached;
	const replaced = toReplace(alive);
	const triggers = missing(alive.filter((each) => !replaced.includes(each)));
	if (replaced.length === 0 && (triggers.length === 0 || alive.length >= MOST_ATTACHED)) return [];
	const ids = replaced.map(({ id }) => id);
	const spare = await findSpare(account, triggers);
	return [
		{
			stage: 'intelligence',
			title: titleOf(account, replaced, triggers, spare),
			edits: attach(orchestrator.id, {
				detach: ids,
				...(triggers.length > 0 && { add: spare ?? triggers }),
			}),
		},
	];
}

/** All that are not plain; or, when a trigger is missing, one that the new rules can be united with. */
function toReplace(alive: readonly IntelligenceConfiguration[]): readonly IntelligenceConfiguration[] {
	const replaceable = alive.filter(summarizesOnly);
	const faulty = replaceable.filter((each) => !isPlain(each));
	return faulty.length > 0 || missing(alive).length === 0 ? faulty : replaceable.slice(0, 1);
}

function missing(configurations: readonly IntelligenceConfiguration[]): SummaryTrigger[] {
	return SUMMARY_TRIGGERS.filter((on) => !configurations.some((each) => summarizesOn(each, on)));
}

function titleOf(
	{ environment }: AccountView,
	replaced: readonly IntelligenceConfiguration[],
	triggers: readonly SummaryTrigger[],
	spare: IntelligenceConfiguration | undefined,
): string {
	const other = spare && named(spare.displayName, spare.id);
	if (replaced.length === 0) {
		return `Attach ${other ?? 'another Intelligence configuration'} for summaries`;
	}
	const names = inWords(replaced.map(({ displayName, id }) => named(displayName, id)));
	const change =
		triggers.length === 0
			? `Detach the Intelligence configuration ${names} because others create summaries`
			: `Replace the Intelligence configuration ${names} with ${other ?? 'a new one'} that only creates summaries`;
	const setting = ID_SETTINGS.find((name) => replaced.some(({ id }) => environment[name]?.trim() === id));
	const then = setting ? `; afterward, set ${setting} of your virtual agent to the new ID` : '';
	return `${change}; conversations in progress keep the old one${then}`;
}

/**
 * One with exactly these rules that is attached to no Orchestrator configuration, such as a failed run of setup leaves.
 * Never an edited one, which may not run.
 */
async function findSpare(
	account: AccountView,
	triggers: readonly SummaryTrigger[],
): Promise<IntelligenceConfiguration | undefined> {
	const [all, orchestrators] = await Promise.all([
		readIntelligenceConfigurations(account),
		readEveryConfiguration(account),
	]);
	const attached = orchestrators.flatMap((each) => each.intelligenceConfigurationIds ?? []);
	return all.find(
		(each) =>
			!attached.includes(each.id) &&
			(each.version ?? 1) === 1 &&
			summarizesOnly(each) &&
			isPlain(each) &&
			isDeepStrictEqual(triggersOf(each), [...triggers].sort()),
	);
}

function triggersOf({ rules }: IntelligenceConfiguration): string[] {
	return (rules ?? []).flatMap((rule) => (rule.triggers ?? []).map(({ on }) => on)).sort();
}

function isEmpty(value: unknown): boolean {
	return value == null || (typeof value === 'object' && Object.keys(value).length === 0);
}
