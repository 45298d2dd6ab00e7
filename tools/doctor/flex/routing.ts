/**
 * Whether a handoff finds its way to a queue.
 * @module
 */
import { redact } from '../../../src/redact';
import type { AccountView } from '../../account/account-view';
import { lookAtWorkspace, readQueues, type Workspace } from '../../account/workspace';
import { type Check, note, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { asJson } from '../engine/json';
import { chosenWorkflow } from './chosen-workflow';
import { type Route, routeOf, samples } from './route';
import { parseWorkflow, type WorkflowDocument } from './workflow';

const GIVE_A_QUEUE =
	'Give that filter a queue (Twilio Console: TaskRouter > Workspaces > Workflows). A default queue does not help: it gets only what no filter takes.';

export const routing: Check = {
	name: 'routing',
	title: 'The way to a queue',
	expected: 'a filter of the workflow takes handoffs, or it has a default queue',
	impact: 'The task gets into no queue: nobody in Flex sees the customer, who waits in vain.',
	advice:
		'Give the workflow a filter that takes handoffs, or a default queue (Twilio Console: TaskRouter > Workspaces > Workflows).',
	look: (account) =>
		lookAtRoutes(account, async (routes, workspace, workflow) => {
			const queues = await readQueues(account, workspace);
			const named = (sid: string) => {
				const name = queues.find((queue) => queue.sid === sid)?.friendlyName;
				return name === undefined ? sid : `"${name}"`;
			};
			const found = redact(routes.map((route) => describe(route, named)).join('; '));
			if (routes.some(({ by }) => by === 'nothing')) {
				const queue = workspace.flex.taskrouter_target_taskqueue_sid ?? '';
				const exists = queues.some(({ sid }) => sid === queue);
				return wrong(found, exists ? { fixes: [addDefault(workflow, queue, named(queue))] } : {});
			}
			const stray = routes.filter(({ queues }) => queues.length === 0);
			if (stray.length === 0) return ok(found);
			return stray.every(({ unjudged }) => unjudged.length > 0)
				? note(found)
				: wrong(found, { advice: GIVE_A_QUEUE });
		}),
};

/** A workflow as it is read: who it is, and what it does. */
export interface ReadWorkflow {
	readonly sid: string;
	readonly name: string;
	readonly document: WorkflowDocument;
}

/**
 * Works out the ways of the samples through the workflow, when there is one.
 * @throws {HandoffError} when Twilio does not answer
 */
export function lookAtRoutes(
	account: AccountView,
	look: (
		routes: readonly Route[],
		workspace: Workspace,
		workflow: ReadWorkflow,
	) => Observation | Promise<Observation>,
): Promise<Observation> {
	return lookAtWorkspace(account, async (workspace) => {
		const chosen = await chosenWorkflow(account, workspace);
		if (!chosen) return skipped('it is open which workflow: see flex/workflow');
		const document = parseWorkflow(chosen.configuration);
		const routes = samples(account).map((sample) => routeOf(document, sample));
		return look(routes, workspace, { sid: chosen.sid, name: chosen.friendlyName, document });
	});
}

function describe({ sample, by, filter, queues, unjudged }: Route, named: (sid: string) => string): string {
	const where = queues.map(named).join(', then ');
	const before = unjudged.map((name) => `"${name}"`).join(', ');
	const doubt =
		unjudged.length > 0 ? ` (unless this filter takes it, which could not be judged: ${before})` : '';
	switch (by) {
		case 'filter':
			return `${sample.what} goes by the filter "${filter}" to ${where}${doubt}`;
		case 'dead-end':
			return `${sample.what} goes by the filter "${filter}", which leads to no queue${doubt}`;
		case 'default':
			return `${sample.what} fits no filter, unless your own attributes do, and goes to the default queue ${where}${doubt}`;
		case 'unclear':
			return `where ${sample.what} goes could not be judged: of the filters nothing is known to fit, and these could not be read: ${before}`;
		case 'nothing':
			return `${sample.what} fits no filter, unless your own attributes do, and there is no default queue`;
	}
}

/** The whole default filter: taken back, there is none again. */
function addDefault({ sid, name, document }: ReadWorkflow, queue: string, called: string): Fix {
	const before = document.task_routing.default_filter;
	return {
		stage: 'flex',
		title: redact(`Send handoffs that no filter of the workflow "${name}" takes to the queue ${called}`),
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
