/**
 * TaskRouter: the workspace and what routes in it, mostly to be read; tasks can be made and updated too.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace*.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../body';
import { invalidParameter, notFound, type Router, type TwilioRequest } from '../http';
import { classicPage } from '../paging';
import { createTask, parseObject } from '../tasks';
import type { Task, World } from '../world';

const HOST = 'taskrouter.twilio.com';
const WORKSPACE = '/v1/Workspaces/{workspace}';

const createForm = z.object({
	Attributes: z.string().default('{}'),
	WorkflowSid: z.string(),
	TaskChannel: z.string().default('default'),
	Priority: z.coerce.number().int().min(0).exactOptional(),
	Timeout: z.coerce.number().int().min(1).exactOptional(),
});
const updateForm = z.object({
	Attributes: z.string().exactOptional(),
	Priority: z.coerce.number().int().min(0).exactOptional(),
	AssignmentStatus: z
		.enum(['pending', 'reserved', 'assigned', 'canceled', 'completed', 'wrapping'])
		.exactOptional(),
});

/** The workspace, workflows, task queues and task channels: list, fetch. Tasks: list, create, fetch, update. */
export function addTaskRouter(router: Router, world: World): void {
	const base = { account_sid: world.account.accountSid, workspace_sid: world.workspaceSid };
	const url = (rest = '') => `https://${HOST}/v1/Workspaces/${world.workspaceSid}${rest}`;
	const inWorkspace = (sid: string | undefined, path: string) => {
		if (sid !== world.workspaceSid) throw notFound(path);
	};
	const workspace = {
		account_sid: world.account.accountSid,
		sid: world.workspaceSid,
		friendly_name: 'Flex Task Assignment',
		multi_task_enabled: true,
		prioritize_queue_order: 'FIFO',
		url: url(),
	};
	router.on('GET', HOST, '/v1/Workspaces', (request) => classicPage(request, 'workspaces', [workspace]));
	router.on('GET', HOST, WORKSPACE, (request, params) => {
		inWorkspace(params.workspace, request.path);
		return { status: 200, body: workspace };
	});

	const readOnly = <T extends { sid: string; friendlyName: string }>(
		collection: string,
		key: string,
		records: ReadonlyMap<string, T>,
		more: (record: T) => object,
	) => {
		const view = (record: T) => ({
			...base,
			sid: record.sid,
			friendly_name: record.friendlyName,
			url: url(`/${collection}/${record.sid}`),
			...more(record),
		});
		router.on('GET', HOST, `${WORKSPACE}/${collection}`, (request, params) => {
			inWorkspace(params.workspace, request.path);
			const name = request.query.get('FriendlyName');
			const found = [...records.values()].filter(
				({ friendlyName }) => name === null || friendlyName === name,
			);
			return classicPage(request, key, found.map(view));
		});
		router.on('GET', HOST, `${WORKSPACE}/${collection}/{sid}`, (request, params) => {
			inWorkspace(params.workspace, request.path);
			const record = records.get(params.sid ?? '');
			if (!record) throw notFound(request.path);
			return { status: 200, body: view(record) };
		});
	};
	readOnly('Workflows', 'workflows', world.workflows, () => ({
		configuration: '{"task_routing":{"filters":[]}}',
		task_reservation_timeout: 120,
	}));
	readOnly('TaskQueues', 'task_queues', world.taskQueues, () => ({
		target_workers: '1==1',
		max_reserved_workers: 1,
		task_order: 'FIFO',
	}));
	readOnly('TaskChannels', 'channels', world.taskChannels, ({ uniqueName }) => ({
		unique_name: uniqueName,
		channel_optimized_routing: false,
	}));

	const view = (task: Task) => viewTask(world, task, url(`/Tasks/${task.sid}`));
	const find = (request: TwilioRequest, params: Readonly<Record<string, string>>): Task => {
		inWorkspace(params.workspace, request.path);
		const task = world.tasks.get(params.sid ?? '');
		if (!task) throw notFound(request.path);
		return task;
	};
	router.on('GET', HOST, `${WORKSPACE}/Tasks`, (request, params) => {
		inWorkspace(params.workspace, request.path);
		return classicPage(request, 'tasks', filterTasks(world, request.query).map(view));
	});
	router.on('POST', HOST, `${WORKSPACE}/Tasks`, (request, params) => {
		inWorkspace(params.workspace, request.path);
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
	router.on('GET', HOST, `${WORKSPACE}/Tasks/{sid}`, (request, params) => ({
		status: 200,
		body: view(find(request, params)),
	}));
	router.on('POST', HOST, `${WORKSPACE}/Tasks/{sid}`, (request, params) => {
		const task = find(request, params);
		const form = readForm(request, updateForm);
		if (form.Attributes !== undefined) {
			task.attributes = parseObject('Attributes', form.Attributes);
			task.rawAttributes = form.Attributes;
		}
		task.priority = form.Priority ?? task.priority;
		task.assignmentStatus = form.AssignmentStatus ?? task.assignmentStatus;
		return { status: 200, body: view(task) };
	});
}

function filterTasks(world: World, query: URLSearchParams): Task[] {
	if (query.has('EvaluateTaskAttributes')) {
		throw invalidParameter('EvaluateTaskAttributes: this emulator does not evaluate task attributes');
	}
	const statuses = query.getAll('AssignmentStatus').flatMap((list) => list.split(','));
	const workflowSid = query.get('WorkflowSid');
	const workflowName = query.get('WorkflowName');
	const priority = query.get('Priority');
	return [...world.tasks.values()].filter(
		(task) =>
			(statuses.length === 0 || statuses.includes(task.assignmentStatus)) &&
			(workflowSid === null || task.workflowSid === workflowSid) &&
			(workflowName === null || world.workflows.get(task.workflowSid)?.friendlyName === workflowName) &&
			(priority === null || task.priority === Number(priority)),
	);
}

function viewTask(world: World, task: Task, url: string) {
	return {
		account_sid: world.account.accountSid,
		workspace_sid: world.workspaceSid,
		sid: task.sid,
		age: Math.floor((Date.now() - task.dateCreated.getTime()) / 1000),
		assignment_status: task.assignmentStatus,
		attributes: JSON.stringify(task.attributes),
		addons: '{}',
		date_created: task.dateCreated.toISOString(),
		date_updated: task.dateCreated.toISOString(),
		task_queue_entered_date: task.dateCreated.toISOString(),
		priority: task.priority,
		reason: null,
		// Every task lands in the one queue: which queue a workflow picks is not played.
		task_queue_sid: world.taskQueueSid,
		task_queue_friendly_name: world.taskQueues.get(world.taskQueueSid)?.friendlyName ?? null,
		task_channel_sid: task.taskChannelSid,
		task_channel_unique_name: task.taskChannelUniqueName,
		timeout: task.timeout,
		workflow_sid: task.workflowSid,
		workflow_friendly_name: world.workflows.get(task.workflowSid)?.friendlyName ?? null,
		url,
	};
}
