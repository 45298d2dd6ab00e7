/** A conversation that was handed over more than once: one handoff is one execution and the task it made. */
import { handOff, joining, nameNoTask, served, taskOf } from './repeated';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => stage.publish());

describe.each(['names its task', 'does not name its task'])('an execution that %s', (how) => {
	const forget = () => how === 'does not name its task' && nameNoTask(stage);

	test('the second handoff fails: it is not told of the first', async () => {
		const { kim, ...first } = await served(stage);
		const second = await handOff(stage, kim, 'closed');
		forget();
		for (const id of [first.task, first.execution]) {
			const trace = await stage.trace(id);
			expect(trace.subject).toMatchObject({ executionSid: first.execution, taskSid: first.task });
			expect(trace.verdict).toEqual(ACCEPTED);
			expect(wrongIn(trace)).toEqual([]);
			expect(textOf(trace)).toContain(`can be followed by its id: ${second.execution} (later).`);
		}
		for (const id of [second.execution, kim.conversation.id, kim.classicConversation.sid]) {
			const trace = await stage.trace(id);
			expect(trace.subject.executionSid).toBe(second.execution);
			expect(trace.subject.taskSid).toBeUndefined();
			expect(trace.verdict).toMatchObject({ status: 'wrong', text: 'The chat is closed.' });
			expect(textOf(trace)).not.toMatch(/A task came|accepted/);
			expect(textOf(trace)).toContain(`${first.execution} and ${first.task} (earlier).`);
		}
	});

	test('both come to a person: each with its own task', async () => {
		const { kim, ...first } = await served(stage);
		const second = await handOff(stage, kim);
		forget();
		for (const [ids, { execution, task }] of [
			[Object.values(first), first],
			[[...Object.values(second), kim.conversation.id], second],
		] as const) {
			for (const id of ids) {
				expect((await stage.trace(id)).subject).toMatchObject({ executionSid: execution, taskSid: task });
			}
		}
	});

	test('the first failed, and the second did not', async () => {
		const kim = stage.texting();
		const first = await handOff(stage, kim, 'closed');
		stage.pass(60);
		const second = await handOff(stage, kim);
		forget();
		expect((await stage.trace(second.task)).subject.executionSid).toBe(second.execution);
		const trace = await stage.trace(first.execution);
		expect(trace.subject.taskSid).toBeUndefined();
		expect(trace.verdict.text).toBe('Studio could not attach the chat (Resume Conversation failed).');
	});
});

describe('what belongs to no execution', () => {
	test('a task that something else made, soon after: no flow ran for it', async () => {
		const { kim, ...first } = await served(stage);
		const task = await taskOf(stage, kim);
		const trace = await stage.trace(task);
		expect(trace.subject).toMatchObject({ taskSid: task });
		expect(trace.subject.executionSid).toBeUndefined();
		expect(textOf(trace)).toContain('No flow ran: it came to the queue without Studio.');
		expect((await stage.trace(first.execution)).subject.taskSid).toBe(first.task);
	});

	test('nor is it of one that names none, when that was long ago', async () => {
		const { kim, execution } = await served(stage);
		stage.world.tasks.delete(stage.task().sid);
		stage.world.taskRouterEvents.splice(0);
		nameNoTask(stage);
		stage.pass(3600);
		const task = await taskOf(stage, kim);
		expect((await stage.trace(task)).subject.executionSid).toBeUndefined();
		expect((await stage.trace(execution)).subject.taskSid).toBeUndefined();
	});

	test('nor of one that wrote down that it sent nobody to Flex', async () => {
		const kim = stage.texting();
		const { execution } = await handOff(stage, kim, 'closed');
		const task = await taskOf(stage, kim);
		expect((await stage.trace(task)).subject.executionSid).toBeUndefined();
		expect((await stage.trace(execution)).subject.taskSid).toBeUndefined();
	});

	test('a task of a handoff that a flow only looked at is not its own', async () => {
		const { kim, ...first } = await served(stage);
		stage.pass(60);
		const second = await handOff(stage, kim, 'closed');
		const context = { ...stage.world.executions.get(second.execution)?.context };
		context.widgets = { look: { parsed: { open: [first.task] } } };
		Object.assign(stage.world.executions.get(second.execution) ?? {}, { context });
		expect((await stage.trace(second.execution)).subject.taskSid).toBeUndefined();
		expect((await stage.trace(first.task)).subject.executionSid).toBe(first.execution);
		stage.world.executions.delete(first.execution);
		expect((await stage.trace(second.execution)).subject.taskSid).toBeUndefined();
	});

	test('a chat that a person in Flex hands on is still the handoff it was', async () => {
		const { kim, ...first } = await served(stage);
		const { flexInteractionSid } = stage.task().attributes;
		stage.pass(60);
		const transferred = await taskOf(stage, kim, { flexInteractionSid });
		expect((await stage.trace(kim.conversation.id)).subject).toMatchObject({
			executionSid: first.execution,
			taskSid: first.task,
		});
		const trace = await stage.trace(transferred);
		expect(trace.subject.taskSid).toBe(transferred);
		expect(textOf(trace)).toContain(`${first.execution} and ${first.task} (earlier).`);
	});

	test.each(['of another conversation', 'of nobody knows which, an hour ago'])(
		'a task of the same chat, %s',
		async (when) => {
			const kim = await stage.handedOver();
			if (when !== 'of another conversation') {
				const { tasks, taskRouterEvents } = stage.world;
				delete tasks.get(kim.task.sid)?.attributes.conversationId;
				taskRouterEvents.splice(0);
				stage.pass(3600);
			}
			const next = stage.texting({ address: kim.address });
			next.conversation.participants = structuredClone(kim.conversation.participants);
			const trace = await stage.trace(next.conversation.id);
			expect(trace.subject.conversationSid).toBe(kim.classicConversation.sid);
			expect(trace.subject.taskSid).toBeUndefined();
			expect(trace.verdict.text).toMatch(/the conversation is with the virtual agent/);
		},
	);
});

test('a call and a chat: each is told of the other', async () => {
	const { kim, ...chat } = await served(stage);
	const calling = stage.calling('inbound', kim.address);
	stage.world.conversations.delete(calling.conversation.id);
	kim.conversation.participants.push(...calling.conversation.participants);
	await stage.handOffCall(calling, stage.handoffUrl);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.subject).toEqual({
		conversationId: kim.conversation.id,
		callSid: calling.call.sid,
		taskSid: stage.task().sid,
	});
	expect(textOf(trace)).toContain(`${chat.execution} and ${chat.task} (earlier).`);
	expect(textOf(trace)).toContain('No flow ran: it came to the queue without Studio, as through /handoff.');
	expect(textOf(await stage.trace(chat.task))).toContain(`its id: ${stage.task().sid} (later).`);
});

test('two calls of one conversation: each is told with its own', async () => {
	const kim = stage.texting();
	const [first, second] = [joining(stage, kim), joining(stage, kim)];
	await stage.handOffCall(first, stage.handoffUrl);
	stage.pass(60);
	await stage.handOffCall(second, stage.handoffUrl);
	stage.world.callEvents.delete(first.call.sid);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.subject).toMatchObject({ callSid: second.call.sid, taskSid: stage.task().sid });
	expect(textOf(trace)).toContain('The virtual agent handed the call over');
	expect((await stage.trace(first.call.sid)).subject.callSid).toBe(first.call.sid);
});

test('a call is not what a chat’s execution made', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	stage.world.tasks.delete(stage.task().sid);
	stage.world.taskRouterEvents.splice(0);
	for (const execution of stage.world.executions.values())
		execution.context.flow = { data: {}, variables: {} };
	nameNoTask(stage);
	await stage.handOffCall(joining(stage, kim), stage.handoffUrl);
	expect((await stage.trace(stage.task().sid)).subject.executionSid).toBeUndefined();
});

test('of two in one second nobody knows which was first', async () => {
	const { kim, ...first } = await served(stage);
	const second = await handOff(stage, kim, 'closed');
	const { executions } = stage.world;
	const began = executions.get(first.execution)?.dateCreated ?? new Date();
	executions.get(second.execution)?.dateCreated.setTime(began.getTime());
	expect(textOf(await stage.trace(first.task))).toContain(`its id: ${second.execution}.`);
});

test('very many handoffs: the newest are named', async () => {
	const { kim, ...first } = await served(stage);
	for (let count = 0; count < 6; count += 1) {
		await handOff(stage, kim, 'closed');
		stage.pass(60);
	}
	const told = textOf(await stage.trace(kim.conversation.id));
	expect(told).toMatch(
		/6 other handoffs of this conversation can be followed by their ids: .*; and 1 more\./,
	);
	expect(told).not.toContain(first.task);
});
