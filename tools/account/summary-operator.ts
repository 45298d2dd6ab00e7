/**
 * The rules that make the summary which the person in Flex reads.
 * @module
 */
import type { JsonObject } from '../doctor/engine/fix';
import type { IntelligenceConfiguration, IntelligenceRule } from './intelligence-configuration';

/** The Summary operator: the one whose results Flex UI 2.17.1 asks for, by this id. */
export const SUMMARY_OPERATOR_ID = 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn';

/** When the guide wants a summary made: at the end, and when the agent lets go of the conversation. */
export const SUMMARY_TRIGGERS = ['CONVERSATION_END', 'CONVERSATION_INACTIVE'] as const;
export type SummaryTrigger = (typeof SUMMARY_TRIGGERS)[number];

export function plainRule(on: SummaryTrigger): JsonObject {
	return { operators: [{ id: SUMMARY_OPERATOR_ID }], triggers: [{ on }], actions: [] };
}

/** The guide's two rules. */
export const PLAIN_RULES = SUMMARY_TRIGGERS.map(plainRule);

export function isSummary({ operators }: IntelligenceRule): boolean {
	return operators.some(({ id }) => id === SUMMARY_OPERATOR_ID);
}

export function runsOn({ triggers }: IntelligenceRule, on: SummaryTrigger): boolean {
	return (triggers ?? []).some((trigger) => trigger.on === on);
}

export function hasActions({ actions }: IntelligenceRule): boolean {
	return (actions ?? []).length > 0;
}

export function hasContext({ context }: IntelligenceRule): boolean {
	return context?.memory?.enabled === true || (context?.knowledge?.bases ?? []).length > 0;
}

/** Without webhook and context, as the guide has it. */
export function isPlain(rule: IntelligenceRule): boolean {
	return !hasActions(rule) && !hasContext(rule);
}

/** Summarizes when it should, and nothing but plainly. */
export function isEntirelyRight({ rules }: IntelligenceConfiguration): boolean {
	const summaries = (rules ?? []).filter(isSummary);
	return (
		summaries.every(isPlain) && SUMMARY_TRIGGERS.every((on) => summaries.some((rule) => runsOn(rule, on)))
	);
}
