/** Chats that were handed over, and those of which there was nothing to hand over. */
import { ACCEPTED, onStage, REASON, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => stage.publish());

describe('a person accepted it', () => {
	test.each(['Studio', '/handoff'])('through %s: the verdict says so', async (way) => {
		const kim = stage.texting();
		await stage.handOffChat(kim, way === '/handoff' ? stage.handoffUrl : undefined);
		stage.accept();
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual(ACCEPTED);
		expect(trace.subject).toEqual({
			conversationId: kim.conversation.id,
			conversationSid: kim.classicConversation.sid,
			executionSid: stage.executionSid,
			taskSid: stage.task().sid,
		});
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toMatch(/Studio sent the chat to Flex.*A person accepted it/s);
		expect(textOf(trace)).toContain('The summary is there, 51 characters.');
	});

	test('but the tool forgot to let go: two answer the customer', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim);
		stage.accept();
		kim.conversation.status = 'ACTIVE';
		const url = 'https://agent.example.com/webhook';
		Object.assign(kim.conversation.configuration ?? {}, { statusCallbacks: [{ url, method: 'POST' }] });
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict).toMatchObject({
			status: 'wrong',
			text: expect.stringMatching(/^A person accepted it.* But: The virtual agent still listens/),
		});
	});

	test('among other customers of the same hour', async () => {
		const kims = [stage.texting(), stage.texting(), stage.texting()];
		for (const kim of kims) await stage.handOffChat(kim);
		for (const [index, kim] of kims.entries()) {
			const { subject } = await stage.trace(kim.conversation.id);
			expect(subject.executionSid).toBe([...stage.world.executions.keys()].at(index - 3));
		}
	});
});

describe('where the customer is', () => {
	test.each([
		['SMS', '+15005550177', 'on SMS, +*********77'],
		['WHATSAPP', 'whatsapp:+15005550178', 'on WHATSAPP, whatsapp:+*********78'],
		['SMS', 'jane.1234567', 'on SMS'],
		['CHAT', 'jane.123456@example.com', 'in a web chat'],
		['CHAT', '+15005550179', 'in a web chat'],
	] as const)('%s, as %s', async (channel, address, where) => {
		const kim = stage.texting({ channel, address });
		await stage.handOffChat(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(textOf(trace)).toContain(`The customer is ${where}.`);
		expect(JSON.stringify(trace)).not.toMatch(/jane|example\.com/);
	});
});

describe('no summary', () => {
	test('a minute later it is what went wrong', async () => {
		const kim = stage.texting({ summary: '' });
		await stage.handOffChat(kim);
		stage.accept();
		const { verdict } = await stage.trace(kim.conversation.id, 90);
		expect(verdict).toMatchObject({
			status: 'wrong',
			text: 'A person accepted it after 0 s. But: No summary was made.',
			advice: expect.stringMatching(/Conversation Intelligence needs two rules/),
		});
	});

	test('nobody has accepted yet: that is said first', async () => {
		const kim = stage.texting({ summary: '' });
		await stage.handOffChat(kim);
		expect((await stage.trace(kim.conversation.id, 90)).verdict.text).toBe(
			'The customer has waited for 90 s. But: No summary was made.',
		);
	});

	test('it came too late for Flex', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim);
		stage.accept();
		kim.conversation.updatedAt = new Date(Date.now() + 45_000).toISOString();
		expect(textOf(await stage.trace(kim.conversation.id, 60))).toMatch(
			/It came 4\d s after the person accepted; Flex asks for 20 s/,
		);
	});

	test('at once it may still come', async () => {
		const kim = stage.texting({ summary: '' });
		await stage.handOffChat(kim);
		stage.accept();
		expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('ok');
	});
});

describe('nothing to hand over', () => {
	test('the virtual agent still serves the customer: nothing is wrong, and nothing is promised', async () => {
		const trace = await stage.trace(stage.texting().conversation.id);
		expect(trace.verdict).toEqual({
			status: 'unknown',
			text: expect.stringMatching(/^No flow ran, and the conversation is with the virtual agent: no handoff/),
			advice: expect.stringMatching(/^If the customer asked for a person: Look in the virtual agent’s log/),
		});
		expect(wrongIn(trace)).toEqual([]);
	});

	test.each(['INACTIVE', 'CLOSED'] as const)('so it is when a timeout made it %s', async (status) => {
		const kim = stage.texting();
		kim.conversation.status = status;
		expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('unknown');
	});

	test('the conversation is not bridged', async () => {
		const kim = stage.texting();
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
			advice: expect.stringMatching(/Channel Traffic tab/),
		});
		expect(textOf(trace)).toMatch(/the answer was 422 not_bridged/);
	});

	test('the customer’s address leads to no chat', async () => {
		const kim = stage.texting();
		for (const { addresses } of kim.conversation.participants)
			for (const each of addresses) delete each.channelId;
		await stage.handOffChat(kim, stage.handoffUrl);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toBe('The conversation is not connected with a chat that Flex could show.');
	});

	test('nobody is the customer', async () => {
		const kim = stage.texting();
		for (const each of kim.conversation.participants) each.type = 'HUMAN_AGENT';
		await stage.handOffChat(kim);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toBe('Nobody in the conversation is its customer (type CUSTOMER).');
	});

	test('two chats, and nothing says which', async () => {
		const kim = stage.texting();
		const other = stage.texting();
		kim.conversation.participants.push(...other.conversation.participants);
		await stage.agent.handOffMessaging(kim.conversation, { reason: REASON }, stage.executionsUrl, 'somebody');
		await stage.emulator.runner.idle();
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict).toMatchObject({ status: 'wrong', text: expect.stringMatching(/more than one chat/) });
	});

	test('two chats, and the address says which: a good handoff', async () => {
		const kim = stage.texting();
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
