/** Handoffs of which no execution is found. */
import { onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
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

test.each([
	['completed', 'wrong'],
	['no-answer', 'unknown'],
] as const)('a call that ended as %s without an action URL is %s', async (callStatus, status) => {
	const kim = stage.calling('outbound-api');
	await stage.emulator.phone.hangUp(kim.call);
	Object.assign(kim.call, { status: callStatus });
	const response = { dateCreated: new Date(), durationMs: 1, status: 200, contentType: 'text/xml', body: '' };
	const request = { method: 'POST' as const, url: 'https://agent.example.com/twiml', parameters: {} };
	stage.world.callEvents.set(kim.call.sid, [{ request, response }]);
	expect((await stage.trace(kim.call.sid)).verdict.status).toBe(status);
	// A call without an AI session is no failure of one.
	stage.world.conversations.delete(kim.conversation.id);
	expect((await stage.trace(kim.call.sid)).verdict.status).toBe('unknown');
});
