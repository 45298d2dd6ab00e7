/** The ids by which people find a handoff. */
import { SetupError } from '../../../tools/account/errors';
import { onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

test('every id of a chat leads to all of its handoff', async () => {
	const { conversation, classicConversation, task } = await stage.handedOver();
	stage.accept();
	const subject = {
		conversationId: conversation.id,
		conversationSid: classicConversation.sid,
		executionSid: stage.executionSid,
		taskSid: task.sid,
	};
	for (const id of Object.values(subject)) {
		const trace = await stage.trace(` ${id}\n`);
		expect(trace.subject).toEqual(subject);
		expect(trace.verdict.status).toBe('ok');
	}
});

test('every id of a call leads to all of its handoff', async () => {
	const kim = stage.calling();
	await stage.handOffCall(kim);
	const subject = {
		conversationId: kim.conversation.id,
		callSid: kim.call.sid,
		executionSid: stage.executionSid,
		taskSid: stage.task().sid,
	};
	for (const id of Object.values(subject)) expect((await stage.trace(id)).subject).toEqual(subject);
});

test('of several conversations of a chat the newest is traced, even if their list has no times', async () => {
	const { conversation, classicConversation } = await stage.handedOver();
	const id = `conv_conversation_${'0'.repeat(26)}`;
	const older = { ...structuredClone(conversation), id, createdAt: '2026-01-01T00:00:00.000Z' };
	stage.world.conversations.set(id, older);
	const meta = { key: 'conversations', pageSize: 50 };
	const fault = { status: 200, body: { meta, conversations: [{ id }, { id: conversation.id }] } };
	stage.emulator.faults.add({ match: { path: '/v2/Conversations' }, fault });
	const trace = await stage.trace(classicConversation.sid);
	stage.world.conversations.delete(id);
	expect(trace.subject.conversationId).toBe(conversation.id);
	expect(textOf(trace)).toContain('newest of 2');
});

test('a task that belongs to no handoff is traced by itself', async () => {
	const { tasks } = stage.twilio.taskrouter.v1.workspaces(stage.world.workspaceSid);
	const { sid } = await tasks.create({ workflowSid: stage.world.workflowSid, taskChannel: 'voice' });
	expect(await stage.trace(sid)).toMatchObject({ subject: { taskSid: sid }, verdict: { status: 'ok' } });
});

test('an execution that is not in the flow of .env: the verdict names the flow that was searched', async () => {
	await stage.handedOver();
	const { executionSid } = stage;
	stage.publish();
	expect((await stage.trace(executionSid)).verdict).toMatchObject({
		id: 'execution_not_found',
		text: expect.stringContaining(stage.flowSid),
	});
	stage.flowSid = '';
	expect((await stage.trace(executionSid)).verdict.id).toBe('execution_not_found');
});

test.each([
	['FN', 'execution_not_found'],
	['WT', 'task_not_found'],
	['CA', 'call_not_found'],
])('a SID %s0… is not found: %s', async (prefix, id) => {
	expect((await stage.trace(`${prefix}${'0'.repeat(32)}`)).verdict).toMatchObject({ id, status: 'wrong' });
});

test('a chat that Orchestrator never received has no conversation', async () => {
	const { sid } = stage.world.addClassicConversation(`CH${'a'.repeat(32)}`, stage.world.serviceSid, {
		channel: 'SMS',
		address: stage.number(),
	});
	const trace = await stage.trace(sid);
	expect(trace.verdict).toMatchObject({ id: 'chat_without_conversation', status: 'wrong' });
	expect(wrongIn(trace)).toHaveLength(1);
});

test.each([
	'',
	'+15005550123',
	'conv_conversation_',
	'conv_configuration_01k3b6g9v2e8r9s4t7w1x5y0za',
	'AC1',
	'../..',
])('%j is refused, and the error names the kinds of ids', async (id) => {
	const trace = stage.trace(id);
	await expect(trace).rejects.toThrow(SetupError);
	await expect(trace).rejects.toThrow(/conv_conversation_….*CA….*FN….*WT….*CH…/);
	await expect(trace).rejects.not.toThrow(/5550123/);
});
