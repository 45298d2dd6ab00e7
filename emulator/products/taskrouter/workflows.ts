/**
 * TaskRouter: workflows, and the queues they put tasks into.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/{workflow,taskQueue}.d.ts`; a workflow's configuration:
 * https://www.twilio.com/docs/taskrouter/workflow-configuration
 * @module
 */
import { z } from 'zod';
import { check, parseObject, readForm } from '../../core/body';
import { dates, unset } from '../../core/fields';
import { invalidParameter, type Router, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { isWanted } from '../../core/query';
import { sid } from '../../core/sids';
import type { TaskQueue, Workflow, WorkflowConfiguration, World } from '../../core/world';
import { ExpressionError, matches } from './expression';
import { base, find, HOST, inWorkspace, linksOf, WORKSPACE } from './lookup';

const target = z.looseObject({
	queue: z.string().exactOptional(),
	expression: z.string().exactOptional(),
	known_worker_sid: z.string().exactOptional(),
	known_worker_friendly_name: z.string().exactOptional(),
	priority: z.union([z.string(), z.number()]).exactOptional(),
	timeout: z.union([z.string(), z.number()]).exactOptional(),
});
const configuration = z.looseObject({
	task_routing: z.looseObject({
		filters: z.array(
			z.looseObject({
				filter_friendly_name: z.string().exactOptional(),
				expression: z.string(),
				targets: z.array(target).min(1),
			}),
		),
		default_filter: target.exactOptional(),
	}),
});
const workflowForm = z.object({
	FriendlyName: z.string().min(1).exactOptional(),
	Configuration: z.string().exactOptional(),
});

const createdWorkflow = z.object({ FriendlyName: z.string().min(1), Configuration: z.string() });
const createdQueue = z.object({ FriendlyName: z.string().min(1), TargetWorkers: z.string().default('1==1') });

/** Workflows: list (filter `FriendlyName`), create, fetch, update, delete. Task queues: list (filter `FriendlyName`), create, delete. */
export function addWorkflows(router: Router, world: World): void {
	const viewWorkflow = (workflow: Workflow) => ({
		...base(world, 'Workflows', workflow.sid),
		friendly_name: workflow.friendlyName,
		configuration: JSON.stringify(workflow.configuration),
		document_content_type: 'application/json',
		assignment_callback_url: null,
		fallback_assignment_callback_url: null,
		task_reservation_timeout: 120,
		...dates(world),
		links: linksOf(world, `/Workflows/${workflow.sid}`),
	});
	router.on('GET', HOST, `${WORKSPACE}/Workflows{?FriendlyName}`, (request, params) => {
		inWorkspace(world, request, params);
		return classicPage(request, 'workflows', named(world.workflows, request).map(viewWorkflow));
	});
	router.on('POST', HOST, `${WORKSPACE}/Workflows`, (request, params) => {
		inWorkspace(world, request, params);
		const { FriendlyName: friendlyName, Configuration } = readForm(request, createdWorkflow);
		const workflow = { sid: sid('WW'), friendlyName, configuration: accept(world, Configuration) };
		world.workflows.set(workflow.sid, workflow);
		return { status: 201, body: viewWorkflow(workflow) };
	});
	router.on('DELETE', HOST, `${WORKSPACE}/Workflows/{sid}`, (request, params) => {
		world.workflows.delete(find(world, world.workflows, request, params).sid);
		return { status: 204 };
	});
	router.on('GET', HOST, `${WORKSPACE}/Workflows/{sid}`, (request, params) => ({
		status: 200,
		body: viewWorkflow(find(world, world.workflows, request, params)),
	}));
	router.on('POST', HOST, `${WORKSPACE}/Workflows/{sid}`, (request, params) => {
		const workflow = find(world, world.workflows, request, params);
		const form = readForm(request, workflowForm);
		if (form.Configuration !== undefined) workflow.configuration = accept(world, form.Configuration);
		workflow.friendlyName = form.FriendlyName ?? workflow.friendlyName;
		return { status: 200, body: viewWorkflow(workflow) };
	});

	const activities = unset(
		'assignment_activity_name',
		'assignment_activity_sid',
		'reservation_activity_name',
		'reservation_activity_sid',
	);
	const viewQueue = (queue: TaskQueue) => ({
		...base(world, 'TaskQueues', queue.sid),
		friendly_name: queue.friendlyName,
		target_workers: queue.targetWorkers,
		max_reserved_workers: 1,
		task_order: 'FIFO',
		...activities,
		...dates(world),
		links: linksOf(world, `/TaskQueues/${queue.sid}`),
	});
	router.on('GET', HOST, `${WORKSPACE}/TaskQueues{?FriendlyName}`, (request, params) => {
		inWorkspace(world, request, params);
		return classicPage(request, 'task_queues', named(world.taskQueues, request).map(viewQueue));
	});
	router.on('POST', HOST, `${WORKSPACE}/TaskQueues`, (request, params) => {
		inWorkspace(world, request, params);
		const { FriendlyName: friendlyName, TargetWorkers: targetWorkers } = readForm(request, createdQueue);
		const queue: TaskQueue = { sid: sid('WQ'), friendlyName, targetWorkers };
		world.taskQueues.set(queue.sid, queue);
		return { status: 201, body: viewQueue(queue) };
	});
	router.on('DELETE', HOST, `${WORKSPACE}/TaskQueues/{sid}`, (request, params) => {
		world.taskQueues.delete(find(world, world.taskQueues, request, params).sid);
		return { status: 204 };
	});
}

/** Those with the `FriendlyName` that the request asks for. */
function named<T extends { readonly friendlyName: string }>(
	records: ReadonlyMap<string, T>,
	request: TwilioRequest,
): T[] {
	return [...records.values()].filter(({ friendlyName }) =>
		isWanted(request, { FriendlyName: friendlyName }),
	);
}

/** @throws TwilioError 400 for a malformed configuration, a queue that does not exist, or an expression with a syntax error */
function accept(world: World, text: string): WorkflowConfiguration {
	const accepted = check(configuration, parseObject('Configuration', text), 'Configuration');
	const { filters, default_filter } = accepted.task_routing;
	const targets = [
		...filters.flatMap((filter) => filter.targets),
		...(default_filter ? [default_filter] : []),
	];
	for (const { queue } of targets) {
		if (queue !== undefined && !world.taskQueues.has(queue)) {
			throw invalidParameter(`Invalid Configuration: queue ${queue} does not exist`);
		}
	}
	for (const { expression } of [...filters, ...targets]) {
		if (expression !== undefined) requireReadable(expression);
	}
	return accepted;
}

/** @throws TwilioError 400 for an expression with a syntax error */
function requireReadable(expression: string): void {
	try {
		matches(expression, {});
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		throw invalidParameter(`Invalid Configuration: ${error.message}`);
	}
}
