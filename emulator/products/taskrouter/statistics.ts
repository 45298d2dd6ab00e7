/**
 * TaskRouter: how many tasks wait and how many workers are available right now, in the workspace, a workflow or a queue.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/{,workflow/,taskQueue/}*RealTimeStatistics.d.ts`.
 * @module
 */
import { findOr404, type Router, type TwilioRequest } from '../../core/http';
import type { Task, Worker, World } from '../../core/world';
import { find, HOST, inWorkspace, urlOf, WORKSPACE } from './lookup';
import { activitySid, eligibleWorkers } from './workers';

/** Real-time statistics of the workspace, of a workflow and of a task queue: fetch (filter `TaskChannel`). */
export function addStatistics(router: Router, world: World): void {
	const base = (path: string) => ({
		account_sid: world.account.accountSid,
		workspace_sid: world.workspaceSid,
		url: urlOf(world, `${path}/RealTimeStatistics`),
	});
	router.on('GET', HOST, `${WORKSPACE}/RealTimeStatistics`, (request, params) => {
		inWorkspace(world, request, params);
		const workers = [...world.workers.values()];
		const body = {
			...base(''),
			...ofTasks(tasksOf(world, request)),
			activity_statistics: activities(world, workers),
			total_workers: workers.length,
		};
		return { status: 200, body };
	});
	router.on('GET', HOST, `${WORKSPACE}/Workflows/{sid}/RealTimeStatistics`, (request, params) => {
		const { sid } = find(world, world.workflows, request, params);
		const tasks = tasksOf(world, request).filter(({ workflowSid }) => workflowSid === sid);
		return { status: 200, body: { ...base(`/Workflows/${sid}`), ...ofTasks(tasks), workflow_sid: sid } };
	});
	router.on('GET', HOST, `${WORKSPACE}/TaskQueues/{sid}/RealTimeStatistics`, (request, params) => {
		inWorkspace(world, request, params);
		const queue = findOr404(world.taskQueues, params.sid, request.path);
		const statistics = ofTasks(
			tasksOf(world, request).filter(({ taskQueueSid }) => taskQueueSid === queue.sid),
		);
		const workers = eligibleWorkers(world, queue);
		const body = {
			...base(`/TaskQueues/${queue.sid}`),
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

/** The tasks that have not ended, on the channel that the request asks for. */
function tasksOf(world: World, { query }: TwilioRequest): Task[] {
	const channel = query.get('TaskChannel');
	return [...world.tasks.values()].filter(
		({ assignmentStatus, taskChannelSid, taskChannelUniqueName }) =>
			/^(pending|reserved|assigned|wrapping)$/.test(assignmentStatus) &&
			(channel === null || channel === taskChannelSid || channel === taskChannelUniqueName),
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
