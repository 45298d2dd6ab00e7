/**
 * Fixes of the source of the summary that the agent in Flex reads.
 * @module
 */
import type { IntelligenceConfiguration } from '../../account/orchestrator/intelligence-configuration';
import { SUMMARY_OPERATOR_ID, type SummaryTrigger } from '../../account/orchestrator/summary-operator';
import { CREATED, type Edit, type JsonObject } from './fix';

/**
 * Attaches a configuration that summarizes to the Orchestrator configuration, in place of others.
 * @param detach the ids of those to detach from the Orchestrator configuration
 * @param add the one to attach, or the triggers of a new one's Summary rules
 */
export function attach(
	orchestratorId: string,
	{
		detach,
		add,
	}: {
		readonly detach: readonly string[];
		readonly add?: IntelligenceConfiguration | readonly SummaryTrigger[];
	},
): Edit[] {
	const list: Edit = {
		edit: 'list',
		resource: 'orchestrator-configuration',
		id: orchestratorId,
		path: ['intelligenceConfigurationIds'],
		remove: detach,
		add: add === undefined ? [] : ['id' in add ? add.id : CREATED],
	};
	if (add === undefined || 'id' in add) return [list];
	const value = {
		displayName: 'AI-to-human handoff',
		description: 'Summaries for the agent in Flex who takes over from the virtual agent',
		rules: add.map(plainRule),
	};
	return [{ edit: 'create', resource: 'intelligence-configuration', value }, list];
}

function plainRule(on: SummaryTrigger): JsonObject {
	return { operators: [{ id: SUMMARY_OPERATOR_ID }], triggers: [{ on }], actions: [] };
}
