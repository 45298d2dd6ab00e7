/**
 * TaskRouter: tasks. Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/task.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { unset } from '../../core/fields';
import { invalidParameter, type Router, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { isWanted } from '../../core/query';
import type { Task, World } from '../../core/world';
import { createTask } from './create-task';
import { recordEvent } from './events';
import { ExpressionError, matches } from './expression';
import { base, find, HOST, inWorkspace, linksOf, urlOf, WORKSPACE } from './lookup';
import { expire, timeoutReason } from './task-status';

const createForm = z.object({
	Attributes: z.string().default('{}'),
	WorkflowSid: z.string(),
	TaskChannel: z.string().default('default'),
	Priority: z.coerce.number().int().min(0).exactOptional(),
	Timeout: z.coerce.number().int().min(1).exactOptional(),
});

/** Tasks: list (filters and `Ordering`), create, fetch, delete. */
export function addTasks(router: Router, world: World): void {
	const view = (task: Task) => viewTask(world, task);
	router.on(
		'GET',
		HOST,
		`${WORKSPACE}/Tasks{?EvaluateTaskAttributes,WorkflowSid,Ordering}`,
		(request, params) => {
			inWorkspace(world, request, params);
			return classicPage(request, 'tasks', filterTasks(world, request).map(view));
		},
	);
	router.on('POST', HOST, `${WORKSPACE}/Tasks`, (request, params) => {
		inWorkspace(world, request, params);
		const form = readForm(request, createForm);
		const task = createTask(world, {
			attributes: form.Attributes,
			workflowSid: form.WorkflowSid,
			taskChannelSid: form.TaskChannel,
			...(form.Priority !== undefined && { priority: form.Priority }),
			...(form.Timeout !== undefined && { timeout: form.Timeout }),
		});
		return { status: 201, body: view(task) };
	});
	router.on('GET', HOST, `${WORKSPACE}/Tasks/{sid}`, (request, params) => {
		const task = find(world, world.tasks, request, params);
		// Nothing ticks: a task is canceled when it is looked at.
		if (Date.now() > task.dateCreated.getTime() + task.timeout * 1_000)
			expire(world, task.sid, timeoutReason(world));
		return { status: 200, body: view(task) };
	});
	router.on('DELETE', HOST, `${WORKSPACE}/Tasks/{sid}`, (request, params) => {
		const task = find(world, world.tasks, request, params);
		recordEvent(world, 'task.deleted', task);
		world.tasks.delete(task.sid);
		return { status: 204 };
	});
}

/** @throws TwilioError 400 for an expression with a syntax error */
function filterTasks(world: World, request: TwilioRequest): Task[] {
	const expression = request.query.get('EvaluateTaskAttributes');
	try {
		const found = [...world.tasks.values()].filter(
			(task) =>
				(expression === null || matches(expression, task.attributes)) &&
				isWanted(request, { WorkflowSid: task.workflowSid }),
		);
		return ordered(found, request.query.get('Ordering') ?? 'DateCreated:asc');
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		throw invalidParameter(`Invalid EvaluateTaskAttributes: ${error.message}`);
	}
}

/**
 * By their creation, `DateCreated:asc` or `DateCreated:desc`.
 * @throws TwilioError 400 for anything else: that by `Priority` is not emulated
 */
function ordered(tasks: readonly Task[], ordering: string): Task[] {
	const direction = /^DateCreated:(asc|desc)$/.exec(ordering)?.[1];
	if (direction === undefined) throw invalidParameter(`Invalid Ordering: ${ordering}`);
	const sign = direction === 'asc' ? 1 : -1;
	return tasks.toSorted((a, b) => sign * (a.dateCreated.getTime() - b.dateCreated.getTime()));
}

function viewTask(world: World, task: Task) {
	const created = task.dateCreated.toISOString();
	const entered = task.taskQueueSid !== undefined;
	return {
		...base(world, 'Tasks', task.sid),
		age: Math.floor((Date.now() - task.dateCreated.getTime()) / 1000),
		assignment_status: task.assignmentStatus,
		attributes: JSON.stringify(task.attributes),
		addons: '{}',
		date_created: created,
		date_updated: created,
		task_queue_entered_date: entered ? created : null,
		virtual_start_time: created,
		priority: task.priority,
		reason: task.reason ?? null,
		task_queue_sid: task.taskQueueSid ?? null,
		task_queue_friendly_name: world.taskQueues.get(task.taskQueueSid ?? '')?.friendlyName ?? null,
		task_channel_sid: task.taskChannelSid,
		task_channel_unique_name: task.taskChannelUniqueName,
		timeout: task.timeout,
		workflow_sid: task.workflowSid,
		workflow_friendly_name: world.workflows.get(task.workflowSid)?.friendlyName ?? null,
		...unset('ignore_capacity', 'routing_target'),
		links: {
			...linksOf(world),
			workflow: urlOf(world, `/Workflows/${task.workflowSid}`),
			reservations: urlOf(world, `/Tasks/${task.sid}/Reservations`),
			...(task.taskQueueSid !== undefined && {
				task_queue: urlOf(world, `/TaskQueues/${task.taskQueueSid}`),
			}),
		},
	};
}
