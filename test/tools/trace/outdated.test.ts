/** What a conversation is like now is the doing of its last handoff, and tells nothing of those before. */
import { giveBack, handOff, joining, served } from './repeated';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => stage.publish());

test('it was given back later: nobody still listens to the first', async () => {
	const { kim, ...first } = await served(stage);
	await handOff(stage, kim, 'closed');
	giveBack(kim);
	expect((await stage.trace(first.task)).verdict).toEqual(ACCEPTED);
});

test('a call that merely ended before a chat was handed over is no handoff, and not the newest', async () => {
	const kim = stage.texting();
	const calling = joining(stage, kim);
	await stage.emulator.phone.endConversationRelay(calling.call, { actionUrl: stage.webhookUrl });
	stage.pass(60);
	await stage.handOffChat(kim);
	expect((await stage.trace(calling.call.sid)).verdict.text).toMatch(/^This was no handoff/);
	const { subject } = await stage.trace(kim.conversation.id);
	expect(subject).toMatchObject({ executionSid: stage.executionSid, taskSid: stage.task().sid });
});

test('a call that merely ended after it neither', async () => {
	const { kim, ...chat } = await served(stage);
	const { call, conversation } = joining(stage, kim);
	await stage.emulator.phone.endConversationRelay(call, { actionUrl: stage.webhookUrl });
	const trace = await stage.trace(conversation.id);
	expect(trace.subject).toMatchObject({ executionSid: chat.execution, taskSid: chat.task });
	expect(textOf(trace)).not.toContain('nother handoff');
});

test('a chat that nothing came of is not said to be lost when it was a call that was let go', async () => {
	const kim = stage.texting();
	await stage.handOffCall(joining(stage, kim));
	const trace = await stage.trace(kim.classicConversation.sid);
	expect(wrongIn(trace)).toEqual([]);
	expect(trace.verdict.status).toBe('unknown');
});

test('Studio gets what the customer writes now because of a later one', async () => {
	const { kim, ...first } = await served(stage);
	await handOff(stage, kim);
	const configuration = { flow_sid: stage.flowSid };
	kim.classicConversation.webhooks.push({ sid: `WH${'0'.repeat(32)}`, target: 'studio', configuration });
	expect(textOf(await stage.trace(kim.conversation.id))).toContain('still goes to Studio');
	expect(textOf(await stage.trace(first.task))).not.toContain('still goes to Studio');
});

test('a call that came nowhere is not said to be lost when it was a chat that was let go', async () => {
	const { kim } = await served(stage);
	const calling = joining(stage, kim);
	const trace = await stage.trace(calling.call.sid);
	expect(wrongIn(trace)).toEqual([]);
	expect(trace.verdict.status).toBe('unknown');
});

test('a handoff long after the conversation last changed is found', async () => {
	const { kim } = await served(stage);
	kim.conversation.status = 'INACTIVE';
	stage.pass(3600);
	const { updatedAt } = kim.conversation;
	const second = await handOff(stage, kim, 'closed');
	kim.conversation.updatedAt = updatedAt;
	expect((await stage.trace(kim.conversation.id)).subject.executionSid).toBe(second.execution);
});
