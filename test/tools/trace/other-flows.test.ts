/** The agent hands over through another flow than the `.env` of whoever traces it names. */

import { sid } from '../../../emulator/core/sids';
import { addFlow } from '../../../emulator/products/studio/flows';
import { MisconfiguredError } from '../../../src/http/errors';
import { fromTwilio } from '../../../src/twilio/errors';
import { flow, nothingLive } from '../../support/account-view';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
afterEach(() => {
	stage.emulator.faults.clear();
	stage.failing = undefined;
	stage.publish();
});

const FLOWS = { path: '/v2/Flows' };

/** A customer handed over through a flow that is not the one of `.env` when it is traced. */
async function throughAnother(chat: 'active' | 'closed' = 'active') {
	const kim = stage.texting();
	kim.classicConversation.state = chat;
	await stage.handOffChat(kim);
	const flowSid = stage.flowSid;
	stage.publish();
	return { ...kim, flowSid, executionSid: stage.executionSid };
}

describe('another flow ran', () => {
	test('and a person accepted: its steps are there, and which flow it was', async () => {
		const { conversation, flowSid, executionSid } = await throughAnother();
		stage.accept();
		for (const id of [conversation.id, executionSid, stage.task().sid]) {
			const trace = await stage.trace(id);
			expect(trace.verdict).toEqual(ACCEPTED);
			expect(trace.subject).toMatchObject({ executionSid, taskSid: stage.task().sid });
			expect(textOf(trace)).toContain(
				`It was the Studio flow "flow" (${flowSid}) that ran. This .env names ${stage.flowSid}`,
			);
			expect(textOf(trace)).not.toContain('No flow ran');
		}
	});

	test('and failed: that is what went wrong', async () => {
		const { conversation, executionSid } = await throughAnother('closed');
		const trace = await stage.trace(conversation.id);
		expect(trace.subject.executionSid).toBe(executionSid);
		expect(trace.verdict.text).toBe('The chat is closed.');
	});

	test('on a call', async () => {
		const kim = stage.calling();
		await stage.handOffCall(kim);
		stage.publish();
		expect((await stage.trace(kim.call.sid)).subject.executionSid).toBe(stage.executionSid);
		stage.world.conversations.delete(kim.conversation.id);
		expect((await stage.trace(kim.call.sid)).subject.executionSid).toBe(stage.executionSid);
	});

	test.each([
		['FWxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'TWILIO_STUDIO_HANDOFF_FLOW_SID in this .env is malformed.'],
		['', 'This .env names none.'],
		[`FW${'0'.repeat(32)}`, `This .env names FW${'0'.repeat(32)}`],
	])('the setting is %j', async (setting, told) => {
		const { conversation, executionSid } = await throughAnother();
		stage.flowSid = setting;
		const trace = await stage.trace(conversation.id);
		expect(trace.subject.executionSid).toBe(executionSid);
		expect(textOf(trace)).toContain(told);
		expect(wrongIn(trace)).toEqual([]);
	});

	test('and the one of .env cannot be read', async () => {
		const { conversation, executionSid } = await throughAnother();
		const match = { path: `/v2/Flows/${stage.flowSid}/Executions` };
		stage.emulator.faults.add({ match, fault: { status: 500 } });
		const trace = await stage.trace(conversation.id);
		expect(trace.subject.executionSid).toBe(executionSid);
		expect(textOf(trace)).toContain('Twilio answered 500 (listing the flow’s executions)');
	});

	test('and yet another one cannot be read: nothing is missing', async () => {
		const another = stage.flowSid;
		stage.publish();
		const { conversation, executionSid } = await throughAnother();
		const match = { path: `/v2/Flows/${another}/Executions` };
		stage.emulator.faults.add({ match, fault: { status: 500 } });
		const { subject, entries } = await stage.trace(conversation.id);
		expect(subject.executionSid).toBe(executionSid);
		expect(entries.filter(({ status }) => status === 'unreadable')).toEqual([]);
	});

	test('the flow of .env is not said to be another', async () => {
		const { conversation } = await stage.handedOver();
		expect(textOf(await stage.trace(conversation.id))).not.toContain('that ran');
	});
});

describe('the other flows cannot be searched', () => {
	test.each([500, 403])('their list answers %d: nobody claims that none ran', async (status) => {
		const { conversation } = await throughAnother();
		stage.emulator.faults.add({ match: FLOWS, fault: { status } });
		const trace = await stage.trace(conversation.id);
		expect(textOf(trace)).toContain(`The flow ${stage.flowSid} did not run it; others were not searched.`);
		expect(textOf(trace)).not.toContain('No flow ran');
		expect(trace.verdict.status).toBe('ok');
	});

	test('nothing came to the queue: it is not said that no flow started', async () => {
		const { conversation } = await throughAnother('closed');
		stage.emulator.faults.add({ match: FLOWS, fault: { status: 500 } });
		const trace = await stage.trace(conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(trace.verdict.status).toBe('unknown');
		expect(textOf(trace)).toContain(`The flow ${stage.flowSid} did not run it; others were not searched.`);
	});

	test('one of them cannot be read', async () => {
		const { conversation, flowSid } = await throughAnother('closed');
		const match = { path: `/v2/Flows/${flowSid}/Executions` };
		stage.emulator.faults.add({ match, fault: { status: 500 } });
		const trace = await stage.trace(conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toContain('Twilio answered 500 (listing the flow’s executions)');
		expect(textOf(trace)).toContain(
			`The flow ${stage.flowSid} did not run it; not all others could be searched.`,
		);
	});

	test('the participants cannot be read, and so whose executions to look for', async () => {
		const { conversation } = await throughAnother('closed');
		stage.emulator.faults.add({ match: { path: /\/Participants$/ }, fault: { status: 500 } });
		const trace = await stage.trace(conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toContain('others were not searched');
	});

	test('there are too many of them', async () => {
		const { conversation } = await throughAnother('closed');
		const { flows } = stage.world;
		const [published] = [...flows.values()].at(-1)?.revisions ?? [];
		if (!published) throw new Error('there is no flow');
		const many = Array.from({ length: 51 }, () => addFlow(stage.world, published.definition).sid);
		const trace = await stage.trace(conversation.id);
		for (const each of many) flows.delete(each);
		expect(trace.verdict).toEqual({
			status: 'unknown',
			text: `The flow ${stage.flowSid} did not run it; not all others could be searched.`,
			advice: expect.stringMatching(/npm run doctor -- --conversation FN….*virtual agent’s log/),
		});
	});

	test('a call: where it went cannot be told', async () => {
		const kim = stage.calling();
		await stage.release(kim.conversation);
		stage.emulator.faults.add({ match: FLOWS, fault: { status: 500 } });
		const trace = await stage.trace(kim.call.sid);
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toContain('The virtual agent let the call go; where it went cannot be told.');
	});

	test('no flow is set: that is not said to be the reason', async () => {
		const { conversation } = await throughAnother('closed');
		stage.flowSid = '';
		stage.emulator.faults.add({ match: FLOWS, fault: { status: 500 } });
		const trace = await stage.trace(conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toContain('This .env names no flow; others were not searched.');
	});

	test('the flow is gone: that is not said to be the reason', async () => {
		const { conversation } = await throughAnother('closed');
		stage.flowSid = sid('FW');
		stage.emulator.faults.add({ match: FLOWS, fault: { status: 500 } });
		const trace = await stage.trace(conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toContain(`Studio has no flow ${stage.flowSid}; others were not searched.`);
	});
});

describe('no flow is set, and the project looks for one of its name', () => {
	afterEach(() => {
		stage.flowByName = nothingLive.flow;
	});

	test('it is the one that ran', async () => {
		const { conversation } = await stage.handedOver();
		const ours = { ...flow, sid: stage.flowSid };
		stage.flowByName = async () => ours;
		stage.flowSid = '';
		expect(textOf(await stage.trace(conversation.id))).not.toContain('that ran');
	});

	test('it is not the one that ran', async () => {
		const { conversation } = await throughAnother();
		const ours = { ...flow, sid: stage.flowSid };
		stage.flowByName = async () => ours;
		stage.flowSid = '';
		const told = textOf(await stage.trace(conversation.id));
		expect(told).toContain(`This .env names none, and the flow of this project’s name is ${ours.sid}.`);
	});

	test('several have the name', async () => {
		const { conversation, executionSid } = await throughAnother();
		stage.flowByName = async () => {
			throw new MisconfiguredError('TWILIO_STUDIO_HANDOFF_FLOW_SID', 'is not set, and two have the name');
		};
		stage.flowSid = '';
		const trace = await stage.trace(conversation.id);
		expect(trace.subject.executionSid).toBe(executionSid);
		expect(trace.entries.filter(({ status }) => status === 'unreadable')).toEqual([]);
	});

	test('it cannot be read: no flow is said to be another', async () => {
		const { conversation, executionSid } = await throughAnother();
		stage.flowByName = async () => {
			throw fromTwilio('listing the flows', new Error('no answer'));
		};
		stage.flowSid = '';
		const trace = await stage.trace(conversation.id);
		expect(trace.subject.executionSid).toBe(executionSid);
		expect(textOf(trace)).not.toContain('that ran');
		const waiting = stage.texting();
		await stage.release(waiting.conversation);
		const { verdict } = await stage.trace(waiting.conversation.id);
		expect(verdict.status).toBe('unknown');
		expect(textOf(await stage.trace(waiting.conversation.id))).toContain(
			'Which flow is meant cannot be told.',
		);
	});
});
