/**
 * `/handoff` on a live call: valid TwiML, whatever comes. Anything else ends the call with an application error.
 * @module
 */
import { handoffData, hostileTexts } from '../support/fixtures';
import { askAll, type Params, signature, useLocalStack } from '../support/local-stack';
import { expectEnqueue, expectTwiml } from './expectations';

const stage = useLocalStack();

const call = (fields: Params) => stage.post('/handoff', stage.callForm(fields), signature);

/** A call never waits for Twilio's APIs. */
afterEach(() => expect(stage.emulator.requests).toEqual([]));

test('with HandoffData the call is queued, and the task says who, why and how urgent', async () => {
	const attributes = { ...handoffData.attributes, priority: 'urgent' };
	const HandoffData = JSON.stringify({ ...handoffData, attributes });
	const { workflowSid, phoneNumber } = stage.world;
	const [inbound, outbound] = await Promise.all([
		call({ HandoffData }),
		call({ HandoffData, From: phoneNumber, To: '+15005550123', Direction: 'outbound-api' }),
	]);
	const { attributes: _, ...ids } = handoffData;
	const task = {
		...attributes,
		...ids,
		channel: 'VOICE',
		name: '+15005550123',
		customerAddress: '+15005550123',
		handoff: true,
	};
	expect(expectEnqueue(inbound, workflowSid)).toEqual({
		attributes: { ...task, direction: 'inbound' },
		priority: '30',
	});
	expect(expectEnqueue(outbound, workflowSid)).toEqual({
		attributes: { ...task, direction: 'outbound' },
		priority: '30',
	});
});

test('without HandoffData the call ends', async () => {
	const fields: Record<string, Params> = {
		none: {},
		empty: { HandoffData: '' },
		blank: { HandoffData: ' \n' },
		'a caller who hung up on a broken session': { SessionStatus: 'failed', CallStatus: 'completed' },
	};
	const answers = await askAll(fields, async (each) => expectTwiml(await call(each)).map(({ name }) => name));
	for (const verbs of Object.values(answers)) expect(verbs).toEqual(['Hangup']);
});

test('with HandoffData that only ends the call, the call ends', async () => {
	const values = ['call_ended', '"call_ended"', '{"reasonCode":"end-call"}', 'null', 'false', '[]', '""'];
	const answers = await Promise.all(values.map((HandoffData) => call({ HandoffData })));
	for (const answer of answers) expect(expectTwiml(answer).map(({ name }) => name)).toEqual(['Hangup']);
});

test('another agent’s JSON reaches a person, its fields as attributes', async () => {
	const HandoffData = JSON.stringify({
		reasonCode: 'live-agent-handoff',
		summary: 'Wants a refund',
		conversationId: 'their-own-id',
		priority: 'high',
	});
	const { attributes, priority } = expectEnqueue(await call({ HandoffData }), stage.world.workflowSid);
	expect(attributes).toMatchObject({
		reasonCode: 'live-agent-handoff',
		reason: 'Wants a refund',
		conversationId: 'their-own-id',
	});
	expect(attributes).not.toHaveProperty('handoffDataProblem');
	expect(priority).toBe('20');
});

test('a session that failed while the caller is still there reaches a person', async () => {
	const answer = await call({ SessionStatus: 'failed', ErrorCode: '39001' });
	expect(expectEnqueue(answer, stage.world.workflowSid).attributes).toMatchObject({
		handoff: true,
		reason: expect.stringContaining('39001'),
	});
});

test('attributes beyond TaskRouter’s limit: who it is and why first, what did not fit is named', async () => {
	const attributes = { reason: 'r'.repeat(500), notes: 'n'.repeat(5_000), department: 'billing' };
	const HandoffData = JSON.stringify({ ...handoffData, attributes });
	const task = expectEnqueue(await call({ HandoffData }), stage.world.workflowSid);
	expect(JSON.stringify(task.attributes).length).toBeLessThanOrEqual(4_096);
	expect(task.attributes).toMatchObject({
		...{ reason: attributes.reason, department: 'billing', attributesOmitted: ['notes'] },
		conversationId: handoffData.conversationId,
	});
});

describe('with a HandoffData that cannot be read the caller reaches a person, who sees what was lost', () => {
	const unreadable = {
		'no JSON': 'please',
		'half a JSON text': '{"conversationId":"conv_',
		'a JSON list': '[{"reason":"x"}]',
		'a JSON text': '"reason"',
		'a JSON number': '7',
		markup: '</Task></Enqueue><Hangup/>]]>&#0;',
		'control characters': '\u0000\u0007\u001b[31m\u000b\uffff',
	};

	test('one that is no JSON object', async () => {
		const answers = await askAll({ ...unreadable, 'sent twice': ['{}', '{}'] }, (HandoffData) =>
			call({ HandoffData }),
		);
		const lost: Record<string, string> = { ...unreadable, 'sent twice': '["{}","{}"]' };
		for (const [name, answer] of Object.entries(answers)) {
			const { attributes } = expectEnqueue(answer, stage.world.workflowSid);
			expect(attributes).toEqual({
				conversationId: '',
				storeId: '',
				profileId: '',
				reason: '',
				channel: 'VOICE',
				direction: 'inbound',
				name: '+15005550123',
				customerAddress: '+15005550123',
				handoffDataProblem: expect.stringMatching(/^HandoffData /),
				handoffDataReceived: lost[name],
				handoff: true,
			});
		}
	});

	test('a very long one, of which the beginning is kept', async () => {
		const HandoffData = `{"reason":"${'x'.repeat(200_000)}`;
		const answer = await call({ HandoffData });
		const { attributes } = expectEnqueue(answer, stage.world.workflowSid);
		expect(attributes.handoffDataReceived).toMatch(/^\{"reason":"x{900}/);
		expect(answer.text.length).toBeLessThan(4_096);
	});

	test('a readable one with an unreadable part loses only that part', async () => {
		const HandoffData = JSON.stringify({ ...handoffData, storeId: 7, profileId: 7 });
		const { attributes } = expectEnqueue(await call({ HandoffData }), stage.world.workflowSid);
		expect(attributes).toMatchObject({
			...handoffData.attributes,
			conversationId: handoffData.conversationId,
			storeId: '',
			profileId: '',
			handoffDataProblem: expect.stringMatching(/storeId.*profileId/),
		});
	});
});

test('every attribute arrives as it was given, whatever is in it', async () => {
	const texts = Object.values(hostileTexts);
	await Promise.all(
		texts.map(async (text) => {
			const attributes = { [text]: text, reason: text };
			const HandoffData = JSON.stringify({ ...handoffData, attributes });
			const task = expectEnqueue(await call({ HandoffData }), stage.world.workflowSid);
			expect(task.attributes).toMatchObject(attributes);
		}),
	);
});

test('a caller is queued, whoever calls', async () => {
	const markup = '"><Hangup/>&\u0000';
	const callers: Record<string, readonly [fields: Params, attributes: object]> = {
		'a withheld number': [{ From: 'anonymous' }, { customerAddress: 'anonymous', name: 'anonymous' }],
		'no number at all': [{ From: '' }, { customerAddress: '', name: '' }],
		'a number sent twice': [{ From: ['+15005550123', '+15005550124'] }, { customerAddress: '' }],
		'a name full of markup': [{ CallerName: markup }, { name: markup }],
		'a SIP address': [
			{ From: 'sip:kim@example.com;a="b"' },
			{ customerAddress: 'sip:kim@example.com;a="b"' },
		],
		'an unknown direction': [{ Direction: 'sideways' }, { direction: 'inbound' }],
	};
	const HandoffData = JSON.stringify(handoffData);
	const tasks = await askAll(callers, async ([fields]) => {
		const answer = await call({ ...fields, HandoffData });
		return expectEnqueue(answer, stage.world.workflowSid).attributes;
	});
	for (const [name, [, attributes]] of Object.entries(callers)) expect(tasks[name]).toMatchObject(attributes);
});

test('a call that leaves the queue ends, unless the queue failed it', async () => {
	const results = ['bridged', 'hangup', 'error', 'queue-full'];
	const cases = Object.fromEntries(results.map((QueueResult) => [QueueResult, { QueueResult }]));
	const verbs = await askAll(cases, async (fields) =>
		expectTwiml(await call(fields)).map(({ name }) => name),
	);
	const [over, apology] = [['Hangup'], ['Say', 'Hangup']];
	expect(verbs).toEqual({
		bridged: over,
		hangup: over,
		error: apology,
		'queue-full': apology,
	});
});
