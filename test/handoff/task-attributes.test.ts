/**
 * What the person in Flex sees, and how soon.
 * @module
 */
import { type CustomerContact, taskAttributes, taskPriority } from '../../src/handoff/task-attributes';
import { CONVERSATION_ID, CUSTOMER_NUMBER, handoffData, PROFILE_ID, STORE_ID } from '../fixtures';

const contact: CustomerContact = {
	channel: 'SMS',
	direction: 'inbound',
	name: 'Kim',
	customerAddress: CUSTOMER_NUMBER,
};

describe('task attributes', () => {
	test('are the app’s and those of the handoff', () => {
		expect(taskAttributes(handoffData, contact)).toEqual({
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
		});
	});

	test('of the handoff are never overridden by the app’s', () => {
		const genuine = taskAttributes({ ...handoffData, attributes: {} }, contact);
		const forged = Object.fromEntries(Object.keys(genuine).map((name) => [name, 'forged']));
		expect(taskAttributes({ ...handoffData, attributes: forged }, contact)).toEqual({
			...genuine,
			reason: 'forged',
		});
	});

	test('of the app come first, in the app’s order', () => {
		const attributes = { zebra: 1, conversationId: 'forged', apple: 2 };
		const names = Object.keys(taskAttributes({ ...handoffData, attributes }, contact));
		expect(names.indexOf('zebra')).toBeLessThan(names.indexOf('apple'));
		expect(names.indexOf('apple')).toBeLessThan(names.indexOf('storeId'));
	});

	test.each([
		['missing', {}, ''],
		['null', { reason: null }, ''],
		['empty', { reason: '' }, ''],
	])('have a reason even when the app’s is %s', (_, attributes, reason) => {
		expect(taskAttributes({ ...handoffData, attributes }, contact)).toMatchObject({ reason });
	});

	test('survive names of the prototype', () => {
		const attributes: Record<string, unknown> = JSON.parse(
			'{"__proto__":{"a":1},"constructor":"c","toString":"t"}',
		);
		const task: unknown = JSON.parse(JSON.stringify(taskAttributes({ ...handoffData, attributes }, contact)));
		expect(Object.entries(Object(task))).toEqual(
			expect.arrayContaining([
				['__proto__', { a: 1 }],
				['constructor', 'c'],
				['toString', 't'],
			]),
		);
	});
});

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
		expect(taskPriority({ priority })).toBe(expected);
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
		expect(taskPriority({ priority })).toBe(0);
	});

	test('is none without the attribute', () => {
		expect(taskPriority({})).toBe(0);
	});
});
