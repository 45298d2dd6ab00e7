/**
 * What the agent sees of a call: the same by the flow and by `/handoff`, and JSON also when the flow writes it itself.
 * @module
 */
import { parseTwiml } from '../../../emulator/products/voice/twiml';
import { answerCallback } from '../../../src/handoff/voice';
import { callForm, handoffData, settings } from '../../support/fixtures';
import { randomAttributes, texts } from '../support/attributes';
import { CannedFunctions, deployed, taskIn } from './support/account';

const functions = new CannedFunctions();
beforeAll(() => functions.start());
afterAll(() => functions.stop());

describe('the flow and /handoff make the same task', () => {
	test.each<[string, Record<string, string>]>([
		['of what an app usually sends', {}],
		['of hostile texts', { HandoffData: JSON.stringify({ ...handoffData, attributes: texts }) }],
		[
			'of a priority',
			{ HandoffData: JSON.stringify({ ...handoffData, attributes: { priority: 'urgent' } }) },
		],
		['of a payload that cannot be read', { HandoffData: '{"a": "}""\n{{ x }} </Task> \\' }],
		['of a caller with a name', { CallerName: 'Kim "K" \\ Doe' }],
		['of a caller without a number', { From: 'anonymous' }],
		['of a session that failed', { HandoffData: '', SessionStatus: 'failed', ErrorCode: '39001' }],
	])('%s', async (_, fields) => {
		const params = { ...callForm, ...fields };
		const { callIn } = deployed({ functionsUrl: functions.url });
		const { twiml } = answerCallback({ params, settings, path: '/handoff' });
		expect(taskIn(await callIn(params))).toEqual(taskIn(parseTwiml(twiml)));
	});
});

describe('no Function answers', () => {
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
			// A form has no half characters.
			name: Buffer.from(text).toString(),
			customerAddress: callForm.From,
		});
	});

	test('a hundred payloads by chance: the task is JSON, and it is this caller’s', async () => {
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
		'a payload that is %s still brings a person',
		async (HandoffData) => {
			expect(taskIn(await callIn({ ...callForm, HandoffData })).attributes).toMatchObject({
				conversationId: '',
				reason: '',
				customerAddress: callForm.From,
			});
		},
	);
});
