/** The flow of a chat that never started, or that failed on its way. */
import { onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => stage.publish());

describe('the flow never started', () => {
	test('the virtual agent let go, and its request was refused', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim, `https://studio.twilio.com/v2/Flows/FW${'0'.repeat(32)}/Executions`);
		const soon = await stage.trace(kim.conversation.id);
		expect(soon.verdict).toMatchObject({ status: 'unknown', text: expect.stringMatching(/just let/) });
		stage.pass(60);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: 'The virtual agent let the customer go, but no flow started.',
			impact: expect.stringMatching(/neither the virtual agent nor a person/),
			advice: expect.stringMatching(/404 the wrong TWILIO_STUDIO_HANDOFF_FLOW_SID/),
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('/handoff refused it, and gave the customer back', async () => {
		const kim = stage.texting();
		const { flowSid } = stage;
		stage.world.flows.delete(flowSid);
		await stage.handOffChat(kim, stage.handoffUrl);
		expect(kim.conversation.status).toBe('ACTIVE');
		expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
			text: 'Studio has no flow TWILIO_STUDIO_HANDOFF_FLOW_SID.',
			impact: 'A handoff has nowhere to go: the customer stays with the virtual agent.',
		});
		stage.publish();
		expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
			status: 'unknown',
			text: expect.stringMatching(/one failed and the customer was given back/),
		});
	});

	test('no flow is set', async () => {
		const kim = stage.texting();
		stage.flowSid = '';
		expect((await stage.trace(kim.conversation.id)).verdict.advice).toMatch(/npm run deploy/);
	});

	test('and whether the virtual agent let go cannot be told', async () => {
		const kim = stage.texting();
		delete kim.conversation.configuration;
		expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
			status: 'unknown',
			text: 'No flow ran, and whether the virtual agent let the customer go cannot be told.',
		});
	});

	test('it is too long ago to tell', async () => {
		const kim = stage.texting();
		await stage.release(kim.conversation);
		const { verdict } = await stage.trace(kim.conversation.id, 31 * 24 * 60 * 60);
		expect(verdict.status).toBe('unknown');
	});
});

describe('the flow fails', () => {
	test('no Functions answer: the customer was told', async () => {
		stage.publish({ functionsUrl: 'http://127.0.0.1:9' });
		const kim = stage.texting();
		await stage.handOffChat(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: expect.stringMatching(/no answer within ten seconds \(fetch_conversation_sid\)/),
			impact: expect.stringMatching(/told to write again later/),
			advice: expect.stringMatching(/npm run deploy/),
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('the Functions are not set up', async () => {
		stage.failing = { status: 500, body: { error: { code: 'misconfigured', field: 'AUTH_TOKEN' } } };
		const kim = stage.texting();
		await stage.handOffChat(kim);
		stage.failing = undefined;
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toMatch(/the answer was 500 misconfigured/);
		expect(verdict.advice).toBe('Set AUTH_TOKEN in .env and run npm run deploy.');
	});

	test('Twilio fails behind the Functions', async () => {
		const error = { code: 'twilio_error', message: 'Twilio answered 500 (reading the participants).' };
		stage.failing = { status: 502, body: { error } };
		const kim = stage.texting();
		await stage.handOffChat(kim);
		stage.failing = undefined;
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toMatch(/502 twilio_error \(fetch_conversation_sid\)\. Twilio answered 500/);
	});

	test('what answers is not the Functions', async () => {
		stage.failing = { status: 404, body: 'nothing here' };
		const kim = stage.texting();
		await stage.handOffChat(kim);
		stage.failing = undefined;
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict).toMatchObject({
			text: expect.stringMatching(/the answer was 404 \(fetch_conversation_sid\)/),
			advice: expect.stringMatching(/npm run doctor/),
		});
	});

	test('the chat is closed', async () => {
		const kim = stage.texting();
		kim.classicConversation.state = 'closed';
		await stage.handOffChat(kim);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict).toMatchObject({ status: 'wrong', text: 'The chat is closed.' });
	});

	test('the chat is gone', async () => {
		const kim = stage.texting();
		stage.world.classicConversations.delete(kim.classicConversation.sid);
		await stage.handOffChat(kim);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toBe('The classic conversation behind the chat is not there.');
	});

	test('the chat is in another service', async () => {
		const kim = stage.texting();
		kim.classicConversation.serviceSid = `IS${'b'.repeat(32)}`;
		await stage.handOffChat(kim);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toMatch(/another Conversations service/);
	});

	test('Flex refuses: Studio keeps getting what the customer writes', async () => {
		stage.publish({ workflowSid: `WW${'0'.repeat(32)}` });
		const kim = stage.texting();
		await stage.handOffChat(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: 'Flex did not take the handoff (Send to Flex failed).',
		});
		expect(textOf(trace)).toContain('What the customer writes still goes to Studio.');
		// With the essential attributes alone it did not take it either.
		expect(wrongIn(trace)).toHaveLength(2);
	});

	test('somebody stopped it half-way', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim);
		const execution = [...stage.world.executions.values()].at(-1);
		const { sid } = stage.task();
		stage.world.tasks.delete(sid);
		for (const event of stage.world.taskRouterEvents)
			if (event.taskSid === sid) event.data.task_attributes = '{}';
		execution?.steps.splice(3);
		Object.assign(execution ?? {}, {
			context: { flow: { data: { HandoffData: { conversationId: kim.conversation.id } } } },
		});
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict.text).toBe('The flow ended at fetch_service_sid, before it had sent anybody to Flex.');
	});

	test('a widget of another name sent it to Flex, and whether a task came of it cannot be read', async () => {
		const kim = stage.texting();
		await stage.handOffChat(kim);
		const execution = stage.world.executions.get(stage.executionSid);
		for (const step of execution?.steps ?? []) {
			if (step.transitionedFrom.includes('flex')) step.transitionedFrom = 'hand_over';
			if (step.transitionedTo.includes('flex')) step.transitionedTo = 'hand_over';
		}
		const context = { flow: { data: { HandoffData: { conversationId: kim.conversation.id } } } };
		Object.assign(execution ?? {}, { context });
		stage.emulator.faults.add({ match: { host: 'taskrouter.twilio.com' }, fault: { status: 500 } });
		const trace = await stage.trace(kim.conversation.id);
		stage.emulator.faults.clear();
		expect(wrongIn(trace)).toEqual([]);
		expect(trace.verdict.status).toBe('unknown');
	});

	test('and the customer cannot be told', async () => {
		stage.publish({ functionsUrl: 'http://127.0.0.1:9' });
		const visitor = stage.texting({ channel: 'CHAT', address: 'visitor-1' });
		await stage.handOffChat(visitor);
		const trace = await stage.trace(visitor.conversation.id);
		expect(trace.verdict.impact).toMatch(/^The customer hears nothing/);
		expect(textOf(trace)).toContain('The customer could not be told that the handoff failed.');
	});
});

test('its steps are told in their order, whichever way Twilio lists them', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	const before = textOf(await stage.trace(kim.conversation.id));
	expect(before).toMatch(
		/found the customer’s chat.*found the Conversations service.*attached.*sent the chat/s,
	);
	stage.world.executions.get(stage.executionSid)?.steps.reverse();
	expect(textOf(await stage.trace(kim.conversation.id))).toBe(before);
});
