/**
 * TaskRouter: how many tasks wait and how many workers are available right now in a queue.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/taskQueue/taskQueueRealTimeStatistics.d.ts`.
 * @module
 */
import type { Router } from '../../core/http';
import type { Task, TaskQueue, Worker, World } from '../../core/world';
import { find, HOST, urlOf, WORKSPACE } from './lookup';
import { activitySid, eligibleWorkers } from './workers';

/** Real-time statistics of a task queue: fetch. */
export function addStatistics(router: Router, world: World): void {
	router.on('GET', HOST, `${WORKSPACE}/TaskQueues/{sid}/RealTimeStatistics`, (request, params) => {
		const queue = find(world, world.taskQueues, request, params);
		const statistics = ofTasks(tasksIn(world, queue));
		const workers = eligibleWorkers(world, queue);
		const body = {
			account_sid: world.account.accountSid,
			workspace_sid: world.workspaceSid,
			url: urlOf(world, `/TaskQueues/${queue.sid}/RealTimeStatistics`),
			...statistics,
			task_queue_sid: queue.sid,
			longest_relative_task_age_in_queue: statistics.longest_task_waiting_age,
			longest_relative_task_sid_in_queue: statistics.longest_task_waiting_sid,
			activity_statistics: activities(world, workers),
			total_available_workers: workers.filter(({ available }) => available).length,
			total_eligible_workers: workers.length,
		};
		return { status: 200, body };
	});
}

/** The tasks of a queue that have not ended. */
function tasksIn({ tasks }: World, { sid }: TaskQueue): Task[] {
	return [...tasks.values()].filter(
		({ assignmentStatus, taskQueueSid }) =>
			taskQueueSid === sid && /^(pending|reserved|assigned|wrapping)$/.test(assignmentStatus),
	);
}

function ofTasks(tasks: readonly Task[]) {
	const waiting = tasks.filter(({ assignmentStatus }) => assignmentStatus === 'pending');
	const [longest] = waiting.toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime());
	const age = longest ? Math.floor((Date.now() - longest.dateCreated.getTime()) / 1000) : 0;
	return {
		tasks_by_priority: count(tasks.map(({ priority }) => String(priority))),
		tasks_by_status: {
			...{ reserved: 0, pending: 0, assigned: 0, wrapping: 0 },
			...count(tasks.map(({ assignmentStatus }) => assignmentStatus)),
		},
		total_tasks: tasks.length,
		longest_task_waiting_age: age,
		longest_task_waiting_sid: longest?.sid ?? null,
	};
}

function activities(world: World, workers: readonly Worker[]) {
	const byName = count(workers.map(({ activityName }) => activityName));
	return Object.entries(byName).map(([name, number]) => ({
		friendly_name: name,
		workers: number,
		sid: activitySid(world, name),
	}));
}

function count(names: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
}
