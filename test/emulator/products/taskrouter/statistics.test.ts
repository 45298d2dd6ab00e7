/** Real-time statistics, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { createTask } from '../../../../emulator/products/taskrouter/create-task';
import { reserve } from '../../../../emulator/products/taskrouter/reservations';
import { expire } from '../../../../emulator/products/taskrouter/task-status';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);
const workspace = () => clientOf(emulator).taskrouter.v1.workspaces(emulator.world.workspaceSid);
const newTask = (taskChannelSid: string, priority: number) =>
	createTask(emulator.world, {
		attributes: '{}',
		workflowSid: emulator.world.workflowSid,
		taskChannelSid,
		priority,
	});

test('the statistics of a queue count its available workers by the workers’ activities', async () => {
	const { world } = emulator;
	const queue = () => workspace().taskQueues(world.taskQueueSid).realTimeStatistics().fetch();
	expect(await queue()).toMatchObject({
		totalAvailableWorkers: 1,
		totalEligibleWorkers: 2,
		activityStatistics: [
			{ friendly_name: 'Available', workers: 1, sid: expect.stringMatching(/^WA/) },
			{ friendly_name: 'Offline', workers: 1 },
		],
		longestTaskWaitingSid: null,
		totalTasks: 0,
	});
	for (const worker of world.workers.values()) worker.available = false;
	expect(await queue()).toMatchObject({ totalAvailableWorkers: 0, totalEligibleWorkers: 2 });
	const everyone = world.taskQueues.get(world.taskQueueSid);
	Object.assign(everyone ?? {}, { targetWorkers: "roles HAS 'supervisor'" });
	expect(await queue()).toMatchObject({ totalAvailableWorkers: 0, totalEligibleWorkers: 0 });
});

test('the tasks of a queue that have not ended are counted', async () => {
	const { world } = emulator;
	const [first, second, canceled] = [newTask('chat', 0), newTask('voice', 5), newTask('chat', 0)];
	first.dateCreated = new Date(Date.now() - 90_000);
	second.dateCreated = new Date(Date.now() - 30_000);
	expire(world, canceled.sid);
	const elsewhere = newTask('chat', 0);
	elsewhere.taskQueueSid = 'WQ1';
	const statistics = workspace().taskQueues(world.taskQueueSid).realTimeStatistics();
	expect(await statistics.fetch()).toMatchObject({
		taskQueueSid: world.taskQueueSid,
		totalTasks: 2,
		tasksByPriority: { 0: 1, 5: 1 },
		tasksByStatus: { pending: 2, reserved: 0, assigned: 0, wrapping: 0 },
		longestTaskWaitingSid: first.sid,
		longestTaskWaitingAge: 90,
	});
	const [worker] = world.workers.values();
	reserve(world, second.sid, worker?.sid ?? '', 'accepted');
	expect(await statistics.fetch()).toMatchObject({
		totalTasks: 2,
		tasksByStatus: { pending: 1, assigned: 1 },
	});
});

test('an unknown queue has no statistics', async () => {
	const statistics = workspace().taskQueues('WQ0').realTimeStatistics();
	await expect(statistics.fetch()).rejects.toMatchObject({ status: 404 });
});
