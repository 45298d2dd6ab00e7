/**
 * The rules of an Intelligence configuration that create the summary for the agent in Flex.
 * @module
 */
import type { IntelligenceConfiguration, IntelligenceRule } from './intelligence-configuration';

/** The Summary operator: Flex UI 2.17.1 requests its results by this id. */
export const SUMMARY_OPERATOR_ID = 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn';

/** When the guide has a summary created: at the end, and at the handoff, when the conversation becomes inactive. */
export const SUMMARY_TRIGGERS = ['CONVERSATION_END', 'CONVERSATION_INACTIVE'] as const;
export type SummaryTrigger = (typeof SUMMARY_TRIGGERS)[number];

export function isSummary({ operators }: IntelligenceRule): boolean {
	return operators.some(({ id }) => id === SUMMARY_OPERATOR_ID);
}

/** Whether a rule of the configuration summarizes on that trigger. */
export function summarizesOn({ rules }: IntelligenceConfiguration, on: SummaryTrigger): boolean {
	return (rules ?? []).some(
		(rule) => isSummary(rule) && (rule.triggers ?? []).some((each) => each.on === on),
	);
}

export function hasActions({ actions }: IntelligenceRule): boolean {
	return (actions ?? []).length > 0;
}

export function hasContext({ context }: IntelligenceRule): boolean {
	return context?.memory?.enabled === true || (context?.knowledge?.bases ?? []).length > 0;
}

/** Whether every Summary rule is without webhook and context, as in the guide. */
export function isPlain({ rules }: IntelligenceConfiguration): boolean {
	return (rules ?? []).filter(isSummary).every((rule) => !hasActions(rule) && !hasContext(rule));
}

/** Whether it summarizes on both triggers, and plainly. */
export function isEntirelyRight(configuration: IntelligenceConfiguration): boolean {
	return isPlain(configuration) && SUMMARY_TRIGGERS.every((on) => summarizesOn(configuration, on));
}
