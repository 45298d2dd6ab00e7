/** To whom a workflow offers a task, step by step. The workflows of docs/routing.md: `test/docs/routing.test.ts`. */
import type { WorkflowTarget } from '../../../../emulator/core/world';
import { World } from '../../../../emulator/core/world';
import { createTask } from '../../../../emulator/products/taskrouter/create-task';
import { stepsOf } from '../../../../emulator/products/taskrouter/steps';

const NO_ONE = `WQ${'1'.repeat(32)}`;

function offered(targets: WorkflowTarget[], attributes: object) {
	const world = new World();
	const [worker] = world.workers.values();
	const workflow = world.workflows.get(world.workflowSid);
	if (!worker || !workflow) throw new Error('The account has no worker or no workflow');
	world.taskQueues.set(NO_ONE, { sid: NO_ONE, friendlyName: 'No one', targetWorkers: '1==2' });
	const filled = targets.map((target) => ({ queue: world.taskQueueSid, ...target }));
	workflow.configuration = { task_routing: { filters: [{ expression: '1==1', targets: filled }] } };
	const task = createTask(world, {
		attributes: JSON.stringify({ ...attributes, sid: worker.sid, name: worker.friendlyName }),
		workflowSid: world.workflowSid,
		taskChannelSid: 'chat',
	});
	return stepsOf(world, task).map(({ workers, timeout }) => ({ workers: workers.length, timeout }));
}

test.each<[string, WorkflowTarget[], { workers: number; timeout?: number }[]]>([
	['every worker of a queue', [{}], [{ workers: 2 }]],
	[
		'a worker known by SID',
		[{ known_worker_sid: 'task.sid', timeout: 30 }, {}],
		[{ workers: 1, timeout: 30 }, { workers: 2 }],
	],
	['a worker known by name', [{ known_worker_friendly_name: 'task.name' }], [{ workers: 1 }]],
	['no worker when the attribute is missing', [{ known_worker_sid: 'task.other' }], [{ workers: 0 }]],
	[
		'no worker when the known one is not in the queue',
		[{ queue: NO_ONE, known_worker_sid: 'task.sid' }],
		[{ workers: 0 }],
	],
	[
		'those who fit the expression',
		[{ expression: "worker.sid == 'WKother'" }, {}],
		[{ workers: 0 }, { workers: 2 }],
	],
])('%s', (_, targets, expected) => {
	expect(offered(targets, {})).toEqual(expected.map((step) => ({ timeout: undefined, ...step })));
});
