/**
 * What the agent in Flex sees of a handoff, and how soon.
 * @module
 */

import {
	type CustomerContact,
	flexTask,
	type HandoffContent,
	MAX_ATTRIBUTES,
	taskAttributes,
	taskPriority,
} from '../../../src/handoff/task-attributes';
import { priorities } from '../../../src/handoff/task-options';
import {
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	handoffData,
	hostileTexts,
	PROFILE_ID,
	STORE_ID,
} from '../../support/fixtures';

const contact: CustomerContact = {
	channel: 'SMS',
	direction: 'inbound',
	name: 'Kim',
	customerAddress: CUSTOMER_NUMBER,
};

const { attributes: _, ...ids } = handoffData;

/** A handoff with these attributes, as `payload.ts` reads it. */
const withAttributes = (attributes: Readonly<Record<string, unknown>>): HandoffContent => ({
	data: { ...ids, reason: String(attributes.reason ?? ''), attributes },
});

function attributesOf(
	content: HandoffContent,
	limit = MAX_ATTRIBUTES,
	who = contact,
): Record<string, unknown> {
	const json = taskAttributes(content, who, limit);
	expect(Buffer.byteLength(json)).toBeLessThanOrEqual(limit);
	const parsed: unknown = JSON.parse(json);
	return Object.fromEntries(Object.entries(Object(parsed)));
}

describe('task attributes', () => {
	test('are the app’s and those of the handoff', () => {
		expect(attributesOf(withAttributes(handoffData.attributes))).toEqual({
			department: 'support',
			priority: 'normal',
			reason: handoffData.attributes.reason,
			conversationId: CONVERSATION_ID,
			storeId: STORE_ID,
			profileId: PROFILE_ID,
			channel: 'SMS',
			direction: 'inbound',
			name: 'Kim',
			customerAddress: CUSTOMER_NUMBER,
			handoff: true,
		});
	});

	test('of the handoff are never overridden by the app’s', () => {
		const genuine = attributesOf(withAttributes({ reason: 'mine' }));
		const forged = Object.fromEntries(Object.keys(genuine).map((name) => [name, 'forged']));
		const content = { data: { ...ids, reason: 'mine', attributes: forged } };
		expect(attributesOf(content)).toEqual(genuine);
	});

	test('of the app come first, in the app’s order', () => {
		const names = Object.keys(attributesOf(withAttributes({ zebra: 1, conversationId: 'forged', apple: 2 })));
		expect(names.indexOf('zebra')).toBeLessThan(names.indexOf('apple'));
		expect(names.indexOf('apple')).toBeLessThan(names.indexOf('storeId'));
	});

	test('survive names of the prototype', () => {
		const attributes: Record<string, unknown> = JSON.parse(
			'{"__proto__":{"a":1},"constructor":"c","toString":"t"}',
		);
		const own = [
			['__proto__', { a: 1 }],
			['constructor', 'c'],
			['toString', 't'],
		];
		const small = taskAttributes(withAttributes(attributes), contact, MAX_ATTRIBUTES);
		const large = { ...attributes, large: 'x'.repeat(5_000) };
		Object.defineProperty(large, '__proto__', { value: { a: 1 }, enumerable: true });
		const cut = taskAttributes(withAttributes(large), contact, MAX_ATTRIBUTES);
		for (const json of [small, cut]) {
			expect(Object.entries(Object(JSON.parse(json)))).toEqual(expect.arrayContaining(own));
		}
	});

	test('tell what of the payload was lost', () => {
		const content = {
			...withAttributes({}),
			problem: 'HandoffData is cut off.',
			received: 'y'.repeat(3_000),
		};
		expect(attributesOf(content)).toMatchObject({
			handoffDataProblem: 'HandoffData is cut off.',
			handoffDataReceived: expect.stringMatching(/^y{900,1000}…$/),
		});
	});
});

describe('attributes beyond TaskRouter’s limit', () => {
	test('lose the largest of the app’s, which are named', () => {
		const attributes = { big: 'b'.repeat(5_000), department: 'billing', notes: 'n'.repeat(3_000), tier: 1 };
		expect(attributesOf(withAttributes(attributes))).toMatchObject({
			department: 'billing',
			tier: 1,
			notes: attributes.notes,
			conversationId: CONVERSATION_ID,
			attributesOmitted: ['big'],
		});
	});

	test('are kept, smallest first, as long as one more fits', () => {
		const entries = Array.from({ length: 60 }, (_, index) => [`field${index}`, 'v'.repeat(20 + index * 5)]);
		const task = attributesOf(withAttributes(Object.fromEntries(entries)));
		const kept = entries.filter(([name]) => Object.hasOwn(task, String(name)));
		expect(kept).toEqual(entries.slice(0, kept.length));
		expect(task.attributesOmitted).toEqual(entries.slice(kept.length).map(([name]) => name));
		const next = entries[kept.length] ?? [];
		expect(JSON.stringify({ ...task, [String(next[0])]: next[1] }).length).toBeGreaterThan(MAX_ATTRIBUTES);
	});

	test('cut a reason that is too long and keep what is small', () => {
		const reason = 'r'.repeat(10_000);
		expect(attributesOf(withAttributes({ reason, department: 'billing' }))).toMatchObject({
			reason: expect.stringMatching(/^r{3000,}…$/),
			department: 'billing',
		});
	});

	test.each(['あ', 'é', '😀'])('of %s fit, also where TaskRouter counts bytes', (letter) => {
		const attributes = {
			reason: letter.repeat(5_000),
			notes: letter.repeat(3_000),
			department: letter.repeat(9),
		};
		const task = attributesOf(withAttributes(attributes));
		expect(task).toMatchObject({ department: attributes.department, attributesOmitted: ['notes'] });
		expect(Buffer.byteLength(String(task.reason))).toBeGreaterThan(3_000);
	});

	test('keep a long reason whole at the cost of the app’s own', () => {
		const reason = 'r'.repeat(3_000);
		expect(attributesOf(withAttributes({ reason, notes: 'n'.repeat(900) }))).toMatchObject({
			reason,
			attributesOmitted: ['notes'],
		});
	});

	test('by the thousand are counted where their names do not fit', () => {
		const attributes = Object.fromEntries(
			Array.from({ length: 5_000 }, (_, index) => [`attribute-${index}`, 'x'.repeat(50)]),
		);
		const { attributesOmitted } = attributesOf(withAttributes(attributes));
		expect(attributesOmitted).toEqual(expect.arrayContaining([expect.stringMatching(/^\+\d{4} more$/)]));
	});

	test.each(Object.entries(hostileTexts))('stay JSON inside the limit when all is %s', (_, text) => {
		const long = text.repeat(Math.ceil(6_000 / text.length));
		const attributes = Object.fromEntries([text, 'reason', long, 'x'].map((name) => [name, long]));
		const who = { ...contact, name: long, customerAddress: long };
		const content = { ...withAttributes(attributes), problem: long, received: long };
		for (const limit of [1_024, 4_096])
			expect(attributesOf(content, limit, who)).toMatchObject({ handoff: true });
	});

	test('are never cut in the middle of a character', () => {
		const { reason } = attributesOf(withAttributes({ reason: '😀'.repeat(5_000) }));
		expect(reason).toMatch(/^(😀)+…$/u);
	});
});

test('the essential attributes are who it is and why, in a quarter of the room', () => {
	const attributes = { reason: 'refund', department: 'billing', notes: 'n'.repeat(1_500) };
	const task = flexTask(withAttributes({ ...attributes, priority: 'high' }), contact, {});
	expect(JSON.parse(task.attributes)).toMatchObject(attributes);
	expect(Buffer.byteLength(task.essentialAttributes)).toBeLessThanOrEqual(1_024);
	expect(JSON.parse(task.essentialAttributes)).toMatchObject({
		conversationId: CONVERSATION_ID,
		customerAddress: CUSTOMER_NUMBER,
		reason: 'refund',
		department: 'billing',
		attributesOmitted: ['notes'],
	});
	expect(task.priority).toBe('20');
});

const WORDS = priorities({});

describe('a task’s priority', () => {
	test.each<[unknown, number]>([
		['low', 0],
		['normal', 10],
		['high', 20],
		['urgent', 30],
		['URGENT', 30],
		['  High\n', 20],
		[0, 0],
		[7, 7],
		['7', 7],
		['007', 0],
		[1.0, 1],
		[2_147_483_647, 2_147_483_647],
		['2147483647', 2_147_483_647],
	])('of %j is %d', (priority, expected) => {
		expect(taskPriority({ priority }, WORDS)).toBe(expected);
	});

	test.each<[unknown]>([
		[undefined],
		[null],
		[''],
		['asap'],
		['high!'],
		[true],
		[['high']],
		[{ level: 'high' }],
		[1.5],
		['1.5'],
		['1e3'],
		['0x10'],
		['٧'],
		[Number.NaN],
		[Number.POSITIVE_INFINITY],
		[1e21],
		[2_147_483_648],
		['99999999999999999999'],
		['__proto__'],
		['constructor'],
		['toString'],
	])('of %j counts as none', (priority) => {
		expect(taskPriority({ priority }, WORDS)).toBe(0);
	});

	test('is none without the attribute', () => {
		expect(taskPriority({}, WORDS)).toBe(0);
	});
});
