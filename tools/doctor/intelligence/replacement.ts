/**
 * How summary rules are fixed: by a new Intelligence configuration in place of the old one.
 *
 * A configuration that is in use is never updated: Twilio's own skill warns that an update makes a version that is not
 * active, with no way to activate it, and that the operators then stop without a word (github.com/twilio/ai,
 * twilio-conversation-intelligence). The old one stays in the account, unattached, to go back to.
 * @module
 */

import { named } from '../../account/format';
import {
	type Attached,
	type IntelligenceConfiguration,
	type IntelligenceRule,
	MOST_ATTACHED,
	MOST_RULES,
} from '../../account/intelligence-configuration';
import {
	isPlain,
	isSummary,
	plainRule,
	runsOn,
	SUMMARY_OPERATOR_ID,
	SUMMARY_TRIGGERS,
} from '../../account/summary-operator';
import { CREATED, type Edit, type Fix, type Json } from '../engine/fix';
import { asSent, hasRules } from './spare';

/** Where agents keep the id of the configuration whose results they wait for. The first is TAC's (tac/core/config.py). */
const ID_SETTINGS = [
	'CONVERSATION_INTELLIGENCE_CONFIGURATION_ID',
	'TWILIO_CONVERSATION_INTELLIGENCE_CONFIGURATION_ID',
];

/** What there is to make the change with. */
export interface Means {
	/** `readSpare` */
	readonly spare: readonly IntelligenceConfiguration[];
	readonly environment: Readonly<Record<string, string>>;
}

/**
 * What makes all summary rules right at once; which check asks makes no difference.
 * @returns none when a configuration has no room for what is missing
 */
export function replacements(attached: Attached, means: Means): Fix[] {
	const { orchestrator, alive } = attached;
	const rules = alive.flatMap((configuration) => configuration.rules ?? []);
	const missing = SUMMARY_TRIGGERS.filter(
		(on) => !rules.some((rule) => isSummary(rule) && isPlain(rule) && runsOn(rule, on)),
	).map(plainRule);
	const notPlain = alive.filter((configuration) =>
		(configuration.rules ?? []).some((rule) => isSummary(rule) && !isPlain(rule)),
	);
	if (notPlain.length > 0) {
		return notPlain.flatMap((old, index) => replace(orchestrator.id, old, index === 0 ? missing : [], means));
	}
	const [first] = alive;
	if (missing.length === 0 || !first) return [];
	const [replaced] = replace(orchestrator.id, first, missing, means);
	if (replaced) return [replaced];
	return alive.length < MOST_ATTACHED ? [add(orchestrator.id, missing, means)] : [];
}

/** A conversation keeps the configuration, and so the rules, that it began with. */
function replace(
	orchestratorId: string,
	old: IntelligenceConfiguration,
	missing: readonly Json[],
	{ spare, environment }: Means,
): Fix[] {
	const rules = [...(old.rules ?? []).flatMap(carriedOver), ...missing];
	if (rules.length > MOST_RULES) return [];
	const setting = ID_SETTINGS.find((name) => environment[name]?.trim() === old.id);
	const ready = spare.find((each) => hasRules(each, rules));
	const by = ready ? `${named(ready.displayName, ready.id)}, which makes` : 'one with';
	const then = setting ? `; after it, give your agent the new id as ${setting}` : '';
	return [
		{
			stage: 'intelligence',
			title: `Replace the Intelligence configuration ${named(old.displayName, old.id)} by ${by} plain summaries; conversations under way keep the old one${then}`,
			edits: attach(orchestratorId, [old.id], ready, {
				displayName: old.displayName || old.id,
				description: `Replaces ${old.id}`,
				rules,
			}),
		},
	];
}

function add(orchestratorId: string, rules: readonly Json[], { spare }: Means): Fix {
	const ready = spare.find((each) => hasRules(each, rules));
	return {
		stage: 'intelligence',
		title: ready
			? `Summarize conversations also with ${named(ready.displayName, ready.id)}`
			: 'Summarize conversations with one more Intelligence configuration',
		edits: attach(orchestratorId, [], ready, {
			displayName: 'AI-to-human handoff',
			description: 'Summaries for the person in Flex',
			rules,
		}),
	};
}

/** One that is ready instead of yet another: a run that failed before the last step has made it. */
function attach(
	orchestratorId: string,
	remove: readonly string[],
	ready: IntelligenceConfiguration | undefined,
	value: Readonly<Record<string, Json>>,
): Edit[] {
	const list: Edit = {
		edit: 'list',
		resource: 'orchestrator-configuration',
		id: orchestratorId,
		path: ['intelligenceConfigurationIds'],
		remove,
		add: [ready ? ready.id : CREATED],
	};
	return ready ? [list] : [{ edit: 'create', resource: 'intelligence-configuration', value }, list];
}

/** A rule for the new configuration: without a summary that is not plain. */
function carriedOver(rule: IntelligenceRule): Json[] {
	const operators =
		isSummary(rule) && !isPlain(rule)
			? rule.operators.filter((operator) => operator.id !== SUMMARY_OPERATOR_ID)
			: rule.operators;
	return operators.length === 0 ? [] : [asSent({ ...rule, operators })];
}
