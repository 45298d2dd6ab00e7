/**
 * Which queue a workflow puts a task into.
 * @see https://www.twilio.com/docs/taskrouter/workflow-configuration
 * @module
 */
import { ExpressionError, matches } from '../../setup/flex/expression';
import type { Workflow, WorkflowFilter } from '../model';

export interface Route {
	/** Missing when neither a filter nor the default filter wants the task. */
	readonly queue?: string;
	/** The filter that matched; missing for the default filter. */
	readonly filter?: WorkflowFilter;
}

/**
 * The first filter that matches decides, by its first target with a queue; without one the default filter does. Timeouts,
 * later targets and a target's own expression are not played.
 */
export function route(
	{ configuration: { task_routing: routing } }: Workflow,
	attributes: Readonly<Record<string, unknown>>,
): Route {
	const filter = routing.filters.find(({ expression }) => fits(expression, attributes));
	const queue = filter?.targets.find((target) => target.queue !== undefined)?.queue;
	const chosen = filter ? queue : routing.default_filter?.queue;
	return { ...(chosen !== undefined && { queue: chosen }), ...(filter && { filter }) };
}

/** Whether an expression holds; one that cannot be read, which Twilio would not have saved, holds for nothing. */
export function fits(expression: string, attributes: Readonly<Record<string, unknown>>): boolean {
	try {
		return matches(expression, attributes);
	} catch (error) {
		if (error instanceof ExpressionError) return false;
		throw error;
	}
}
