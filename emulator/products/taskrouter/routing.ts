/**
 * Which queue a workflow puts a task into.
 * @see https://www.twilio.com/docs/taskrouter/workflow-configuration
 * @module
 */

import type { Workflow, WorkflowFilter, WorkflowTarget } from '../../core/model';
import { holds, type Unknowns } from '../../core/unknowns';
import { ExpressionError, matches } from './expression';

export interface Route {
	/** Missing when neither a filter nor the default filter matches. */
	readonly queue?: string;
	/** The filter that matched; missing for the default filter. */
	readonly filter?: WorkflowFilter;
	/** The target's own priority, which replaces the task's. */
	readonly priority?: number;
}

/**
 * The first filter that matches decides, by its first target with a queue; without one the default filter does. Timeouts
 * are not emulated: a task stays in its first target, and `stepsOf` has the later ones. GUESS(default-filter-priority): the
 * default filter's priority replaces the task's as a target's does; a task that only the default filter matches, on a live
 * account, would settle it.
 */
export function route(
	{ configuration: { task_routing: routing } }: Workflow,
	attributes: Readonly<Record<string, unknown>>,
	world: { readonly unknowns: Unknowns } = { unknowns: {} },
): Route {
	const inOrder = !holds(world, 'expression-and-or');
	const filter = routing.filters.find(({ expression }) => fits(expression, attributes, inOrder));
	const [target] = targetsOf(routing, filter);
	const { queue } = target ?? {};
	const priority = filter || holds(world, 'default-filter-priority') ? target?.priority : undefined;
	return {
		...(queue !== undefined && { queue }),
		...(filter && { filter }),
		...(priority !== undefined && { priority: Number(priority) }),
	};
}

/** The targets of the filter that decides, in order. */
export function targetsFor(
	{ configuration: { task_routing: routing } }: Workflow,
	attributes: Readonly<Record<string, unknown>>,
): WorkflowTarget[] {
	return targetsOf(
		routing,
		routing.filters.find(({ expression }) => fits(expression, attributes)),
	);
}

function targetsOf(
	{ default_filter: otherwise }: Workflow['configuration']['task_routing'],
	filter: WorkflowFilter | undefined,
): WorkflowTarget[] {
	const targets = filter?.targets ?? (otherwise ? [otherwise] : []);
	return targets.filter(({ queue }) => queue !== undefined);
}

/** Whether an expression matches. One with a syntax error, which Twilio would not have saved, matches nothing. */
export function fits(
	expression: string,
	attributes: Readonly<Record<string, unknown>>,
	inOrder = false,
): boolean {
	try {
		return matches(expression, attributes, inOrder);
	} catch (error) {
		if (error instanceof ExpressionError) return false;
		throw error;
	}
}
