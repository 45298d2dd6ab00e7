/**
 * TAC's payload: strict for messaging, forgiving on a live call.
 * @module
 */
import * as payload from '../../../src/handoff/payload';
import { failureOf } from '../../support/fakes';
import { CONVERSATION_ID, handoffData, hostileTexts } from '../../support/fixtures';

const FIELD = 'Parameters.HandoffData';
const nothing = { conversationId: '', storeId: '', profileId: '', reason: '', attributes: {} };
const read = { ...handoffData, reason: handoffData.attributes.reason };
const { parseJsonObject, parseHandoffDataLeniently } = payload;

/** A messaging payload as it is read: an object, or its JSON text. */
const parseHandoffData = (value: unknown, field: string) =>
	payload.parseHandoffData(parseJsonObject(value, field), field);
/** A call's payload has been parsed when it gets here. */
const salvage = (value: unknown) =>
	parseHandoffDataLeniently(typeof value === 'string' ? JSON.parse(value) : value);

describe('both readers of HandoffData', () => {
	test.each<[string, unknown]>([
		['an object', handoffData],
		['its JSON', JSON.stringify(handoffData)],
		['its JSON with spaces', ` \n${JSON.stringify(handoffData, null, 2)}\t`],
	])('take %s', (_, value) => {
		expect(parseHandoffData(value, FIELD)).toEqual(read);
		expect(salvage(value)).toEqual({ data: read, problems: [] });
	});

	test('take every field that is not TAC’s for an attribute; the app’s own attributes win', () => {
		const value = { ...handoffData, version: 2, department: 'forged' };
		const expected = { ...read, attributes: { ...handoffData.attributes, version: 2 } };
		expect(parseHandoffData(value, FIELD)).toEqual(expected);
		expect(salvage(value)).toEqual({ data: expected, problems: [] });
	});

	test.each([
		['null', { storeId: null, profileId: null, attributes: null }],
		['left out', {}],
	])('take everything but the id as empty when it is %s', (_, rest) => {
		const value = { conversationId: CONVERSATION_ID, ...rest };
		const expected = { ...nothing, conversationId: CONVERSATION_ID };
		expect(parseHandoffData(value, FIELD)).toEqual(expected);
		expect(salvage(value)).toEqual({ data: expected, problems: [] });
	});

	test.each(Object.entries(hostileTexts))('keep %s as they are', (_, text) => {
		const value = JSON.stringify({
			...handoffData,
			profileId: text,
			attributes: { [text]: text, reason: text },
		});
		const expected = { profileId: text, attributes: { [text]: text, reason: text } };
		expect(parseHandoffData(value, FIELD)).toMatchObject(expected);
		expect(salvage(value)).toMatchObject({ data: expected, problems: [] });
	});

	test('change no prototype, whatever the attributes are called', () => {
		const attributes =
			'{"__proto__":{"reason":"polluted"},"constructor":{"prototype":{"reason":"polluted"}}}';
		const value = `{"conversationId":"${CONVERSATION_ID}","__proto__":{"storeId":"polluted"},"attributes":${attributes}}`;
		const { data } = salvage(value);
		expect(data).toEqual(parseHandoffData(value, FIELD));
		expect(JSON.stringify(data.attributes)).toBe(attributes);
		expect(data.attributes.reason).toBeUndefined();
		expect(data.storeId).toBe('');
		expect(Reflect.get({}, 'reason')).toBeUndefined();
	});
});

describe('HandoffData that cannot be understood', () => {
	test.each<[string, unknown, string, RegExp]>([
		['nothing', undefined, FIELD, /required/],
		['null', null, FIELD, /required/],
		['an empty text', '', FIELD, /required/],
		['broken JSON', '{"conversationId":', FIELD, /valid JSON/],
		['JSON with more behind it', `${JSON.stringify(handoffData)}}`, FIELD, /valid JSON/],
		['JSON of null', 'null', FIELD, /JSON object/],
		['JSON of text', '"text"', FIELD, /JSON object/],
		['JSON in JSON', JSON.stringify(JSON.stringify(handoffData)), FIELD, /JSON object/],
		['a list', [handoffData], FIELD, /JSON object/],
		['a number', 7, FIELD, /JSON object/],
		['no id', {}, `${FIELD}.conversationId`, /required/],
		['a hostile id', { conversationId: '../..' }, `${FIELD}.conversationId`, /not a Conversations v2 ID/],
		['a store that is a number', { ...handoffData, storeId: 7 }, `${FIELD}.storeId`, /string/],
		['a profile that is an object', { ...handoffData, profileId: {} }, `${FIELD}.profileId`, /string/],
		[
			'attributes that are text',
			{ ...handoffData, attributes: '{"reason":"x"}' },
			`${FIELD}.attributes`,
			/JSON object/,
		],
		['attributes that are a list', { ...handoffData, attributes: [1] }, `${FIELD}.attributes`, /JSON object/],
	])('is refused for messaging, the field named: %s', async (_, value, field, message) => {
		const error = await failureOf(() => parseHandoffData(value, FIELD));
		expect(error).toMatchObject({
			status: 400,
			code: 'invalid_request',
			field,
			message: expect.stringMatching(message),
		});
		expect(error).toMatchObject({ message: expect.stringContaining(field) });
	});

	test.each<[string, unknown, object]>([
		['broken JSON', '{"conversationId":', nothing],
		['a sentence', 'a person, please', nothing],
		['a list, as of a parameter sent twice', ['{}', '{}'], nothing],
		['a store that is a number', { ...handoffData, storeId: 7 }, { ...read, storeId: '' }],
		['a profile that is a list', { ...handoffData, profileId: [] }, { ...read, profileId: '' }],
		[
			'attributes that are text',
			{ ...handoffData, attributes: 'x' },
			{ ...read, reason: '', attributes: {} },
		],
	])('on a call, costs no more than itself: %s', (_, value, data) => {
		const salvaged = parseHandoffDataLeniently(value);
		expect(salvaged.data).toEqual(data);
		expect(salvaged.problems).toHaveLength(1);
		expect(salvaged.problems[0]).toMatch(/^HandoffData/);
	});

	test('on a call, is reported field by field', () => {
		const { data, problems } = parseHandoffDataLeniently({ storeId: 2, profileId: 3, attributes: 4 });
		expect(data).toEqual(nothing);
		expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
			'HandoffData.storeId',
			'HandoffData.profileId',
			'HandoffData.attributes',
		]);
	});
});

test('a JSON text a megabyte long, or nested ten thousand deep, is read or refused without a crash', async () => {
	expect(parseJsonObject(`{"a":"${'x'.repeat(1_000_000)}"}`, 'Parameters')).toMatchObject({
		a: expect.any(String),
	});
	expect(await failureOf(() => parseJsonObject('['.repeat(10_000), 'Parameters'))).toMatchObject({
		code: 'invalid_request',
	});
	expect(parseHandoffDataLeniently('{"a":'.repeat(10_000)).problems).toHaveLength(1);
});
