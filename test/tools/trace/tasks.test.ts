/** What becomes of a task, while TaskRouter has it and afterwards. */
import { onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => {
	for (const worker of stage.world.workers.values()) worker.available = worker.activityName === 'Available';
	for (const queue of stage.world.taskQueues.values()) queue.targetWorkers = '1==1';
});

/** As TaskRouter does five minutes after a task has ended. */
const forget = () => {
	stage.world.tasks.delete(stage.task().sid);
};

describe('it waits', () => {
	test('with people available: nothing is wrong', async () => {
		const { conversation } = await stage.handedOver();
		expect((await stage.trace(conversation.id, 12)).verdict).toEqual({
			status: 'ok',
			text: 'Nothing is wrong so far. The customer has waited for 12 s.',
			advice: '',
		});
	});

	test('with nobody available', async () => {
		for (const worker of stage.world.workers.values()) worker.available = false;
		const { conversation } = await stage.handedOver();
		const trace = await stage.trace(conversation.id, 40);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: 'The customer has waited for 40 s: of 2 people who may take tasks from queue "Everyone" nobody is available.',
			advice: expect.stringMatching(/Available in Flex/),
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('in a queue that reaches nobody', async () => {
		for (const queue of stage.world.taskQueues.values()) queue.targetWorkers = 'skill == "welding"';
		const { conversation } = await stage.handedOver();
		expect((await stage.trace(conversation.id)).verdict.text).toMatch(
			/nobody may take tasks from queue "Everyone"/,
		);
	});

	test('while it is offered', async () => {
		const { conversation, task } = await stage.handedOver();
		stage.world.reserve(task.sid, stage.worker().sid);
		expect((await stage.trace(conversation.id)).verdict).toMatchObject({
			status: 'ok',
			text: expect.stringMatching(/being offered to a person/),
		});
	});

	test.each(['rejected', 'timeout'] as const)('after an offer that ended as %s', async (status) => {
		const { conversation, task } = await stage.handedOver();
		stage.world.reserve(task.sid, stage.worker().sid);
		stage.world.reserve(task.sid, stage.worker().sid, status);
		expect((await stage.trace(conversation.id)).verdict).toMatchObject({
			status: 'wrong',
			text: expect.stringMatching(/offered 1 time, and nobody took it/),
		});
	});

	test('rejected, and then accepted: a good handoff', async () => {
		const { conversation, task } = await stage.handedOver();
		stage.world.reserve(task.sid, stage.worker().sid);
		stage.world.reserve(task.sid, stage.worker().sid, 'rejected');
		stage.accept();
		expect((await stage.trace(conversation.id)).verdict.status).toBe('ok');
	});
});

describe('it was canceled', () => {
	const cancel = async (reason: string, { forgotten = false } = {}) => {
		const { conversation, task } = await stage.handedOver();
		const { tasks } = stage.twilio.taskrouter.v1.workspaces(stage.world.workspaceSid);
		await tasks(task.sid).update({ assignmentStatus: 'canceled', reason });
		if (forgotten) forget();
		return (await stage.trace(conversation.id)).verdict;
	};

	test.each([
		['Task TTL Exceeded', 'Nobody took the task, and its timeout ended it, after 0 s.'],
		['hangup', 'The customer hung up while waiting for a person, after 0 s.'],
		['Task matched no workflow filter', 'The workflow had no queue for the task, which was canceled.'],
		['call +15005550199 back', 'The task was canceled, after 0 s: call +*********99 back.'],
	])('because: %s', async (reason, text) => {
		expect(await cancel(reason)).toMatchObject({ status: 'wrong', text });
	});

	test('and TaskRouter has forgotten all but its log', async () => {
		expect(await cancel('hangup', { forgotten: true })).toMatchObject({
			status: 'wrong',
			text: 'The customer hung up while waiting for a person, after 0 s.',
		});
	});
});

describe.each([
	['the task', () => {}],
	['its log alone', () => forget()],
])('what %s tells of the time', (_what, lose) => {
	test('a person took a while to accept, and finished since', async () => {
		const { conversation } = await stage.handedOver();
		stage.world.reserve(stage.task().sid, stage.worker().sid, 'pending');
		stage.pass(40);
		stage.world.reserve(stage.task().sid, stage.worker().sid, 'accepted');
		stage.pass(200);
		stage.world.reserve(stage.task().sid, stage.worker().sid, 'completed');
		lose();
		const trace = await stage.trace(conversation.id);
		expect(trace.verdict.text).toMatch(/^A person accepted it after 4\d s\.$/);
		const [created, accepted] = ['came into queue', 'A person accepted it'].map((words) =>
			Date.parse(trace.entries.find(({ what }) => what.includes(words))?.at ?? ''),
		);
		expect((accepted ?? 0) - (created ?? 0)).toBeGreaterThan(39_000);
	});
});

describe('TaskRouter has forgotten the task', () => {
	test('its log still tells who accepted it when', async () => {
		const { conversation } = await stage.handedOver();
		stage.accept();
		stage.world.reserve(stage.task().sid, stage.worker().sid, 'completed');
		forget();
		const trace = await stage.trace(conversation.id);
		expect(trace.verdict).toMatchObject({ status: 'ok', text: 'A person accepted it after 0 s.' });
		expect(textOf(trace)).toContain('A task came into queue "Everyone"');
	});

	test.each(['rejected', 'accepted'] as const)(
		'an offer made and %s in one moment is told once, whichever way Twilio lists the log',
		async (status) => {
			const { conversation, task } = await stage.handedOver();
			stage.world.reserve(task.sid, stage.worker().sid);
			stage.world.reserve(task.sid, stage.worker().sid, status);
			forget();
			const { taskRouterEvents } = stage.world;
			for (const { date } of taskRouterEvents) date.setTime(Math.floor(Date.now() / 1000) * 1000);
			const before = textOf(await stage.trace(conversation.id));
			expect(before).toContain(status === 'accepted' ? 'A person accepted it.' : 'rejected it.');
			taskRouterEvents.reverse();
			expect(textOf(await stage.trace(conversation.id))).toBe(before);
			taskRouterEvents.reverse();
		},
	);

	test('a call’s is found in the log by the conversation', async () => {
		const kim = stage.calling();
		await stage.handOffCall(kim);
		stage.accept();
		forget();
		expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('ok');
	});

	test('and the log too: nobody can tell', async () => {
		const { conversation, task } = await stage.handedOver();
		forget();
		const { taskRouterEvents } = stage.world;
		const others = taskRouterEvents.filter(({ taskSid }) => taskSid !== task.sid);
		taskRouterEvents.splice(0, taskRouterEvents.length, ...others);
		expect((await stage.trace(conversation.id)).verdict).toMatchObject({
			status: 'unknown',
			text: expect.stringMatching(/cannot be told whether a person accepted it/),
		});
	});
});
