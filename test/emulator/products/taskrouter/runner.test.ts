/** The workspace's event callback, and tasks whose time is up. */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { validateRequest } from 'twilio';
import type { Emulator } from '../../../../emulator/core/emulator';
import type { Task } from '../../../../emulator/core/world';
import { createTask } from '../../../../emulator/products/taskrouter/create-task';
import { reserve } from '../../../../emulator/products/taskrouter/reservations';
import { TaskRouter } from '../../../../emulator/products/taskrouter/runner';
import { expire } from '../../../../emulator/products/taskrouter/task-status';
import { clientOf, useEmulator } from '../../../support/client';
import { publish } from '../../../support/deploying';
import { listen } from '../../../support/flows';
import { handler } from '../serverless/hosting/hosted-code';

describe('TaskRouter', () => {
	let emulator: Emulator;
	useEmulator(
		(started) => {
			emulator = started;
		},
		{ each: true },
	);
	let origin: string;
	let answer: (response: ServerResponse) => void;
	let received: { url: string; form: Record<string, string>; signature: string; type: string }[];
	const server = createServer(async (request, response) => {
		received.push({
			url: `${origin}${request.url}`,
			form: Object.fromEntries(new URLSearchParams(await text(request))),
			signature: String(request.headers['x-twilio-signature']),
			type: String(request.headers['content-type']),
		});
		answer(response);
	});
	beforeAll(async () => {
		origin = await listen(server);
	});
	beforeEach(() => {
		received = [];
		answer = (response) => response.writeHead(204, { 'content-type': 'application/json' }).end();
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	const listenFor = (eventsFilter: string) =>
		Object.assign(emulator.world.workspace, { eventCallbackUrl: `${origin}/task-events`, eventsFilter });
	const newTask = (attributes: object = {}, timeout?: number): Task =>
		createTask(emulator.world, {
			attributes: JSON.stringify(attributes),
			workflowSid: emulator.world.workflowSid,
			taskChannelSid: 'chat',
			...(timeout !== undefined && { timeout }),
		});
	const types = () => received.map(({ form }) => form.EventType);

	test('an event is posted as a signed form, with the task, its workflow and the reason', async () => {
		const { world } = emulator;
		listenFor('task.canceled');
		const task = newTask({ conversationId: 'x', reason: 'ä & <b>' });
		expire(world, task.sid);
		await emulator.taskRouter.idle();
		expect(received).toHaveLength(1);
		const [event] = received;
		expect(event?.form).toMatchObject({
			EventType: 'task.canceled',
			AccountSid: world.account.accountSid,
			WorkspaceSid: world.workspaceSid,
			WorkspaceName: 'Flex Task Assignment',
			ResourceType: 'task',
			ResourceSid: task.sid,
			Timestamp: expect.stringMatching(/^\d{10}$/),
			TaskSid: task.sid,
			TaskAge: '0',
			TaskPriority: '0',
			TaskAssignmentStatus: 'canceled',
			TaskChannelUniqueName: 'chat',
			TaskQueueSid: world.taskQueueSid,
			WorkflowSid: world.workflowSid,
			WorkflowName: 'Assign to Anyone',
			Reason: 'Task TTL Exceeded',
		});
		expect(JSON.parse(event?.form.TaskAttributes ?? '')).toEqual(task.attributes);
		expect(event?.type).toMatch('application/x-www-form-urlencoded');
		const { url = '', form = {}, signature = '' } = event ?? {};
		expect(validateRequest(world.account.authToken, signature, url, form)).toBe(true);
	});

	test('without a filter every event is posted, and without a URL none', async () => {
		newTask();
		listenFor('');
		const task = newTask();
		const [worker] = emulator.world.workers.values();
		reserve(emulator.world, task.sid, worker?.sid ?? '', 'accepted');
		await clientOf(emulator).taskrouter.v1.workspaces(emulator.world.workspaceSid).tasks(task.sid).remove();
		await emulator.taskRouter.idle();
		expect(types().sort()).toEqual([
			'reservation.accepted',
			'reservation.created',
			'task-queue.entered',
			'task.created',
			'task.deleted',
			'workflow.entered',
			'workflow.target-matched',
		]);
		const accepted = received.find(({ form }) => form.EventType === 'reservation.accepted');
		expect(accepted?.form).toMatchObject({
			ResourceType: 'reservation',
			WorkerName: 'robin',
			TaskSid: task.sid,
		});
	});

	test('a callback that fails or hangs is only journaled', async () => {
		const { world } = emulator;
		emulator.taskRouter.stop();
		const impatient = new TaskRouter(world, { handle: (...call) => emulator.handle(...call), timeoutMs: 50 });
		listenFor('task.created');
		for (const fail of [
			(response: ServerResponse) => response.writeHead(500).end(),
			(response: ServerResponse) => response.destroy(),
			() => {},
		]) {
			answer = fail;
			newTask();
			await impatient.idle();
		}
		expect(received).toHaveLength(3);
		const entries = world.journal.filter(({ what }) => what.includes('task.created to'));
		expect(entries.map(({ what }) => what.split(': ')[1] ?? what.slice(-3))).toEqual([
			'500',
			expect.stringContaining('Error'),
			'no response within 0.05 s',
		]);
	});

	test('a Function that the emulator hosts receives events', async () => {
		const site = await publish(emulator, {
			functions: [
				{
					path: '/task-events',
					visibility: 'protected',
					content: handler('console.log(event.EventType, event.TaskSid); callback(null, {});'),
				},
			],
		});
		Object.assign(emulator.world.workspace, {
			eventCallbackUrl: `${site.origin}/task-events#rc=2`,
			eventsFilter: 'task.created',
		});
		const task = newTask();
		await emulator.taskRouter.idle();
		expect(emulator.world.serverless.output.join('\n')).toContain(`task.created ${task.sid}`);
	});

	test('in a world that was saved, the time of a waiting task goes on, also while nothing ran', () => {
		jest.useFakeTimers();
		try {
			const [early, late] = [newTask({}, 30), newTask({}, 120)];
			emulator.taskRouter.stop();
			jest.advanceTimersByTime(60_000);
			emulator.taskRouter.resume();
			jest.advanceTimersByTime(1_000);
			expect([early.assignmentStatus, late.assignmentStatus]).toEqual(['canceled', 'pending']);
			jest.advanceTimersByTime(60_000);
			expect(late.assignmentStatus).toBe('canceled');
		} finally {
			jest.useRealTimers();
		}
	});

	test('a task is canceled when its timeout is over, unless a worker accepted it', async () => {
		jest.useFakeTimers();
		try {
			const [untaken, offered, taken] = [newTask({}, 60), newTask({}, 60), newTask({}, 60)];
			const later = newTask({}, 61);
			const [worker] = emulator.world.workers.values();
			const offer = (task: Task, status: 'pending' | 'accepted') =>
				reserve(emulator.world, task.sid, worker?.sid ?? '', status);
			const reservation = offer(offered, 'pending');
			offer(taken, 'accepted');
			jest.advanceTimersByTime(60_000);
			expect(untaken).toMatchObject({ assignmentStatus: 'canceled', reason: 'Task TTL Exceeded' });
			expect(offered.assignmentStatus).toBe('canceled');
			expect(reservation.status).toBe('canceled');
			expect(taken.assignmentStatus).toBe('assigned');
			expect(later.assignmentStatus).toBe('pending');
		} finally {
			jest.useRealTimers();
		}
	});

	test('a task that no filter of its workflow takes is posted as canceled', async () => {
		listenFor('task.canceled');
		const routing = emulator.world.workflows.get(emulator.world.workflowSid)?.configuration.task_routing;
		Object.assign(routing ?? {}, { filters: [], default_filter: undefined });
		const task = newTask();
		await emulator.taskRouter.idle();
		expect(received.map(({ form }) => [form.TaskSid, form.Reason])).toEqual([[task.sid, task.reason]]);
	});

	test('a task lives for two weeks at most', () => {
		expect(newTask({}, 1_209_600).timeout).toBe(1_209_600);
		expect(() => newTask({}, 1_209_601)).toThrow('Timeout');
	});
});
