/** What the conversation, its customer and its flow say about a handoff, and handoffs of which no execution is found. */
import { changeStatus } from '../../../../emulator/products/taskrouter/task-status';
import { REASON } from '../account';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from '../stage';

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
	changeStatus(stage.world, kim.task, 'completed', 'done');
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

const IF_ASKED = expect.stringMatching(/^If the customer asked for a person/);

test.each(['ACTIVE', 'INACTIVE', 'CLOSED'] as const)(
	'a chat that is with the virtual agent and %s: nothing is wrong',
	async (status) => {
		const kim = stage.texting();
		kim.conversation.status = status;
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({ status: 'unknown', advice: IF_ASKED });
		expect(trace.verdict.text).toContain(`${stage.flowSid} (TWILIO_STUDIO_HANDOFF_FLOW_SID)`);
		expect(wrongIn(trace)).toEqual([]);
	},
);

test('a chat that was released and for which no flow started is wrong after some seconds', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim, `https://studio.twilio.com/v2/Flows/FW${'0'.repeat(32)}/Executions`);
	expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('unknown');
	stage.pass(60);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toMatchObject({
		id: 'flow_not_started',
		text: expect.stringContaining(stage.flowSid),
	});
	expect(wrongIn(trace)).toHaveLength(1);
});

test('a chat that /handoff gave back stays with the virtual agent', async () => {
	const kim = stage.texting();
	stage.world.flows.delete(stage.flowSid);
	await stage.handOffChat(kim, stage.handoffUrl);
	expect(kim.conversation.status).toBe('ACTIVE');
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		status: 'wrong',
		id: 'flow_not_found',
	});
	stage.publish();
	expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('unknown');
});

test.each(['released', 'with the virtual agent'])(
	'a chat that is %s, of a flow that is only a draft: the draft is the cause',
	async (how) => {
		stage.draft();
		const kim = stage.texting();
		if (how === 'released') await stage.handOffChat(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({ id: 'flow_is_draft', status: 'wrong' });
		expect(wrongIn(trace)).toEqual(['flow_is_draft']);
	},
);

test('a flow that is published, with a later draft, is not called a draft', async () => {
	stage.draft('published');
	const kim = stage.texting();
	expect((await stage.trace(kim.conversation.id)).verdict.id).toBe('no_handoff');
});

test.each(['', 'FWxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'])('the setting %j names no flow', async (flowSid) => {
	const kim = stage.texting();
	stage.flowSid = flowSid;
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		id: 'flow_not_found',
		status: 'wrong',
	});
});

test('a chat whose release is not known, or too long ago, is not called lost', async () => {
	const kim = stage.texting();
	await stage.release(kim.conversation);
	expect((await stage.trace(kim.conversation.id, 31 * 24 * 60 * 60)).verdict.status).toBe('unknown');
	delete kim.conversation.configuration;
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		status: 'unknown',
		advice: IF_ASKED,
	});
});

test('a handoff through another flow is traced by its task, and says which flow was searched', async () => {
	const kim = await stage.handedOver();
	stage.accept();
	stage.publish();
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict.status).toBe('ok');
	expect(trace.subject.taskSid).toBe(kim.task.sid);
	expect(textOf(trace)).toContain(`No execution found in flow ${stage.flowSid}`);
});

test('a call in progress is not called lost', async () => {
	const kim = stage.calling();
	expect((await stage.trace(kim.call.sid)).verdict).toMatchObject({ status: 'unknown', advice: IF_ASKED });
	await stage.release(kim.conversation);
	expect((await stage.trace(kim.call.sid)).verdict).toMatchObject({
		status: 'unknown',
		id: 'no_call_handoff',
	});
	kim.call.status = 'completed';
	expect((await stage.trace(kim.call.sid)).verdict).toMatchObject({
		status: 'wrong',
		id: 'call_not_handed_over',
	});
});

test('a call that just ended has no requests yet', async () => {
	const kim = stage.calling();
	await stage.emulator.phone.hangUp(kim.call);
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({ id: 'no_call_handoff', status: 'unknown' });
	expect(wrongIn(trace)).toEqual([]);
});
