/** The flow's steps, and why it failed. */
import { json, type Responder } from '../../../support/canned-functions';
import { NO_WORKFLOW, onStage, type TraceStage, textOf, wrongIn } from '../stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

const UNREACHABLE = 'http://127.0.0.1:9';

/** What an execution of a conversation has before its widgets leave anything. */
const contextOf = (conversationId: string) => ({ flow: { data: { HandoffData: { conversationId } } } });

test('Functions that do not respond are the cause', async () => {
	stage.publish({ functionsUrl: UNREACHABLE });
	const kim = stage.texting();
	await stage.handOffChat(kim);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		id: 'functions_failed',
		impact: expect.stringMatching(/asked to write again later/),
		advice: expect.stringMatching(/npx handoff deploy/),
	});
	expect(wrongIn(trace)).toHaveLength(1);
});

test.each([
	[
		500,
		{ error: { code: 'misconfigured', field: 'AUTH_TOKEN' } },
		/500 misconfigured/,
		/^Set AUTH_TOKEN in \.env/,
	],
	[
		502,
		{ error: { code: 'twilio_error', message: 'Twilio answered 500.' } },
		/502 twilio_error .*Twilio answered 500/,
		/status\.twilio\.com/,
	],
	[404, 'nothing here', /404 \(fetch_conversation_sid\)/, /npx handoff doctor/],
])('a lookup that responds %d shows the Function’s code', async (status, body, text, advice) => {
	const raw: Responder = (response) => response.writeHead(status).end(body);
	stage.functions.on('*', typeof body === 'string' ? raw : json(body, status));
	const kim = stage.texting();
	await stage.handOffChat(kim);
	stage.functions.reset();
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		status: 'wrong',
		text: expect.stringMatching(text),
		advice: expect.stringMatching(advice),
	});
});

describe('a lookup that the flow can do without', () => {
	test('is a note when the handoff succeeds', async () => {
		stage.functions.on('/task-attributes', json({ error: { code: 'internal_error' } }, 500));
		const kim = await stage.handedOver();
		stage.accept();
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict.status).toBe('ok');
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toMatch(/500 internal_error \(ask_about_conversation\).*The flow continued/);
	});

	test('is not the cause when a later step fails', async () => {
		stage.functions.on('/task-attributes', json({ error: { code: 'internal_error' } }, 500));
		const kim = stage.texting();
		kim.classicConversation.state = 'closed';
		await stage.handOffChat(kim);
		expect((await stage.trace(kim.conversation.id)).verdict.id).toBe('chat_closed');
	});
});

test('a chat that is closed is the cause', async () => {
	const kim = stage.texting();
	kim.classicConversation.state = 'closed';
	await stage.handOffChat(kim);
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		status: 'wrong',
		id: 'chat_closed',
	});
});

test('a chat that does not exist is the cause', async () => {
	const kim = stage.texting();
	stage.world.classicConversations.delete(kim.classicConversation.sid);
	await stage.handOffChat(kim);
	expect((await stage.trace(kim.conversation.id)).verdict.id).toBe('chat_not_found');
});

test('a chat in another service is the cause', async () => {
	const kim = stage.texting();
	kim.classicConversation.serviceSid = `IS${'b'.repeat(32)}`;
	await stage.handOffChat(kim);
	expect((await stage.trace(kim.conversation.id)).verdict.id).toBe('chat_in_other_service');
});

test('a chat that was handed over already cannot be attached', async () => {
	const kim = stage.texting();
	kim.classicConversation.state = 'closed';
	await stage.handOffChat(kim);
	kim.classicConversation.state = 'active';
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		id: 'resume_failed',
		isGivenBack: true,
	});
});

test('Send to Flex that fails twice is one cause', async () => {
	stage.publish({ workflowSid: NO_WORKFLOW });
	const kim = stage.texting();
	await stage.handOffChat(kim);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		id: 'send_to_flex_failed',
	});
	expect(wrongIn(trace)).toHaveLength(1);
});

test('Send to Flex that fails once and succeeds with the essential attributes is a note', async () => {
	const body = { isHandoff: true, attributes: 'not JSON', essentialAttributes: '{}', priority: '0' };
	stage.functions.on('/task-attributes', json(body));
	const kim = await stage.handedOver();
	stage.accept();
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict.status).toBe('ok');
	expect(wrongIn(trace)).toEqual([]);
	expect(textOf(trace)).toMatch(/JSON object\. The flow continued.*essential attributes only/s);
});

test('a flow that was stopped before Send to Flex is the cause', async () => {
	const kim = await stage.handedOver();
	const execution = stage.world.executions.get(stage.executionSid);
	stage.world.tasks.delete(kim.task.sid);
	execution?.steps.splice(3);
	Object.assign(execution ?? {}, { context: contextOf(kim.conversation.id) });
	expect((await stage.trace(kim.conversation.id)).verdict.id).toBe('execution_ended_early');
});

test('an apology that cannot be sent is shown', async () => {
	stage.publish({ functionsUrl: UNREACHABLE });
	const visitor = stage.texting({ channel: 'CHAT', address: 'visitor-1' });
	await stage.handOffChat(visitor);
	const trace = await stage.trace(visitor.conversation.id);
	expect(trace.verdict.id).toBe('functions_failed');
	expect(textOf(trace)).toContain('The apology couldn’t be sent');
});

test('steps are in the order in which they ran, however Twilio lists them', async () => {
	const kim = await stage.handedOver();
	const before = textOf(await stage.trace(kim.conversation.id));
	expect(before).toMatch(/customer’s chat.*Conversations service.*attached.*sent the chat/s);
	stage.world.executions.get(stage.executionSid)?.steps.reverse();
	expect(textOf(await stage.trace(kim.conversation.id))).toBe(before);
});

test('an execution that is active for more than ten minutes is stuck', async () => {
	const kim = await stage.handedOver();
	const execution = stage.world.executions.get(stage.executionSid);
	if (execution) execution.status = 'active';
	stage.accept();
	expect((await stage.trace(kim.conversation.id, 590)).verdict.status).toBe('ok');
	expect((await stage.trace(kim.conversation.id, 610)).verdict).toMatchObject({
		id: 'execution_stuck',
		status: 'wrong',
		text: expect.stringContaining(stage.executionSid),
	});
});

test('an execution of a chat that waits in Send to Flex is not stuck', async () => {
	const kim = await stage.handedOver();
	const execution = stage.world.executions.get(stage.executionSid);
	if (execution) execution.status = 'active';
	execution?.steps.splice(execution.steps.findIndex(({ name }) => name === 'resumed') + 1);
	stage.accept();
	expect((await stage.trace(kim.conversation.id, 610)).verdict.status).toBe('ok');
});

test('a widget is Send to Flex by its type: under another name an execution waits there, and at its name it may be stuck', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	const execution = stage.world.executions.get(stage.executionSid);
	const [revision] = stage.world.flows.get(stage.flowSid)?.revisions ?? [];
	const widget = revision?.definition.states.find(({ name }) => name === 'send_conversation_to_flex');
	if (!execution || !widget) throw new Error('the stage has no such execution or widget');
	execution.status = 'active';
	execution.steps.splice(execution.steps.findIndex(({ name }) => name === 'resumed') + 1);
	stage.accept();
	expect((await stage.trace(kim.conversation.id, 590)).verdict.status).toBe('ok');
	widget.name = 'hand_over';
	expect((await stage.trace(kim.conversation.id, 610)).verdict.id).toBe('execution_stuck');
	Object.assign(execution.steps.at(-1) ?? {}, { transitionedTo: 'hand_over' });
	expect((await stage.trace(kim.conversation.id, 610)).verdict.status).toBe('ok');
});

test('an execution that was stuck and ended from outside is named so', async () => {
	const kim = stage.texting();
	stage.functions.on('/service-sid', json({}));
	await stage.handOffChat(kim);
	stage.world.syncDocuments.clear();
	const execution = stage.world.executions.get(stage.executionSid);
	execution?.steps.splice(2);
	Object.assign(execution ?? {}, { status: 'active', context: contextOf(kim.conversation.id) });
	stage.pass(240);
	stage.functions.reset();
	await stage.twilio.studio.v2
		.flows(stage.flowSid)
		.executions(stage.executionSid)
		.update({ status: 'ended' });
	expect((await stage.trace(stage.executionSid)).verdict).toMatchObject({
		id: 'stuck_execution_ended',
		status: 'wrong',
	});
});

test('attributes that are no JSON object are the cause, not the workflow', async () => {
	const body = { isHandoff: true, attributes: 'not JSON', essentialAttributes: '[]', priority: '0' };
	stage.functions.on('/task-attributes', json(body));
	const kim = stage.texting();
	await stage.handOffChat(kim);
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		status: 'wrong',
		id: 'attributes_invalid',
		advice: expect.not.stringMatching(/workflow/i),
	});
});
