/** What becomes of a task, while TaskRouter has it and after it deleted it, and the summary that its agent sees. */

import { reserve } from '../../../../emulator/products/taskrouter/reservations';
import { changeStatus, expire } from '../../../../emulator/products/taskrouter/task-status';
import { onStage, type TraceStage, textOf, wrongIn } from '../stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => {
	for (const worker of stage.world.workers.values()) worker.available = worker.activityName === 'Available';
	for (const queue of stage.world.taskQueues.values()) queue.targetWorkers = '1==1';
});

/** As TaskRouter does five minutes after a task ended. */
const forget = () => stage.world.tasks.delete(stage.task().sid);

describe('a waiting task', () => {
	test('with agents available is ok, until it should have been offered', async () => {
		const { conversation } = await stage.handedOver();
		expect((await stage.trace(conversation.id, 12)).verdict).toMatchObject({
			status: 'ok',
			text: expect.stringMatching(/ 12 s\b/),
		});
		expect((await stage.trace(conversation.id, 301)).verdict).toMatchObject({
			status: 'wrong',
			id: 'not_offered',
		});
	});

	test('with no agent available is wrong', async () => {
		for (const worker of stage.world.workers.values()) worker.available = false;
		const { conversation } = await stage.handedOver();
		const trace = await stage.trace(conversation.id, 40);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			id: 'no_agent_available',
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('in a queue without agents is wrong', async () => {
		for (const queue of stage.world.taskQueues.values()) queue.targetWorkers = 'skill == "welding"';
		const { conversation } = await stage.handedOver();
		expect((await stage.trace(conversation.id)).verdict).toMatchObject({
			status: 'wrong',
			id: 'queue_empty',
		});
	});

	test('whose queue was deleted is wrong', async () => {
		const { conversation, task } = await stage.handedOver();
		const queues = [...stage.world.taskQueues];
		stage.world.taskQueues.clear();
		const trace = await stage.trace(conversation.id);
		for (const [sid, queue] of queues) stage.world.taskQueues.set(sid, queue);
		expect(task.sid).toBe(trace.subject.taskSid);
		expect(trace.verdict).toMatchObject({ status: 'wrong', id: 'queue_deleted' });
	});

	test('for hours is wrong, also when the agents of its queue cannot be read', async () => {
		const { conversation } = await stage.handedOver();
		stage.emulator.faults.add({ match: { path: /Workers$/ }, fault: { status: 500 } });
		expect((await stage.trace(conversation.id, 10_800)).verdict.status).toBe('wrong');
	});

	test('that is reserved is ok', async () => {
		const { conversation, task } = await stage.handedOver();
		reserve(stage.world, task.sid, stage.worker().sid);
		expect((await stage.trace(conversation.id)).verdict).toMatchObject({
			status: 'ok',
			id: 'waiting',
		});
	});

	test.each(['rejected', 'timeout'] as const)(
		'with an offer that was %s is wrong until accepted',
		async (status) => {
			const { conversation, task } = await stage.handedOver();
			reserve(stage.world, task.sid, stage.worker().sid);
			reserve(stage.world, task.sid, stage.worker().sid, status);
			expect((await stage.trace(conversation.id)).verdict).toMatchObject({
				status: 'wrong',
				id: 'offers_refused',
			});
			stage.accept();
			expect((await stage.trace(conversation.id)).verdict.status).toBe('ok');
		},
	);
});

describe.each([
	['that TaskRouter has', () => {}],
	['that TaskRouter deleted', () => forget()],
])('a task %s', (_what, lose) => {
	test.each([
		['Task TTL Exceeded', 'untaken'],
		['hangup', 'caller_hung_up'],
		['Task matched no workflow filter', 'no_filter_matches'],
		['call +15005550199 back', 'task_canceled'],
	])('and that was canceled with reason %j is %s', async (reason, id) => {
		const { conversation, task } = await stage.handedOver();
		changeStatus(stage.world, task, 'canceled', reason);
		lose();
		expect((await stage.trace(conversation.id)).verdict).toMatchObject({
			id,
			status: 'wrong',
		});
	});

	test('and that was accepted after a while and completed is ok, with the wait in the verdict', async () => {
		const { conversation, task } = await stage.handedOver();
		reserve(stage.world, task.sid, stage.worker().sid, 'pending');
		stage.pass(40);
		reserve(stage.world, task.sid, stage.worker().sid, 'accepted');
		stage.pass(200);
		reserve(stage.world, task.sid, stage.worker().sid, 'completed');
		lose();
		const trace = await stage.trace(conversation.id);
		expect(trace.verdict).toMatchObject({ status: 'ok', text: expect.stringMatching(/after 4\d s/) });
		expect(textOf(trace)).toContain('queue "Everyone"');
	});
});

test('a task of which TaskRouter has nothing left: acceptance is not known', async () => {
	const { conversation, task } = await stage.handedOver();
	stage.accept();
	forget();
	const { taskRouterEvents } = stage.world;
	const others = taskRouterEvents.filter(({ taskSid }) => taskSid !== task.sid);
	taskRouterEvents.splice(0, taskRouterEvents.length, ...others);
	expect((await stage.trace(conversation.id)).verdict.status).toBe('unknown');
});

test('a caller who hangs up while waiting is the cause', async () => {
	const kim = stage.calling();
	await stage.handOffCall(kim);
	await stage.emulator.phone.hangUp(kim.call);
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		id: 'caller_hung_up',
	});
	expect(wrongIn(trace)).toHaveLength(1);
});

test('an untaken chat that was given back is named so, and the virtual agent is not called a second one', async () => {
	const kim = await stage.handedOver();
	expire(stage.world, kim.task.sid);
	await stage.emulator.taskRouter.idle();
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toMatchObject({ id: 'untaken', status: 'wrong', isGivenBack: true });
	expect(wrongIn(trace)).toEqual(['untaken']);
	// TaskRouter deletes the task soon after.
	forget();
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		id: 'untaken',
		isGivenBack: true,
	});
});

test('a summary is shown by its length only', async () => {
	const { conversation } = await stage.handedOver();
	expect(textOf(await stage.trace(conversation.id))).toContain('51 characters');
});

test('a summary that came too late for Flex is noted', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	kim.conversation.updatedAt = new Date(Date.now() + 45_000).toISOString();
	expect(textOf(await stage.trace(kim.conversation.id, 60))).toMatch(/4\d s after the agent accepted/);
});

test('a summary missing ten minutes after the pickup is wrong, whatever the state of the conversation', async () => {
	const kim = stage.texting({ summary: '' });
	await stage.handOffChat(kim);
	stage.accept();
	for (const status of ['INACTIVE', 'ACTIVE'] as const) {
		kim.conversation.status = status;
		expect((await stage.trace(kim.conversation.id, 590)).verdict.status).toBe('ok');
		expect((await stage.trace(kim.conversation.id, 610)).verdict).toMatchObject({
			status: 'wrong',
			id: 'summary_missing',
		});
	}
});
