/** Chats that were handed over, and those of which there was nothing to hand over. */
import { REASON, SUMMARY, TraceStage, textOf, wrongIn } from './trace-stage';

let stage: TraceStage;
beforeAll(async () => {
	stage = await TraceStage.start();
});
afterEach(() => stage.publish());
afterAll(async () => {
	await stage.stop();
	expect(stage.emulator.crashes).toEqual([]);
});

const texting = () => {
	const kim = stage.texting();
	stage.world.summaries.set(kim.conversation.id, SUMMARY);
	return kim;
};

describe('a person accepted it', () => {
	test.each(['Studio', '/handoff'])('through %s: the verdict says so', async (way) => {
		const kim = texting();
		await stage.handOffChat(kim, way === '/handoff' ? stage.handoffUrl : undefined);
		stage.accept();
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual({ status: 'ok', text: 'A person accepted it after 0 s.', remedy: '' });
		expect(trace.subject).toEqual({
			conversationId: kim.conversation.id,
			conversationSid: kim.classicConversation.sid,
			executionSid: [...stage.world.executions.keys()].at(-1),
			taskSid: stage.task().sid,
		});
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toMatch(/Studio sent the chat to Flex.*A person accepted it/s);
		expect(textOf(trace)).toContain('The summary is there, 51 characters.');
	});

	test('among other customers of the same hour', async () => {
		const kims = [texting(), texting(), texting()];
		for (const kim of kims) await stage.handOffChat(kim);
		for (const [index, kim] of kims.entries()) {
			const { subject } = await stage.trace(kim.conversation.id);
			expect(subject.executionSid).toBe([...stage.world.executions.keys()].at(index - 3));
		}
	});
});

describe('no summary', () => {
	test('a minute later it is what went wrong', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim);
		stage.accept();
		const { verdict } = await stage.trace(kim.conversation.id, 90);
		expect(verdict).toMatchObject({
			status: 'wrong',
			text: 'A person accepted it after 0 s. But: No summary was made.',
			remedy: expect.stringMatching(/Conversation Intelligence needs two rules/),
		});
	});

	test('nobody has accepted yet: that is said first', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim);
		expect((await stage.trace(kim.conversation.id, 90)).verdict.text).toBe(
			'The customer has waited for 90 s. But: No summary was made.',
		);
	});

	test('it came too late for Flex', async () => {
		const kim = texting();
		await stage.handOffChat(kim);
		stage.accept();
		kim.conversation.updatedAt = new Date(Date.now() + 45_000).toISOString();
		expect(textOf(await stage.trace(kim.conversation.id, 60))).toMatch(
			/It came 4\d s after the person accepted; Flex asks for 20 s/,
		);
	});

	test('at once it may still come', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim);
		stage.accept();
		expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('ok');
	});
});

describe('nothing to hand over', () => {
	test('the conversation is not bridged', async () => {
		const kim = texting();
		const configuration = stage.world.configurations.get(stage.world.configurationId);
		const bridge = configuration?.conversationsV1Bridge;
		delete configuration?.conversationsV1Bridge;
		delete kim.conversation.configuration?.conversationsV1Bridge;
		await stage.handOffChat(kim);
		const trace = await stage.trace(kim.conversation.id);
		if (configuration && bridge) configuration.conversationsV1Bridge = bridge;
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: 'The conversation is not connected with a chat that Flex could show.',
			remedy: expect.stringMatching(/Channel Traffic tab/),
		});
		expect(textOf(trace)).toMatch(/the answer was 422 not_bridged/);
	});

	test('the customer’s address leads to no chat', async () => {
		const kim = texting();
		for (const { addresses } of kim.conversation.participants)
			for (const each of addresses) delete each.channelId;
		await stage.handOffChat(kim, stage.handoffUrl);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toBe('The conversation is not connected with a chat that Flex could show.');
	});

	test('nobody is the customer', async () => {
		const kim = texting();
		for (const each of kim.conversation.participants) each.type = 'UNKNOWN';
		await stage.handOffChat(kim);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toBe('Nobody in the conversation is its customer (type CUSTOMER).');
	});

	test('two chats, and nothing says which', async () => {
		const kim = texting();
		const other = stage.texting();
		kim.conversation.participants.push(...other.conversation.participants);
		await stage.agent.handOffMessaging(kim.conversation, { reason: REASON }, stage.executionsUrl, 'somebody');
		await stage.emulator.runner.idle();
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict).toMatchObject({ status: 'wrong', text: expect.stringMatching(/more than one chat/) });
	});

	test('two chats, and the address says which: a good handoff', async () => {
		const kim = texting();
		kim.conversation.participants.push(...stage.texting().conversation.participants);
		await stage.handOffChat(kim);
		stage.accept();
		expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('ok');
	});

	test('Orchestrator never had the chat', async () => {
		const { sid } = stage.world.addClassicConversation(`CH${'a'.repeat(32)}`, stage.world.serviceSid, {
			channel: 'SMS',
			address: stage.number(),
		});
		const trace = await stage.trace(sid);
		expect(trace.verdict.text).toBe('Conversation Orchestrator has no conversation of this chat.');
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('there is no such conversation', async () => {
		const trace = await stage.trace(`conv_conversation_${'0'.repeat(26)}`);
		expect(trace.verdict).toMatchObject({ status: 'wrong', text: 'Twilio knows no such conversation.' });
		expect(wrongIn(trace)).toHaveLength(1);
	});
});
