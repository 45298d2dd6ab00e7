/** A conversation that was handed over more than once. */
import { changeStatus } from '../../../emulator/products/taskrouter/task-status';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

describe.each(['names its task', 'does not name its task'])('an execution that %s', (how) => {
	const forget = () => {
		if (how === 'names its task') return;
		for (const { context } of stage.world.executions.values()) context.widgets = {};
	};

	test('belongs to its own task, and the last handoff is traced', async () => {
		const { kim, ...first } = await stage.served();
		const second = await stage.again(kim);
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

	test('and succeeded is not blamed for a later one that failed', async () => {
		const { kim, ...first } = await stage.served();
		const second = await stage.again(kim, 'closed');
		forget();
		for (const id of [first.task, first.execution]) {
			const trace = await stage.trace(id);
			expect(trace.verdict).toEqual(ACCEPTED);
			expect(wrongIn(trace)).toEqual([]);
			expect(textOf(trace)).toContain(`handed off 2 times.`);
			expect(textOf(trace)).toContain(`${second.execution} (later)`);
		}
		for (const id of [second.execution, kim.conversation.id, kim.classicConversation.sid]) {
			const trace = await stage.trace(id);
			expect(trace.subject).toMatchObject({ executionSid: second.execution });
			expect(trace.subject.taskSid).toBeUndefined();
			expect(trace.verdict).toMatchObject({ id: 'chat_closed', isGivenBack: true });
			expect(textOf(trace)).toContain(`${first.execution} and ${first.task} (earlier)`);
		}
	});

	test('and failed does not get the task of the next one', async () => {
		const kim = stage.texting();
		const first = await stage.again(kim, 'closed');
		stage.pass(60);
		const second = await stage.again(kim);
		forget();
		expect((await stage.trace(second.task)).subject.executionSid).toBe(second.execution);
		expect((await stage.trace(first.execution)).subject.taskSid).toBeUndefined();
	});
});

test('a chat that an agent in Flex transferred is still one handoff', async () => {
	const { kim, ...first } = await stage.served();
	const { tasks } = stage.twilio.taskrouter.v1.workspaces(stage.world.workspaceSid);
	const { workflowSid } = stage.world;
	const attributes = JSON.stringify(stage.task().attributes);
	const { sid } = await tasks.create({ workflowSid, taskChannel: 'chat', attributes });
	const subject = { executionSid: first.execution, taskSid: first.task };
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.subject).toMatchObject(subject);
	expect(trace.verdict).toEqual(ACCEPTED);
	expect(textOf(trace)).toContain(`transferred the customer: task ${sid}`);
	const transfer = await stage.trace(sid);
	expect(transfer.subject).toMatchObject({ ...subject, taskSid: sid });
	expect(textOf(transfer)).toContain(`transferred task ${first.task}`);
	expect(transfer.verdict.id).toBe('waiting');
});

describe('a chat that was handed over twice at the same time', () => {
	test('has two tasks when nothing remembers the first, and each trace names both', async () => {
		const kim = await stage.handedOver();
		const second = await stage.again(kim);
		for (const id of [kim.conversation.id, kim.task.sid, second.execution]) {
			const trace = await stage.trace(id);
			expect(trace.verdict).toMatchObject({ id: 'doubled', status: 'wrong' });
			expect(trace.verdict.text).toContain(kim.task.sid);
			expect(trace.verdict.text).toContain(second.task);
		}
	});

	test('is not called doubled while it cannot be read whether the first task had ended', async () => {
		const kim = await stage.handedOver();
		await stage.again(kim);
		stage.emulator.faults.add({ match: { path: /\/Events$/ }, fault: { status: 500 } });
		expect((await stage.trace(kim.conversation.id)).verdict.id).not.toBe('doubled');
	});

	test('has one task when the Functions remember it: the second execution is a duplicate', async () => {
		const kim = await stage.handedOver();
		const first = stage.executionSid;
		stage.accept();
		await stage.handOffChat(kim);
		const second = stage.executionSid;
		expect(second).not.toBe(first);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.subject.executionSid).toBe(first);
		expect(trace.verdict).toEqual(ACCEPTED);
		const duplicate = await stage.trace(second);
		expect(duplicate.verdict).toMatchObject({ id: 'duplicate', status: 'ok' });
		expect(duplicate.verdict.text).toContain(first);
		expect(wrongIn(duplicate)).toEqual([]);
	});

	test('and whose first task had ended before was handed over again', async () => {
		const kim = await stage.handedOver();
		stage.accept();
		changeStatus(stage.world, kim.task, 'completed', 'done');
		stage.pass(60);
		await stage.again(kim);
		stage.accept();
		expect((await stage.trace(kim.conversation.id)).verdict.id).toBe('accepted');
	});
});

test('a task of the same chat but of another conversation is not its own', async () => {
	const kim = await stage.handedOver();
	const next = stage.texting({ address: kim.address });
	next.conversation.participants = structuredClone(kim.conversation.participants);
	const { subject, verdict } = await stage.trace(next.conversation.id);
	expect(subject.conversationSid).toBe(kim.classicConversation.sid);
	expect(subject.taskSid).toBeUndefined();
	expect(verdict.status).toBe('unknown');
});

test('a customer who calls and writes in one conversation has two handoffs', async () => {
	const { kim, ...chat } = await stage.served();
	const calling = stage.joining(kim);
	await stage.handOffCall(calling, stage.handoffUrl);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.subject).toEqual({
		conversationId: kim.conversation.id,
		callSid: calling.call.sid,
		taskSid: stage.task().sid,
	});
	expect(textOf(trace)).toContain(`${chat.execution} and ${chat.task} (earlier)`);
	expect((await stage.trace(kim.classicConversation.sid)).subject.taskSid).toBe(chat.task);
});

test('two calls of one conversation are two handoffs', async () => {
	const kim = stage.texting();
	const [first, second] = [stage.joining(kim), stage.joining(kim)];
	await stage.handOffCall(first, stage.handoffUrl);
	stage.pass(60);
	await stage.handOffCall(second, stage.handoffUrl);
	const { subject } = await stage.trace(kim.conversation.id);
	expect(subject).toMatchObject({ callSid: second.call.sid, taskSid: stage.task().sid });
	expect((await stage.trace(first.call.sid)).subject.callSid).toBe(first.call.sid);
});

test('a call that ended without a handoff is not the last handoff', async () => {
	const { kim, ...chat } = await stage.served();
	const { call } = stage.joining(kim);
	await stage.emulator.phone.endConversationRelay(call, { actionUrl: stage.webhookUrl });
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.subject).toMatchObject({ executionSid: chat.execution, taskSid: chat.task });
	expect(textOf(trace)).not.toContain('handed over 2 times');
});

test('a call that ended without a handoff before the chat was handed over is not a handoff', async () => {
	const kim = stage.texting();
	const { call } = stage.joining(kim);
	await stage.emulator.phone.endConversationRelay(call, { actionUrl: stage.webhookUrl });
	stage.pass(60);
	await stage.handOffChat(kim);
	expect((await stage.trace(call.sid)).verdict.id).toBe('no_handoff_of_call');
	const subject = { executionSid: stage.executionSid, taskSid: stage.task().sid };
	expect((await stage.trace(kim.conversation.id)).subject).toMatchObject(subject);
});

describe('the state of the conversation is the result of its last handoff', () => {
	test('a later handoff gave it back: the virtual agent is not reported as listening to the first', async () => {
		const { kim, ...first } = await stage.served();
		await stage.again(kim, 'closed');
		stage.giveBack(kim);
		expect((await stage.trace(first.task)).verdict).toEqual(ACCEPTED);
	});

	test('a later handoff released it: an earlier chat or call without a handoff is not called lost', async () => {
		const { kim } = await stage.served();
		const traces = [await stage.trace(stage.joining(kim).call.sid)];
		const next = stage.texting();
		await stage.handOffCall(stage.joining(next));
		traces.push(await stage.trace(next.classicConversation.sid));
		for (const trace of traces) {
			expect(wrongIn(trace)).toEqual([]);
			expect(trace.verdict.status).toBe('unknown');
		}
	});

	test('a handoff long after the conversation last changed is found', async () => {
		const { kim } = await stage.served();
		stage.pass(3600);
		const { updatedAt } = kim.conversation;
		const second = await stage.again(kim, 'closed');
		Object.assign(kim.conversation, { status: 'INACTIVE', updatedAt });
		expect((await stage.trace(kim.conversation.id)).subject.executionSid).toBe(second.execution);
	});
});
