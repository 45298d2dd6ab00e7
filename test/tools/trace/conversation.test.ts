/** What the conversation and its customer say about a handoff. */
import { REASON } from './account';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

test.each(['Studio', '/handoff'])('a chat handed over through %s and accepted is ok', async (way) => {
	const kim = stage.texting();
	await stage.handOffChat(kim, way === '/handoff' ? stage.handoffUrl : undefined);
	stage.accept();
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toEqual(ACCEPTED);
	expect(wrongIn(trace)).toEqual([]);
	expect(trace.subject).toEqual({
		conversationId: kim.conversation.id,
		conversationSid: kim.classicConversation.sid,
		executionSid: stage.executionSid,
		taskSid: stage.task().sid,
	});
	const products = new Set(trace.entries.map(({ product }) => product));
	expect([...products].sort()).toEqual([
		'Conversations',
		'Intelligence',
		'Orchestrator',
		'Studio',
		'TaskRouter',
	]);
});

test('a chat that the tool did not release has two agents that answer', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	stage.giveBack(kim);
	const { verdict } = await stage.trace(kim.conversation.id);
	expect(verdict).toMatchObject({ id: 'virtual_agent_listens', status: 'wrong' });
});

test('a chat that went on with the virtual agent after its task was completed is ok', async () => {
	const kim = await stage.handedOver();
	stage.accept();
	const { tasks } = stage.twilio.taskrouter.v1.workspaces(stage.world.workspaceSid);
	await tasks(kim.task.sid).update({ assignmentStatus: 'completed', reason: 'done' });
	stage.giveBack(kim);
	expect((await stage.trace(kim.conversation.id)).verdict).toEqual(ACCEPTED);
});

test.each([
	['SMS', '+15005550177', 'SMS, +*********77'],
	['WHATSAPP', 'whatsapp:+15005550178', 'WHATSAPP, whatsapp:+*********78'],
	['SMS', 'jane.1234567', 'SMS'],
	['CHAT', 'jane.123456@example.com', 'web chat'],
	['CHAT', '+15005550179', 'web chat'],
] as const)('a customer on %s at %s is shown as %s', async (channel, address, where) => {
	const kim = stage.texting({ channel, address });
	await stage.handOffChat(kim);
	const trace = await stage.trace(kim.conversation.id);
	expect(textOf(trace)).toContain(`${where}.`);
	expect(JSON.stringify(trace)).not.toMatch(/jane|example\.com/);
});

test('a conversation that is not bridged is the cause, and the flow’s failure shows the code', async () => {
	const kim = stage.texting();
	const configuration = stage.world.configurations.get(stage.world.configurationId);
	const bridge = configuration?.conversationsV1Bridge;
	delete configuration?.conversationsV1Bridge;
	delete kim.conversation.configuration?.conversationsV1Bridge;
	await stage.handOffChat(kim);
	const trace = await stage.trace(kim.conversation.id);
	if (configuration && bridge) configuration.conversationsV1Bridge = bridge;
	expect(trace.verdict).toMatchObject({ id: 'not_bridged', status: 'wrong' });
	expect(textOf(trace)).toMatch(/422 not_bridged/);
});

test('a customer whose address leads to no chat is not bridged', async () => {
	const kim = stage.texting();
	for (const { addresses } of kim.conversation.participants)
		for (const each of addresses) delete each.channelId;
	await stage.handOffChat(kim, stage.handoffUrl);
	const { verdict } = await stage.trace(kim.conversation.id);
	expect(verdict).toMatchObject({ id: 'not_bridged', status: 'wrong' });
});

test('a conversation without a customer is the cause', async () => {
	const kim = stage.texting();
	for (const each of kim.conversation.participants) each.type = 'HUMAN_AGENT';
	await stage.handOffChat(kim);
	const { verdict } = await stage.trace(kim.conversation.id);
	expect(verdict).toMatchObject({ id: 'customer_not_found', status: 'wrong' });
});

test('two chats of one customer are ambiguous, unless the address says which one', async () => {
	const kim = stage.texting();
	kim.conversation.participants.push(...stage.texting().conversation.participants);
	await stage.agent.handOffMessaging(kim.conversation, { reason: REASON }, stage.executionsUrl, 'unknown');
	await stage.emulator.runner.idle();
	const { verdict } = await stage.trace(kim.conversation.id);
	expect(verdict).toMatchObject({ id: 'ambiguous_customer', status: 'wrong' });
	await stage.handOffChat(kim);
	stage.accept();
	expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('ok');
});

test('a conversation that does not exist is the only thing wrong', async () => {
	const trace = await stage.trace(`conv_conversation_${'0'.repeat(26)}`);
	expect(trace.verdict).toMatchObject({ id: 'conversation_not_found', status: 'wrong' });
	expect(wrongIn(trace)).toHaveLength(1);
});
