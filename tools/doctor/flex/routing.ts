/**
 * Checks that the workflow takes handoffs to a queue.
 * @module
 */
import { redact } from '../../../src/redact';
import { readQueues } from '../../account/flex/workspace';
import { type Check, note, ok, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { asJson } from '../engine/json';
import { lookAtRoutes, queuesOf, type ReadWorkflow, type Route } from './route';

const WORKFLOWS = 'Console: TaskRouter > Workspaces > Workflows';

export const routing: Check = {
	name: 'routing',
	title: 'The workflow routes handoffs to a queue',
	expected: 'a filter of the workflow takes handoffs, or it has a default queue',
	impact: 'The task reaches no queue: no agent in Flex sees the customer, who waits in vain.',
	advice: `Give the workflow a filter that takes handoffs, or a default queue (${WORKFLOWS}).`,
	look: (account) =>
		lookAtRoutes(account, async (routes, workspace, workflow) => {
			const queues = await readQueues(account, workspace);
			const nameOf = (sid: string) => {
				const name = queues.find((queue) => queue.sid === sid)?.friendlyName;
				return name === undefined ? sid : `"${name}"`;
			};
			const found = redact(routes.map((route) => describe(route, nameOf)).join('; '));
			if (routes.some(({ by }) => by === 'nothing')) {
				const queue = workspace.flex.taskrouter_target_taskqueue_sid ?? '';
				const exists = queues.some(({ sid }) => sid === queue);
				return wrong(found, exists ? { fixes: [addDefault(workflow, queue, nameOf(queue))] } : {});
			}
			const lost = routes.filter((route) => route.targets.length === 0);
			if (lost.length === 0) return ok(found);
			if (lost.every(({ unknown }) => unknown.length > 0)) return note(found);
			return wrong(found, {
				advice: `Give that filter a queue (${WORKFLOWS}). A default queue does not help: it gets only what no filter takes.`,
			});
		}),
};

function describe(route: Route, nameOf: (sid: string) => string): string {
	const { sample, by, filter, unknown } = route;
	const { what } = sample;
	const where = queuesOf(route).map(nameOf).join(', then ');
	const before = unknown.map((name) => `"${name}"`).join(', ');
	const unless = before && ` (unless one of these takes it, which this check cannot evaluate: ${before})`;
	switch (by) {
		case 'filter':
			return `the filter "${filter}" routes ${what} to ${where}${unless}`;
		case 'dead-end':
			return `the filter "${filter}" takes ${what} and names no queue${unless}`;
		case 'default':
			return `${what} goes to the default queue ${where}, unless a filter takes it by your own attributes${unless}`;
		case 'unclear':
			return `where ${what} goes is unknown: this check cannot evaluate these filters: ${before}`;
		case 'nothing':
			return `no filter takes ${what}, unless by your own attributes, and there is no default queue`;
	}
}

/** Sets the whole default filter, so that undoing it removes it again. */
function addDefault({ sid, name, document }: ReadWorkflow, queue: string, queueName: string): Fix {
	const before = document.task_routing.default_filter;
	return {
		stage: 'flex',
		title: redact(`Route handoffs that no filter of the workflow "${name}" takes to the queue ${queueName}`),
		edits: [
			{
				edit: 'set',
				resource: 'workflow',
				id: sid,
				path: ['configuration', 'task_routing', 'default_filter'],
				...(before && { before: asJson(before) }),
				after: { queue },
			},
		],
	};
}
