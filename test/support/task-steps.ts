/**
 * To whom a workflow offers a task, step by step as the task waits.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-workflows-and-assignment
 * @module
 */
import type { Task, Worker, WorkflowTarget, World } from '../../emulator/core/world';
import { fits, targetsFor } from '../../emulator/products/taskrouter/routing';
import { attributesOf, eligibleWorkers } from '../../emulator/products/taskrouter/workers';

/** A target of the workflow. */
interface Step {
	readonly queue: string;
	/** Those of the queue's workers who may get the task, available or not. */
	readonly workers: readonly Worker[];
	/** Seconds until the next step; missing in one that lasts as long as the task. */
	readonly timeout?: number;
}

/**
 * The steps of a task. The emulator itself has no use for them: it offers a task to whom a test or the console says.
 * @see https://www.twilio.com/docs/taskrouter/workflow-configuration/known-agent-routing
 */
export function stepsOf(world: World, task: Task): Step[] {
	const workflow = world.workflows.get(task.workflowSid);
	return (workflow ? targetsFor(workflow, task.attributes) : []).flatMap((target) => {
		const queue = world.taskQueues.get(target.queue ?? '');
		if (!queue) return [];
		const workers = eligibleWorkers(world, queue).filter((worker) => isMeant(world, target, task, worker));
		const timeout = target.timeout === undefined ? {} : { timeout: Number(target.timeout) };
		return [{ queue: queue.sid, workers, ...timeout }];
	});
}

function isMeant(world: World, target: WorkflowTarget, task: Task, worker: Worker): boolean {
	const { expression, known_worker_sid: bySid, known_worker_friendly_name: byName } = target;
	const attributes = { task: task.attributes, worker: attributesOf(world, worker) };
	const all = [
		...(expression !== undefined ? [expression] : []),
		...(bySid !== undefined ? [`worker.sid == ${bySid}`] : []),
		...(byName !== undefined ? [`worker.friendly_name == ${byName}`] : []),
	];
	return all.every((each) => fits(each, attributes));
}
