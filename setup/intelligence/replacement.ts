/**
 * How summary rules are mended: by a new Intelligence configuration in place of the old one.
 *
 * A configuration that is in use is never updated: Twilio's own skill warns that an update makes a version that is not
 * active, with no way to activate it, and that the operators then stop without a word (github.com/twilio/ai,
 * twilio-conversation-intelligence). The old one stays in the account, unattached, to go back to.
 * @module
 */
import { asJson } from '../json';
import { CREATED, type Json, type JsonObject, type Mend } from '../mend';
import { named } from '../showing';
import {
	type Attached,
	type IntelligenceConfiguration,
	type IntelligenceRule,
	MOST_ATTACHED,
	MOST_RULES,
} from './configuration';
import { isPlain, isSummary, plainRule, runsOn, SUMMARY_OPERATOR_ID, SUMMARY_TRIGGERS } from './summary';

/** Where agents keep the id of the configuration whose results they wait for. The first is TAC's (tac/core/config.py). */
const ID_SETTINGS = [
	'CONVERSATION_INTELLIGENCE_CONFIGURATION_ID',
	'TWILIO_CONVERSATION_INTELLIGENCE_CONFIGURATION_ID',
];

type Environment = Readonly<Record<string, string>>;

/**
 * What makes all summary rules right at once; which check asks makes no difference.
 * @returns none when a configuration has no room for what is missing
 */
export function replacements(attached: Attached, environment: Environment): Mend[] {
	const { orchestrator, alive } = attached;
	const rules = alive.flatMap((configuration) => configuration.rules ?? []);
	const missing = SUMMARY_TRIGGERS.filter(
		(on) => !rules.some((rule) => isSummary(rule) && isPlain(rule) && runsOn(rule, on)),
	).map(plainRule);
	const notPlain = alive.filter((configuration) =>
		(configuration.rules ?? []).some((rule) => isSummary(rule) && !isPlain(rule)),
	);
	if (notPlain.length > 0) {
		return notPlain.flatMap((old, index) =>
			replace(orchestrator.id, old, index === 0 ? missing : [], environment),
		);
	}
	const [first] = alive;
	if (missing.length === 0 || !first) return [];
	const [replaced] = replace(orchestrator.id, first, missing, environment);
	if (replaced) return [replaced];
	return alive.length < MOST_ATTACHED ? [add(orchestrator.id, missing)] : [];
}

function replace(
	orchestratorId: string,
	old: IntelligenceConfiguration,
	missing: readonly JsonObject[],
	environment: Environment,
): Mend[] {
	const rules: Json[] = [...(old.rules ?? []).flatMap(carriedOver), ...missing];
	if (rules.length > MOST_RULES) return [];
	const setting = ID_SETTINGS.find((name) => environment[name]?.trim() === old.id);
	return [
		attach(
			orchestratorId,
			`Replace the Intelligence configuration ${named(old.displayName, old.id)} by one with plain summaries${setting ? `; after it, give your agent the new id as ${setting}` : ''}`,
			{ displayName: old.displayName || old.id, description: `Replaces ${old.id}`, rules },
			[old.id],
		),
	];
}

function add(orchestratorId: string, rules: readonly JsonObject[]): Mend {
	return attach(
		orchestratorId,
		'Summarize conversations with one more Intelligence configuration',
		{ displayName: 'AI-to-human handoff', description: 'Summaries for the person in Flex', rules },
		[],
	);
}

function attach(orchestratorId: string, title: string, value: JsonObject, remove: readonly Json[]): Mend {
	return {
		stage: 'intelligence',
		title,
		edits: [
			{ edit: 'create', resource: 'intelligence-configuration', value },
			{
				edit: 'list',
				resource: 'orchestrator-configuration',
				id: orchestratorId,
				path: ['intelligenceConfigurationIds'],
				remove,
				add: [CREATED],
			},
		],
	};
}

/** A rule for the new configuration: without its id, and without a summary that is not plain. */
function carriedOver(rule: IntelligenceRule): Json[] {
	const { id: _, ...rest } = rule;
	const operators =
		isSummary(rule) && !isPlain(rule)
			? rule.operators.filter((operator) => operator.id !== SUMMARY_OPERATOR_ID)
			: rule.operators;
	return operators.length === 0 ? [] : [withoutNulls(asJson({ ...rest, operators }))];
}

/** What Twilio shows as null was never set, and may not be taken in a request. */
function withoutNulls(value: Json): Json {
	if (isList(value)) return value.map(withoutNulls);
	if (value === null || typeof value !== 'object') return value;
	const set = Object.entries(value).filter(([, each]) => each !== null);
	return Object.fromEntries(set.map(([key, each]) => [key, withoutNulls(each)]));
}

function isList(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}
