/** Calls: what Twilio requested when the AI session ended, and where the caller went. */
import { FALLBACK_NUMBER } from '../../../support/fixtures';
import { ACCEPTED, NO_WORKFLOW, onStage, type TraceStage, textOf, wrongIn } from '../stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

test.each(['the flow', '/handoff'])('a call handed over through %s and accepted is ok', async (way) => {
	const kim = stage.calling();
	await stage.handOffCall(kim, way === '/handoff' ? stage.handoffUrl : undefined);
	stage.accept();
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toEqual(ACCEPTED);
	expect(wrongIn(trace)).toEqual([]);
	expect(trace.subject).toEqual({
		conversationId: kim.conversation.id,
		callSid: kim.call.sid,
		taskSid: stage.task().sid,
		...(way === 'the flow' && { executionSid: stage.executionSid }),
	});
	expect(textOf(trace)).toMatch(/from \+\*+\d\d.*put the caller into the queue/s);
	await stage.emulator.phone.hangUp(kim.call);
	expect((await stage.trace(kim.call.sid)).verdict.status).toBe('ok');
});

test('a call that the virtual agent placed is handed over through /handoff', async () => {
	const kim = stage.calling('outbound-api');
	await stage.handOffCall(kim, stage.handoffUrl);
	stage.accept();
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict.status).toBe('ok');
	expect(textOf(trace)).toContain('The virtual agent called +*********');
});

test('a call that the virtual agent placed is refused by Studio', async () => {
	const kim = stage.calling('outbound-api');
	await stage.handOffCall(kim);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		id: 'placed_call_refused',
		advice: expect.stringMatching(/\/handoff .*action URL/),
	});
	expect(wrongIn(trace)).toHaveLength(1);
	stage.world.callEvents.delete(kim.call.sid);
	expect((await stage.trace(kim.call.sid)).verdict.id).toBe('placed_call_refused');
});

describe.each(['the flow', '/handoff'])('an AI session that ends at %s', (way) => {
	const end = async (handoffData?: string) => {
		const kim = stage.calling();
		const actionUrl = way === 'the flow' ? stage.webhookUrl : stage.handoffUrl;
		await stage.emulator.phone.endConversationRelay(kim.call, {
			actionUrl,
			...(handoffData !== undefined && { handoffData }),
		});
		return stage.trace(kim.call.sid);
	};

	test('without HandoffData is not a handoff', async () => {
		const trace = await end();
		expect(trace.verdict).toMatchObject({ id: 'no_handoff_of_call', status: 'ok' });
		expect(wrongIn(trace)).toEqual([]);
	});

	test('with HandoffData call_ended is not a handoff', async () => {
		const trace = await end('call_ended');
		expect(trace.verdict).toMatchObject({ id: 'no_handoff_of_call', status: 'ok' });
		expect(wrongIn(trace)).toEqual([]);
	});
});

test('an AI session that ends without HandoffData after the release is a handoff that broke off', async () => {
	const kim = stage.calling();
	await stage.release(kim.conversation);
	await stage.emulator.phone.endConversationRelay(kim.call, { actionUrl: stage.webhookUrl });
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		id: 'session_broke_off',
	});
	expect(wrongIn(trace)).toHaveLength(1);
});

test('a call to a flow without its workflow ends with an apology', async () => {
	stage.publish({ workflowSid: NO_WORKFLOW });
	const kim = stage.calling();
	await stage.handOffCall(kim);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		id: 'send_to_flex_failed',
		impact: expect.stringMatching(/apology/),
		advice: expect.stringMatching(/TWILIO_FLEX_WORKFLOW_SID/),
	});
	expect(wrongIn(trace)).toHaveLength(1);
});

test('a call to a flow without its workflow is answered by the fallback number', async () => {
	stage.publish({ workflowSid: NO_WORKFLOW, fallbackNumber: FALLBACK_NUMBER });
	const kim = stage.calling();
	await stage.handOffCall(kim);
	await stage.emulator.phone.hangUp(kim.call);
	expect((await stage.trace(kim.conversation.id)).verdict).toMatchObject({
		status: 'wrong',
		impact: expect.stringMatching(/fallback number answered/),
	});
});

test.each([
	['no workflow', ''],
	['a workflow that does not exist', NO_WORKFLOW],
])('a call to /handoff with %s does not reach the queue', async (_, workflowSid) => {
	const kim = stage.calling();
	stage.workflowSid = workflowSid;
	await stage.handOffCall(kim, stage.handoffUrl);
	stage.workflowSid = stage.world.workflowSid;
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({ id: 'not_enqueued', status: 'wrong' });
	expect(wrongIn(trace)).toHaveLength(1);
});

test('an action URL that responds 404 is the cause, without its query', async () => {
	const kim = stage.calling();
	await stage.handOffCall(kim, `${stage.functionsUrl}/gone?token=secret`);
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({
		id: 'url_refused',
		status: 'wrong',
		text: expect.stringContaining('/gone'),
	});
	expect(JSON.stringify(trace)).not.toContain('secret');
});

test('a flow that is only a draft refuses the call, and is the cause', async () => {
	stage.draft();
	const kim = stage.calling();
	await stage.handOffCall(kim);
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({ id: 'flow_is_draft', status: 'wrong' });
	expect(wrongIn(trace)).toEqual(['flow_is_draft']);
});

test('a caller without a number is not named', async () => {
	const trace = await stage.trace(stage.calling('inbound', 'client:jane.1234567').call.sid);
	expect(textOf(trace)).toContain('A call came in from the customer (inbound).');
	expect(JSON.stringify(trace)).not.toContain('jane');
});

test('the timeline of a call says that the caller heard the greeting', async () => {
	stage.functions.settings = { HANDOFF_CALL_GREETING: 'One moment, please.' };
	const kim = stage.calling();
	await stage.handOffCall(kim);
	expect(textOf(await stage.trace(kim.call.sid))).toContain('The caller heard the greeting.');
});
