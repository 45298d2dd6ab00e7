/** The ids by which people find a handoff. */
import { sid } from '../../../emulator/core/sids';
import { SetupError } from '../../../tools/account/errors';
import { addForeignFlow } from '../../support/fixing';
import { onStage, type TraceStage, textOf } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

describe('any id of a handoff leads to all of it', () => {
	test('of a chat', async () => {
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

	test('of a call', async () => {
		const kim = stage.calling();
		await stage.handOffCall(kim);
		stage.accept();
		const subject = {
			conversationId: kim.conversation.id,
			callSid: kim.call.sid,
			executionSid: stage.executionSid,
			taskSid: stage.task().sid,
		};
		for (const id of Object.values(subject)) expect((await stage.trace(id)).subject).toEqual(subject);
	});

	test('a customer who calls and writes in one conversation: it is the one that was asked for', async () => {
		const chat = await stage.handedOver();
		const kim = stage.calling();
		stage.world.conversations.delete(kim.conversation.id);
		chat.conversation.participants.push(...kim.conversation.participants);
		await stage.handOffCall({ ...kim, conversation: chat.conversation });
		const [callTask, callExecution] = [stage.task().sid, stage.executionSid];
		expect((await stage.trace(kim.call.sid)).subject).toEqual({
			conversationId: chat.conversation.id,
			callSid: kim.call.sid,
			executionSid: callExecution,
			taskSid: callTask,
		});
		expect((await stage.trace(chat.classicConversation.sid)).subject).toMatchObject({
			taskSid: chat.task.sid,
		});
	});

	test('a chat of several conversations: the newest, though their list tells no times', async () => {
		const { conversation, classicConversation } = await stage.handedOver();
		const id = `conv_conversation_${'0'.repeat(26)}`;
		const older = { ...structuredClone(conversation), id, createdAt: '2026-01-01T00:00:00.000Z' };
		stage.world.conversations.set(id, older);
		const meta = { key: 'conversations', pageSize: 50 };
		const conversations = [{ id }, { id: conversation.id }];
		const fault = { status: 200, body: { meta, conversations } };
		stage.emulator.faults.add({ match: { path: '/v2/Conversations' }, fault });
		const trace = await stage.trace(classicConversation.sid);
		stage.emulator.faults.clear();
		stage.world.conversations.delete(id);
		expect(trace.subject.conversationId).toBe(conversation.id);
		expect(textOf(trace)).toContain('There are 2 conversations of it; this is the newest.');
	});

	test('a task that is no handoff’s is told all the same', async () => {
		const { tasks } = stage.twilio.taskrouter.v1.workspaces(stage.world.workspaceSid);
		const { sid } = await tasks.create({ workflowSid: stage.world.workflowSid, taskChannel: 'voice' });
		expect((await stage.trace(sid)).verdict.text).toMatch(/^Nothing is wrong so far/);
	});

	test('an execution of another flow of the account', async () => {
		const { conversation } = await stage.handedOver();
		const executionSid = stage.executionSid;
		stage.publish();
		expect((await stage.trace(executionSid)).subject).toMatchObject({ conversationId: conversation.id });
	});

	test('a task that only the log knows', async () => {
		const { conversation, task } = await stage.handedOver();
		stage.accept();
		stage.world.tasks.delete(task.sid);
		expect((await stage.trace(task.sid)).subject.conversationId).toBe(conversation.id);
	});

	test.each([
		[`FN${'0'.repeat(32)}`, 'Studio has no execution'],
		[`WT${'0'.repeat(32)}`, 'TaskRouter has no task'],
	])('%s is not there', async (id, text) => {
		const { verdict } = await stage.trace(id);
		expect(verdict.text.startsWith(text)).toBe(true);
	});

	test('an execution in one of very many flows may be in those that are not searched', async () => {
		const before = new Map(stage.world.flows);
		for (let count = 0; count < 51; count++) addForeignFlow(stage.world, sid('FW'), `flow ${count}`);
		const { verdict } = await stage.trace(`FN${'0'.repeat(32)}`);
		stage.world.flows.clear();
		for (const [key, flow] of before) stage.world.flows.set(key, flow);
		expect(verdict).toMatchObject({ status: 'unknown', text: expect.stringContaining('were not searched') });
	});

	test('a call that Twilio does not know', async () => {
		const { verdict } = await stage.trace(`CA${'0'.repeat(32)}`);
		expect(verdict.status).toBe('wrong');
	});

	test.each([
		'',
		'+15005550123',
		'conv_conversation_',
		'conv_configuration_01k3b6g9v2e8r9s4t7w1x5y0za',
		'AC1',
		'../..',
	])('%j is none', async (id) => {
		const trace = stage.trace(id);
		await expect(trace).rejects.toThrow(SetupError);
		await expect(trace).rejects.toThrow(/conv_conversation_….*CA….*FN….*WT….*CH…/);
		await expect(trace).rejects.not.toThrow(/5550123/);
	});
});
