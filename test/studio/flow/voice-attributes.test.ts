/**
 * The attributes of a call's task: the same from the flow and from `/handoff`, and valid JSON also when the flow writes it.
 * @module
 */
import { parseTwiml } from '../../../emulator/products/voice/twiml';
import { answerCallback } from '../../../src/handoff/voice';
import { useCannedFunctions } from '../../support/canned-functions';
import { callForm, handoffData, settings } from '../../support/fixtures';
import { randomAttributes, texts } from '../../support/hostile-attributes';
import { deployed, taskIn } from '../../support/studio-account';

const functions = useCannedFunctions();

describe('the flow and /handoff create the same task', () => {
	test.each<[string, Record<string, string>]>([
		['for what an app usually sends', {}],
		['for hostile texts', { HandoffData: JSON.stringify({ ...handoffData, attributes: texts }) }],
		[
			'for a priority',
			{ HandoffData: JSON.stringify({ ...handoffData, attributes: { priority: 'urgent' } }) },
		],
		['for an invalid payload', { HandoffData: '{"a": "}""\n{{ x }} </Task> \\' }],
		['for a caller with a name', { CallerName: 'Kim "K" \\ Doe' }],
		['for a caller without a number', { From: 'anonymous' }],
		['for a session that failed', { HandoffData: '', SessionStatus: 'failed', ErrorCode: '39001' }],
	])('%s', async (_, fields) => {
		const params = { ...callForm, ...fields };
		const { callIn } = deployed({ functionsUrl: functions.url });
		const { twiml } = await answerCallback({ params, settings, path: '/handoff' }, async () => '');
		expect(taskIn(await callIn(params))).toEqual(taskIn(parseTwiml(twiml)));
	});
});

describe('when no Function responds', () => {
	const { callIn } = deployed();
	const attributesOf = async (payload: object, fields: Readonly<Record<string, string>> = {}) => {
		const { attributes } = taskIn(
			await callIn({ ...callForm, ...fields, HandoffData: JSON.stringify(payload) }),
		);
		return attributes;
	};

	test.each(Object.entries(texts))('%s stays a text in the task', async (_, text) => {
		const { storeId, ...rest } = handoffData;
		const payload = { ...rest, storeId: text, profileId: text, attributes: { reason: text, other: text } };
		expect(await attributesOf(payload, { CallerName: text })).toEqual({
			handoff: true,
			conversationId: handoffData.conversationId,
			storeId: text,
			profileId: text,
			reason: text,
			channel: 'VOICE',
			direction: 'inbound',
			// A form cannot carry a lone surrogate.
			name: Buffer.from(text).toString(),
			customerAddress: callForm.From,
		});
	});

	test('a hundred random payloads give a task with valid JSON and this caller’s fields', async () => {
		for (let seed = 1; seed <= 100; seed++) {
			const attributes = randomAttributes(seed);
			expect({ seed, ...Object(await attributesOf({ ...handoffData, attributes })) }).toMatchObject({
				seed,
				conversationId: handoffData.conversationId,
				profileId: handoffData.profileId,
				customerAddress: callForm.From,
			});
		}
	});

	test.each(['the customer wants a person', '[1]', '7', '"text"', '{"half": ', '{}', 'null'])(
		'the invalid payload %s still gives a task',
		async (HandoffData) => {
			expect(taskIn(await callIn({ ...callForm, HandoffData })).attributes).toMatchObject({
				conversationId: '',
				reason: '',
				customerAddress: callForm.From,
			});
		},
	);
});
