/**
 * Checks that the workflow routes handoffs to a queue.
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
	title: 'Workflow routing',
	expected: 'a filter of the workflow matches handoffs, or it has a default queue',
	impact: 'The task isn’t routed to a queue, so no agent receives it.',
	advice: `Give the workflow a filter that matches handoffs, or a default queue (${WORKFLOWS}).`,
	look: (account) =>
		lookAtRoutes(account, async (routes, workspace, workflow) => {
			const queues = await readQueues(account, workspace);
			const nameOf = (sid: string) => {
				const name = queues.find((queue) => queue.sid === sid)?.friendlyName;
				return name === undefined ? sid : `"${name}"`;
			};
			const found = redact(routes.map((route) => describe(route, nameOf)).join('; '));
			if (routes.some(({ by }) => by === 'unmatched')) {
				const queue = workspace.flex.taskrouter_target_taskqueue_sid ?? '';
				const exists = queues.some(({ sid }) => sid === queue);
				return wrong(found, exists ? { fixes: [addDefault(workflow, queue, nameOf(queue))] } : {});
			}
			const queueless = routes.filter((route) => route.targets.length === 0);
			if (queueless.length === 0) return ok(found);
			if (queueless.every(({ unknown }) => unknown.length > 0)) return note(found);
			return wrong(found, {
				advice: `Give that filter a queue (${WORKFLOWS}). A default queue doesn’t help because it receives only tasks that match no filter.`,
			});
		}),
};

function describe(route: Route, nameOf: (sid: string) => string): string {
	const { sample, by, filter, unknown } = route;
	const { what } = sample;
	const where = queuesOf(route).map(nameOf).join(', then ');
	const before = unknown.map((name) => `"${name}"`).join(', ');
	const unless =
		before && ` (unless it matches one of these filters, which doctor can’t evaluate: ${before})`;
	switch (by) {
		case 'filter':
			return `the filter "${filter}" routes ${what} to ${where}${unless}`;
		case 'no-queue':
			return `the filter "${filter}" matches ${what} and has no queue${unless}`;
		case 'default':
			return `${what} goes to the default queue ${where}, unless a filter matches your custom attributes${unless}`;
		case 'unknown':
			return `it’s unknown where ${what} goes: doctor can’t evaluate these filters: ${before}`;
		case 'unmatched':
			return `no filter matches ${what}, unless by your custom attributes, and there’s no default queue`;
	}
}

/** Sets the whole default filter, so that undoing it removes it again. */
function addDefault({ sid, name, document }: ReadWorkflow, queue: string, queueName: string): Fix {
	const before = document.task_routing.default_filter;
	return {
		stage: 'flex',
		title: redact(`Set the default queue of the workflow "${name}" to ${queueName}`),
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
