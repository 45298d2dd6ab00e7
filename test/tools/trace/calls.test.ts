/** Calls that were handed over, and every way in which that goes wrong. */
import { FALLBACK_NUMBER } from '../../support/fixtures';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => stage.publish());

const NOTHING = `WW${'0'.repeat(32)}`;

describe('a person accepted it', () => {
	test.each(['the flow', '/handoff'])('through %s: the verdict says so, and after how long', async (way) => {
		const kim = stage.calling();
		await stage.handOffCall(kim, way === '/handoff' ? stage.handoffUrl : undefined);
		stage.accept();
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual(ACCEPTED);
		expect(trace.subject).toEqual({
			conversationId: kim.conversation.id,
			callSid: kim.call.sid,
			taskSid: stage.task().sid,
			...(way === 'the flow' && { executionSid: stage.executionSid }),
		});
		expect(textOf(trace)).toMatch(/A call came in from \+\*+\d\d.*put the caller into the queue/s);
		expect(wrongIn(trace)).toEqual([]);
	});

	test('a call the virtual agent placed, through /handoff', async () => {
		const kim = stage.calling('outbound-api');
		await stage.handOffCall(kim, stage.handoffUrl);
		stage.accept();
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict.status).toBe('ok');
		expect(textOf(trace)).toContain('The virtual agent called +*********');
	});

	test('and the caller hung up afterwards: still a good handoff', async () => {
		const kim = stage.calling();
		await stage.handOffCall(kim);
		stage.accept();
		await stage.emulator.phone.hangUp(kim.call);
		expect((await stage.trace(kim.call.sid)).verdict.status).toBe('ok');
	});
});

describe('no handoff at all', () => {
	test('the call merely ended', async () => {
		const kim = stage.calling();
		await stage.emulator.phone.endConversationRelay(kim.call, { actionUrl: stage.webhookUrl });
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict).toMatchObject({
			status: 'ok',
			text: expect.stringMatching(/^This was no handoff/),
		});
		expect(wrongIn(trace)).toEqual([]);
	});

	test('the call merely ended, with /handoff as its action URL', async () => {
		const kim = stage.calling();
		await stage.emulator.phone.endConversationRelay(kim.call, { actionUrl: stage.handoffUrl });
		expect((await stage.trace(kim.call.sid)).verdict.text).toMatch(/^This was no handoff/);
	});

	test('the virtual agent had begun one when the session ended', async () => {
		const kim = stage.calling();
		await stage.release(kim.conversation);
		await stage.emulator.phone.endConversationRelay(kim.call, { actionUrl: stage.webhookUrl });
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: expect.stringMatching(/ended without HandoffData/),
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('the call goes on', async () => {
		const trace = await stage.trace(stage.calling().call.sid);
		expect(trace.verdict).toEqual({
			status: 'unknown',
			text: 'The call goes on. No handoff of the call can be seen.',
			advice: expect.stringMatching(/^If the customer asked for a person: /),
		});
		expect(wrongIn(trace)).toEqual([]);
	});

	test('the call ended a moment ago, and its requests cannot be seen yet', async () => {
		const kim = stage.calling();
		await stage.emulator.phone.hangUp(kim.call);
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict).toMatchObject({
			status: 'unknown',
			advice: expect.stringMatching(/From 15 minutes after the call’s end on/),
		});
		expect(wrongIn(trace)).toEqual([]);
	});

	test.each([
		[
			'completed',
			'wrong',
			'When the virtual agent’s session ended, Twilio had nobody to ask what to do next.',
		],
		['no-answer', 'unknown', 'No handoff of the call can be seen.'],
	] as const)('the call ended as %s, and no action URL was asked', async (callStatus, status, text) => {
		const kim = stage.calling('outbound-api');
		await stage.emulator.phone.hangUp(kim.call);
		Object.assign(kim.call, { status: callStatus });
		const answered = {
			dateCreated: new Date(),
			durationMs: 1,
			status: 200,
			contentType: 'text/xml',
			body: '',
		};
		const request = { method: 'POST' as const, url: 'https://agent.example.com/twiml', parameters: {} };
		stage.world.callEvents.set(kim.call.sid, [{ request, response: answered }]);
		expect((await stage.trace(kim.call.sid)).verdict).toMatchObject({ status, text });
		// A call that no virtual agent was in is no failure of one.
		stage.world.conversations.delete(kim.conversation.id);
		expect((await stage.trace(kim.call.sid)).verdict.status).toBe('unknown');
	});

	test('a caller who has no number is called by no name', async () => {
		const trace = await stage.trace(stage.calling('inbound', 'client:jane.1234567').call.sid);
		expect(textOf(trace)).toContain('A call came in from the customer (inbound).');
		expect(JSON.stringify(trace)).not.toContain('jane');
	});
});

describe('Studio refuses a call that the virtual agent placed', () => {
	test('and the call’s requests tell', async () => {
		const kim = stage.calling('outbound-api');
		await stage.handOffCall(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual({
			status: 'wrong',
			text: 'Studio refused the call, because the virtual agent had placed it.',
			impact: expect.stringMatching(/application error/),
			advice: expect.stringMatching(/\/handoff .*action URL/),
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('and they cannot be seen yet', async () => {
		const kim = stage.calling('outbound-api');
		await stage.handOffCall(kim);
		stage.world.callEvents.delete(kim.call.sid);
		expect((await stage.trace(kim.call.sid)).verdict.text).toMatch(/^Studio most likely refused the call/);
	});
});

describe('the call does not get into the queue', () => {
	test('no such workflow: the caller heard an apology', async () => {
		stage.publish({ workflowSid: NOTHING });
		const kim = stage.calling();
		await stage.handOffCall(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: 'Flex did not take the handoff (Send to Flex failed).',
			impact: expect.stringMatching(/apology/),
			advice: expect.stringMatching(/TWILIO_FLEX_WORKFLOW_SID/),
		});
	});

	test('no such workflow: the fallback number answered', async () => {
		stage.publish({ workflowSid: NOTHING, fallbackNumber: FALLBACK_NUMBER });
		const kim = stage.calling();
		await stage.handOffCall(kim);
		await stage.emulator.phone.hangUp(kim.call);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict).toMatchObject({
			text: expect.stringMatching(/Send to Flex failed/),
			impact: 'The fallback number answered the caller instead.',
		});
	});

	test('/handoff lacks its workflow', async () => {
		const kim = stage.calling();
		stage.workflowSid = '';
		await stage.handOffCall(kim, stage.handoffUrl);
		stage.workflowSid = stage.world.workflowSid;
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: expect.stringMatching(/\/handoff answered without putting the caller into the queue/),
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('/handoff names a workflow that is not there', async () => {
		const kim = stage.calling();
		stage.workflowSid = NOTHING;
		await stage.handOffCall(kim, stage.handoffUrl);
		stage.workflowSid = stage.world.workflowSid;
		const { verdict } = await stage.trace(kim.call.sid);
		expect(verdict.text).toBe('The queue did not take the call (QueueResult system-error).');
	});

	test('nothing answers at the action URL', async () => {
		const kim = stage.calling();
		await stage.handOffCall(kim, `${stage.functionsUrl}/gone?token=secret`);
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: expect.stringMatching(/\/gone answered 404 when Twilio asked about the call/),
			impact: expect.stringMatching(/application error/),
		});
		expect(JSON.stringify(trace)).not.toContain('secret');
	});

	test('nobody can tell where it went', async () => {
		const kim = stage.calling();
		await stage.release(kim.conversation);
		const now = await stage.trace(kim.call.sid);
		expect(now.verdict).toMatchObject({ status: 'unknown', text: expect.stringMatching(/it may still be/) });
		kim.call.status = 'completed';
		const { verdict } = await stage.trace(kim.call.sid);
		expect(verdict.text).toMatch(/neither into the flow nor into the queue/);
	});
});

test('the caller hangs up while waiting', async () => {
	const kim = stage.calling();
	await stage.handOffCall(kim);
	await stage.emulator.phone.hangUp(kim.call);
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		text: 'The customer hung up while waiting for a person, after 0 s.',
		impact: expect.stringMatching(/offered to nobody/),
	});
	expect(wrongIn(trace)).toHaveLength(1);
});
