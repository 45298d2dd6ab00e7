/** Calls that were handed over, and every way in which that goes wrong. */
import { FALLBACK_NUMBER } from '../fixtures';
import { SUMMARY, TraceStage, textOf, wrongIn } from './trace-stage';

let stage: TraceStage;
beforeAll(async () => {
	stage = await TraceStage.start();
});
afterEach(() => stage.publish());
afterAll(async () => {
	await stage.stop();
	expect(stage.emulator.crashes).toEqual([]);
});

const calling = (direction?: 'outbound-api') => {
	const kim = stage.calling(direction);
	stage.world.summaries.set(kim.conversation.id, SUMMARY);
	return kim;
};
const NOTHING = `WW${'0'.repeat(32)}`;

describe('a person accepted it', () => {
	test.each(['the flow', '/handoff'])('through %s: the verdict says so, and after how long', async (way) => {
		const kim = calling();
		await stage.handOffCall(kim, way === '/handoff' ? stage.handoffUrl : undefined);
		stage.accept();
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual({ status: 'ok', text: 'A person accepted it after 0 s.', remedy: '' });
		expect(trace.subject).toEqual({
			conversationId: kim.conversation.id,
			callSid: kim.call.sid,
			taskSid: stage.task().sid,
			...(way === 'the flow' && { executionSid: [...stage.world.executions.keys()].at(-1) }),
		});
		expect(textOf(trace)).toMatch(/A call came in from \+\*+\d\d.*put the caller into the queue/s);
		expect(wrongIn(trace)).toEqual([]);
	});

	test('a call the virtual agent placed, through /handoff', async () => {
		const kim = calling('outbound-api');
		await stage.handOffCall(kim, stage.handoffUrl);
		stage.accept();
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict.status).toBe('ok');
		expect(textOf(trace)).toContain('The virtual agent called +*********');
	});

	test('and the caller hung up afterwards: still a good handoff', async () => {
		const kim = calling();
		await stage.handOffCall(kim);
		stage.accept();
		await stage.emulator.phone.hangUp(kim.call);
		expect((await stage.trace(kim.call.sid)).verdict.status).toBe('ok');
	});
});

describe('no handoff at all', () => {
	test('the call merely ended', async () => {
		const kim = calling();
		await stage.emulator.phone.endConversationRelay(kim.call, { actionUrl: stage.webhookUrl });
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict).toMatchObject({
			status: 'ok',
			text: expect.stringMatching(/^This was no handoff/),
		});
		expect(wrongIn(trace)).toEqual([]);
	});

	test('the call merely ended, with /handoff as its action URL', async () => {
		const kim = calling();
		await stage.emulator.phone.endConversationRelay(kim.call, { actionUrl: stage.handoffUrl });
		expect((await stage.trace(kim.call.sid)).verdict.text).toMatch(/^This was no handoff/);
	});

	test('the virtual agent had begun one when the session ended', async () => {
		const kim = calling();
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
		const trace = await stage.trace(calling().call.sid);
		expect(trace.verdict).toMatchObject({ status: 'wrong', text: 'No handoff of the call can be seen.' });
	});
});

describe('Studio refuses a call that the virtual agent placed', () => {
	test('and the call’s requests tell', async () => {
		const kim = calling('outbound-api');
		await stage.handOffCall(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual({
			status: 'wrong',
			text: 'Studio refused the call, because the virtual agent had placed it.',
			consequence: expect.stringMatching(/application error/),
			remedy: expect.stringMatching(/\/handoff .*action URL/),
		});
		expect(wrongIn(trace)).toHaveLength(1);
	});

	test('and they cannot be seen yet', async () => {
		const kim = calling('outbound-api');
		await stage.handOffCall(kim);
		stage.world.callEvents.delete(kim.call.sid);
		expect((await stage.trace(kim.call.sid)).verdict.text).toMatch(/^Studio most likely refused the call/);
	});
});

describe('the call does not get into the queue', () => {
	test('no such workflow: the caller heard an apology', async () => {
		stage.publish({ workflowSid: NOTHING });
		const kim = calling();
		await stage.handOffCall(kim);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: 'Flex did not take the handoff (Send to Flex failed).',
			consequence: expect.stringMatching(/apology/),
			remedy: expect.stringMatching(/TWILIO_FLEX_WORKFLOW_SID/),
		});
	});

	test('no such workflow: the fallback number answered', async () => {
		stage.publish({ workflowSid: NOTHING, fallbackNumber: FALLBACK_NUMBER });
		const kim = calling();
		await stage.handOffCall(kim);
		await stage.emulator.phone.hangUp(kim.call);
		const { verdict } = await stage.trace(kim.conversation.id);
		expect(verdict).toMatchObject({
			text: expect.stringMatching(/Send to Flex failed/),
			consequence: 'The fallback number answered the caller instead.',
		});
	});

	test('/handoff lacks its workflow', async () => {
		const kim = calling();
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
		const kim = calling();
		stage.workflowSid = NOTHING;
		await stage.handOffCall(kim, stage.handoffUrl);
		stage.workflowSid = stage.world.workflowSid;
		const { verdict } = await stage.trace(kim.call.sid);
		expect(verdict.text).toBe('The queue did not take the call (QueueResult system-error).');
	});

	test('nothing answers at the action URL', async () => {
		const kim = calling();
		await stage.handOffCall(kim, `${stage.functionsUrl}/gone?token=secret`);
		const trace = await stage.trace(kim.call.sid);
		expect(trace.verdict).toMatchObject({
			status: 'wrong',
			text: expect.stringMatching(/\/gone answered 404 when Twilio asked about the call/),
			consequence: expect.stringMatching(/application error/),
		});
		expect(JSON.stringify(trace)).not.toContain('secret');
	});

	test('nobody can tell where it went', async () => {
		const kim = calling();
		await stage.release(kim.conversation);
		const { verdict } = await stage.trace(kim.call.sid);
		expect(verdict.text).toMatch(/neither into the flow nor into the queue/);
	});
});

test('the caller hangs up while waiting', async () => {
	const kim = calling();
	await stage.handOffCall(kim);
	await stage.emulator.phone.hangUp(kim.call);
	const trace = await stage.trace(kim.call.sid);
	expect(trace.verdict).toMatchObject({
		status: 'wrong',
		text: 'The customer hung up while waiting for a person, after 0 s.',
		consequence: expect.stringMatching(/offered to nobody/),
	});
	expect(wrongIn(trace)).toHaveLength(1);
});
