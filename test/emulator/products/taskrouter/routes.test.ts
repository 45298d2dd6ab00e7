/** TaskRouter: which queue a task reaches, which workers are eligible, and its log, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { Task, Workflow } from '../../../../emulator/core/world';
import { createTask } from '../../../../emulator/products/taskrouter/create-task';
import { reserve } from '../../../../emulator/products/taskrouter/reservations';
import { changeStatus } from '../../../../emulator/products/taskrouter/task-status';
import { clientOf, useEmulator } from '../../../support/client';

const BILLING = 'WQ00000000000000000000000000000001';

describe('TaskRouter', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
		const targetWorkers = "roles HAS 'supervisor'";
		emulator.world.taskQueues.set(BILLING, { sid: BILLING, friendlyName: 'Billing', targetWorkers });
	});

	const workspace = () => clientOf(emulator).taskrouter.v1.workspaces(emulator.world.workspaceSid);
	const workflow = (): Workflow => {
		const found = emulator.world.workflows.get(emulator.world.workflowSid);
		if (!found) throw new Error('The workflow is missing');
		return found;
	};
	const newTask = (attributes: object): Task =>
		createTask(emulator.world, {
			attributes: JSON.stringify(attributes),
			workflowSid: emulator.world.workflowSid,
			taskChannelSid: 'chat',
		});
	const events = async (task: Task) =>
		(await workspace().events.list({ taskSid: task.sid })).map(({ eventType }) => eventType).reverse();

	test('task attributes have at most 4,096 characters with white space', async () => {
		const { tasks } = workspace();
		const { workflowSid } = emulator.world;
		const sized = (length: number) => `{"a": "${'x'.repeat(length - 9)}"}`;
		const task = await tasks.create({ workflowSid, taskChannel: 'chat', attributes: sized(4096) });
		expect(task.attributes).toHaveLength(4095);
		const refusal = { status: 400, code: 20001 };
		await expect(
			tasks.create({ workflowSid, taskChannel: 'chat', attributes: sized(4097) }),
		).rejects.toMatchObject(refusal);
	});

	test('the configuration of a workflow is read and written as text', async () => {
		const { taskQueueSid, workflowSid } = emulator.world;
		const workflows = workspace().workflows;
		const shown = JSON.parse((await workflows(workflowSid).fetch()).configuration);
		expect(shown.task_routing).toEqual({
			filters: [{ filter_friendly_name: 'Anyone', expression: '1==1', targets: [{ queue: taskQueueSid }] }],
			default_filter: { queue: taskQueueSid },
		});
		shown.task_routing.filters.unshift({
			filter_friendly_name: 'Billing',
			expression: "department == 'billing'",
			targets: [{ queue: BILLING }],
		});
		await workflows(workflowSid).update({ configuration: JSON.stringify(shown) });
		expect(workflow().configuration).toEqual(shown);
		const refused = (change: (routing: typeof shown.task_routing) => void) => {
			const copy = structuredClone(shown);
			change(copy.task_routing);
			return expect(
				workflows(workflowSid).update({ configuration: JSON.stringify(copy) }),
			).rejects.toMatchObject({ status: 400, code: 20001 });
		};
		await refused((routing) => (routing.default_filter.queue = 'WQ0'));
		await refused((routing) => (routing.filters[0].expression = 'department ='));
		await refused((routing) => delete routing.filters);
		expect(workflow().configuration).toEqual(shown);
	});

	test('the first filter that matches chooses the queue', async () => {
		const task = newTask({ department: 'billing' });
		expect(await workspace().tasks(task.sid).fetch()).toMatchObject({
			taskQueueSid: BILLING,
			taskQueueFriendlyName: 'Billing',
		});
		expect(await events(task)).toEqual([
			'task.created',
			'workflow.entered',
			'workflow.target-matched',
			'task-queue.entered',
		]);
		const [matched] = await workspace().events.list({
			taskSid: task.sid,
			eventType: 'workflow.target-matched',
		});
		expect(matched?.eventData).toMatchObject({ workflow_filter_name: 'Billing' });
		expect(newTask({ department: 'sales' }).taskQueueSid).toBe(emulator.world.taskQueueSid);
		const found = await workspace().tasks.list({ evaluateTaskAttributes: "department IN ['billing']" });
		expect(found.map(({ sid }) => sid)).toEqual([task.sid]);
	});

	test('a task that matches no filter goes to the default queue, and without one is canceled', async () => {
		const routing = workflow().configuration.task_routing;
		const { filters, default_filter } = routing;
		routing.filters = [];
		expect(newTask({}).taskQueueSid).toBe(default_filter?.queue);
		delete routing.default_filter;
		const task = newTask({});
		expect(await workspace().tasks(task.sid).fetch()).toMatchObject({
			assignmentStatus: 'canceled',
			taskQueueSid: null,
			reason: expect.stringContaining('no workflow filter'),
		});
		expect((await events(task)).at(-1)).toBe('task.canceled');
		Object.assign(routing, { filters, default_filter });
	});

	test('the priority of a workflow target replaces the priority of the task', async () => {
		const routing = workflow().configuration.task_routing;
		const { filters } = routing;
		const queue = emulator.world.taskQueueSid;
		routing.filters = [
			{ expression: "department == 'vip'", targets: [{ queue, priority: '5' }] },
			{ expression: "department == 'sales'", targets: [{ queue }] },
		];
		const priorityOf = async (department: string) => {
			const created = await workspace().tasks.create({
				workflowSid: emulator.world.workflowSid,
				taskChannel: 'chat',
				attributes: JSON.stringify({ department }),
				priority: 20,
			});
			return created.priority;
		};
		expect(await priorityOf('vip')).toBe(5);
		expect(await priorityOf('sales')).toBe(20);
		routing.filters = filters;
	});

	test('the workers of a queue are those that its expression matches', async () => {
		const { workers } = workspace();
		const names = async (filter: Parameters<typeof workers.list>[0]) =>
			(await workers.list(filter)).map(({ friendlyName }) => friendlyName);
		expect(await names({})).toEqual(['robin', 'sasha']);
		expect(await names({ taskQueueSid: emulator.world.taskQueueSid })).toEqual(['robin', 'sasha']);
		expect(await names({ taskQueueSid: BILLING })).toEqual([]);
		const billing = emulator.world.taskQueues.get(BILLING);
		const before = billing?.targetWorkers;
		Object.assign(billing ?? {}, { targetWorkers: "roles HAS 'agent' AND activity_name CONTAINS 'Off'" });
		expect(await names({ taskQueueSid: BILLING })).toEqual(['sasha']);
		Object.assign(billing ?? {}, { targetWorkers: before });
		await expect(names({ taskQueueSid: 'WQ0' })).rejects.toMatchObject({ status: 400 });
	});

	test('the workspace that Flex uses has workflows, queues and task channels', async () => {
		const client = clientOf(emulator);
		const { taskrouterWorkspaceSid } = await client.flexApi.v1.configuration().fetch();
		expect(await client.taskrouter.v1.workspaces.list()).toMatchObject([{ sid: taskrouterWorkspaceSid }]);
		expect(await workspace().workflows.list()).toMatchObject([{ friendlyName: 'Assign to Anyone' }]);
		expect(await workspace().taskQueues.list()).toMatchObject([
			{ friendlyName: 'Everyone' },
			{ friendlyName: 'Billing' },
		]);
		const channels = await workspace().taskChannels.list();
		expect(channels.map(({ uniqueName }) => uniqueName)).toEqual(['voice', 'chat']);
		await expect(workspace().workflows('WW0').fetch()).rejects.toMatchObject({ status: 404 });
		const elsewhere = client.taskrouter.v1.workspaces('WS0');
		await expect(elsewhere.workflows.list()).rejects.toMatchObject({ status: 404 });
	});

	test('tasks are listed in the order that is asked for', async () => {
		const [first, second, third] = [newTask({ n: 1 }), newTask({ n: 2 }), newTask({ n: 3 })];
		second.dateCreated = new Date(first.dateCreated.getTime() + 1000);
		third.dateCreated = new Date(first.dateCreated.getTime() - 1000);
		const { tasks } = workspace();
		const found = async (filter: object) =>
			(await tasks.list({ evaluateTaskAttributes: 'n > 0', ...filter })).map(({ sid }) => sid);
		const oldestFirst = [third.sid, first.sid, second.sid];
		expect(await found({})).toEqual(oldestFirst);
		expect(await found({ ordering: 'DateCreated:desc' })).toEqual(oldestFirst.toReversed());
		await expect(found({ ordering: 'Priority:desc' })).rejects.toMatchObject({ status: 400 });
		await expect(found({ priority: 5 })).rejects.toMatchObject({ status: 400, code: 20001 });
	});

	test('the status of a task follows its reservation', async () => {
		const { world } = emulator;
		const task = newTask({ department: 'sales' });
		const [robin] = world.workers.values();
		const workerSid = robin?.sid ?? '';
		reserve(world, task.sid, workerSid, 'rejected');
		expect(task.assignmentStatus).toBe('pending');
		reserve(world, task.sid, workerSid);
		expect(task.assignmentStatus).toBe('reserved');
		reserve(world, task.sid, workerSid, 'accepted');
		expect(task.assignmentStatus).toBe('assigned');
		expect([...world.reservations.values()]).toMatchObject([
			{ workerSid, taskSid: task.sid, status: 'rejected' },
			{ workerSid, taskSid: task.sid, status: 'accepted' },
		]);
		expect((await events(task)).slice(4)).toEqual([
			'reservation.created',
			'reservation.rejected',
			'reservation.created',
			'reservation.accepted',
		]);
		const accepted = await workspace().events.list({ eventType: 'reservation.accepted' });
		expect(accepted).toMatchObject([{ eventData: { worker_name: 'robin' }, resourceType: 'reservation' }]);
		expect(() => reserve(world, 'WT0', workerSid)).toThrow('Task WT0 not found');
	});

	test('events are listed by date, with why a task was canceled', async () => {
		const task = newTask({});
		changeStatus(emulator.world, task, 'canceled', 'hung up');
		const list = (filter: object) => workspace().events.list({ taskSid: task.sid, ...filter });
		expect((await list({ eventType: 'task.canceled' }))[0]?.eventData).toMatchObject({ reason: 'hung up' });
		expect(await list({ startDate: new Date(Date.now() + 60_000) })).toEqual([]);
		for (const event of emulator.world.taskRouterEvents) event.date = new Date(Date.now() - 20 * 60_000);
		expect(await list({})).toEqual([]);
		expect(await list({ startDate: new Date(Date.now() - 30 * 60_000) })).toHaveLength(5);
	});
});
