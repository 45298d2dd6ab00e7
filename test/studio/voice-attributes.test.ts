/**
 * The flow and `/handoff` are two ways to the same agent: the same call makes the same task on both.
 * @module
 */
import { parseTwiml } from '../../emulator/twiml';
import { answerCall } from '../../src/handoff/voice';
import { callForm, handoffData, settings, WORKFLOW_SID } from '../fixtures';
import { deployed, taskIn } from './account';
import { attributeTable, noncharacters, priorities, randomAttributes } from './attributes';

const { callIn, world } = deployed({ workflowSid: WORKFLOW_SID });
const [workflow] = world.workflows.values();
if (workflow) world.workflows.set(WORKFLOW_SID, { ...workflow, sid: WORKFLOW_SID });

const withoutPairs = deployed({ liquid: { objectsAsPairs: false } });

async function bothTasks(handoff: unknown, fields: Readonly<Record<string, string>> = {}) {
	const HandoffData = typeof handoff === 'string' ? handoff : JSON.stringify(handoff);
	const form = { ...callForm, ...fields, HandoffData };
	return {
		flow: taskIn(await callIn(form)),
		otherLiquid: taskIn(await withoutPairs.callIn(form)),
		function: taskIn(parseTwiml(answerCall(form, settings, '/handoff').twiml)),
	};
}

async function expectSameTask(handoff: unknown, fields: Readonly<Record<string, string>> = {}) {
	const tasks = await bothTasks(handoff, fields);
	expect(tasks.flow).toEqual(tasks.function);
	expect(tasks.otherLiquid).toEqual(tasks.flow);
	return tasks;
}

describe('the agent sees the same attributes by either way', () => {
	test.each(attributeTable)('%s', async (_, attributes) => {
		const { flow } = await expectSameTask({ ...handoffData, attributes });
		expect(flow.attributes).toMatchObject({
			conversationId: handoffData.conversationId,
			storeId: handoffData.storeId,
			profileId: handoffData.profileId,
			channel: 'VOICE',
			direction: 'inbound',
			name: callForm.From,
			customerAddress: callForm.From,
		});
	});

	test('characters that XML does not have', async () => {
		const attributes = { reason: noncharacters, [noncharacters]: 1 };
		await expectSameTask({ ...handoffData, attributes });
	});

	test('a prototype among the attributes stays an attribute', async () => {
		const [, attributes] = attributeTable.find(([name]) => name === 'names of a prototype') ?? [];
		const { flow } = await expectSameTask({ ...handoffData, attributes });
		expect(Object.getOwnPropertyNames(flow.attributes)).toContain('__proto__');
	});

	test('three hundred payloads by chance', async () => {
		for (let seed = 1; seed <= 300; seed++) {
			const handoff = { ...handoffData, attributes: randomAttributes(seed) };
			const { flow, function: expected } = await bothTasks(handoff);
			expect({ seed, ...flow }).toEqual({ seed, ...expected });
		}
	});
});

describe('the task has the same priority by either way', () => {
	test.each(priorities.map((priority) => [JSON.stringify(priority), priority]))('%s', async (_, priority) => {
		await expectSameTask({ ...handoffData, attributes: { priority } });
	});

	test.each([
		['low', 0],
		['normal', 10],
		['high', 20],
		['urgent', 30],
		[7, 7],
		['nonsense', 0],
	])('%s is %d', async (priority, expected) => {
		const { flow } = await expectSameTask({ ...handoffData, attributes: { priority } });
		expect(flow.priority).toBe(expected);
	});
});

describe('what the payload lacks', () => {
	const { conversationId, storeId, profileId, attributes } = handoffData;
	test.each<[string, object]>([
		['attributes', { conversationId, storeId, profileId }],
		['attributes, which are null', { conversationId, storeId, profileId, attributes: null }],
		['a profile', { conversationId, storeId, profileId: '', attributes }],
		['a profile, which is null', { conversationId, storeId, profileId: null, attributes }],
		['a store', { conversationId, profileId, attributes }],
		['nothing, and has more', { ...handoffData, extra: { a: 1 } }],
	])('%s: is empty for the agent', async (_, handoff) => {
		const { flow } = await expectSameTask(handoff);
		expect(flow.attributes).not.toHaveProperty('handoffDataProblem');
	});
});

describe('who calls', () => {
	test.each<[string, Record<string, string>, string]>([
		['a caller with a name', { CallerName: 'Kim "K" \\ Doe' }, 'Kim "K" \\ Doe'],
		['a caller with an empty name', { CallerName: '' }, callForm.From],
		['a caller without a number', { From: 'anonymous' }, 'anonymous'],
		['a SIP caller', { From: 'sip:kim@example.com' }, 'sip:kim@example.com'],
	])('%s', async (_, fields, name) => {
		const { flow } = await expectSameTask(handoffData, fields);
		expect(flow.attributes).toMatchObject({ name, customerAddress: fields.From ?? callForm.From });
	});
});

describe('a payload that cannot be read still brings a person, who sees what was lost', () => {
	test.each<[string, string]>([
		['no JSON', 'the customer wants a person'],
		['JSON cut short', JSON.stringify(handoffData).slice(0, -9)],
		['hostile text', '{"a": "}""\n{{ x }} </Task> \\'],
		['an array', '[1]'],
		['a number', '7'],
		['a text', '"handoff"'],
		['null', 'null'],
		['an empty object', '{}'],
		['very long', `{${'x'.repeat(5_000)}`],
		['no conversation', JSON.stringify({ ...handoffData, conversationId: undefined })],
		['an empty conversation', JSON.stringify({ ...handoffData, conversationId: '' })],
		['a conversation that is null', JSON.stringify({ ...handoffData, conversationId: null })],
		['attributes that are an array', JSON.stringify({ ...handoffData, attributes: ['high'] })],
		['attributes that are a text', JSON.stringify({ ...handoffData, attributes: '{"reason":"x"}' })],
		['attributes that are a number', JSON.stringify({ ...handoffData, attributes: 7 })],
	])('%s', async (_, handoff) => {
		const { flow, function: expected, otherLiquid } = await bothTasks(handoff);
		const lost = { handoffDataProblem: expect.stringMatching(/HandoffData/) };
		expect(flow.attributes).toEqual({ ...Object(expected.attributes), ...lost });
		expect(flow.priority).toBe(expected.priority);
		expect(otherLiquid).toEqual(flow);
	});

	test('very long, of two-unit characters: cut, and no half one breaks the task', async () => {
		const handoff = `{${'😀'.repeat(5_000)}`;
		const { flow } = await bothTasks(handoff);
		expect(flow.attributes).toMatchObject({ handoffDataReceived: expect.stringMatching(/^\{(😀){100}/u) });
		expect(JSON.stringify(flow.attributes).length).toBeLessThan(4_096);
	});
});
