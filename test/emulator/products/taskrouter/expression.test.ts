/** TaskRouter's expression language: what its docs say, and how a malformed expression is rejected. */
import { ExpressionError, matches } from '../../../../emulator/products/taskrouter/expression';

const attributes = {
	type: 'ticket',
	customer_value: 'Gold',
	rating: 5.1,
	vip: true,
	nothing: null,
	object: { array: ['a', 'b', 'c'], attr: 'bar', list: [{ name: 'x' }] },
	skills: ['support', 7],
};

test.each([
	// Twilio's own examples.
	['1 == 1', true],
	['0 != 1', true],
	['"apple" != "orange"', true],
	["customer_value == 'Gold' AND type == 'ticket'", true],
	['language IN ["en", "es"]', false],
	["(skills HAS 'support') AND (skills HAS 'english')", false],
	["(type == 'call' OR type == 'ticket') AND rating >= 5.1", true],
	["object.array[2] == 'c'", true],
	["object.attr == 'bar'", true],
	// Keywords in any case, no blanks needed, either side a key or a constant.
	["type=='ticket'and(1<2)Or 1==2", true],
	["'ticket' == type", true],
	["task.type == 'ticket'", true],
	["worker.type == 'ticket'", true],
	["object.list[0].name == 'x'", true],
	['vip == TRUE', true],
	['rating > -1', true],
	["type == 'a AND b'", false],
	// AND before OR.
	['1 == 1 OR 1 == 1 AND 1 == 2', true],
	['(1 == 1 OR 1 == 1) AND 1 == 2', false],
	// What is not there is NULL.
	['missing == null', true],
	['missing.deeper[3].still == NULL', true],
	['nothing == null', true],
	['missing != true', true],
	['missing == false', false],
	['missing < 1', false],
	["missing CONTAINS 'a'", false],
	["missing HAS 'a'", false],
	["missing NOT IN ['a']", true],
	["'a' NOT IN missing", false],
	['constructor == null', true],
	['object.array.length == null', true],
	// Scalar operators.
	["type CONTAINS 'ick'", true],
	["rating CONTAINS '.'", true],
	["'a' < 'b'", true],
	["rating == '5.1'", false],
	["rating > '1'", false],
	['rating <= 5.1 AND rating >= 5.1 AND rating < 6', true],
	// "Using scalar operators on Arrays results in false. Using array operators on two scalar values also".
	['skills == skills', false],
	["skills != 'support'", false],
	["skills CONTAINS 'support'", false],
	["type HAS 'ticket'", false],
	["type IN 'ticket'", false],
	["type NOT IN 'call'", false],
	// Array operators.
	['skills HAS 7', true],
	["skills HAS '7'", false],
	["type IN ['ticket']", true],
	['type NOT IN [\'ticket\', "call"]', false],
	['type IN []', false],
	["'b' in object.array", true],
])('%s is evaluated as %s', (expression, expected) => {
	expect(matches(expression, attributes)).toBe(expected);
});

test('an expression compares a task with a worker', () => {
	const both = { task: { skill: 'billing' }, worker: { skills: ['billing'], sid: 'WK1' } };
	expect(matches('worker.skills HAS task.skill AND worker.sid != task.ignored', both)).toBe(true);
	expect(matches('worker.skills HAS task.other', both)).toBe(false);
});

test.each([
	['', 0, 'a key'],
	['type', 4, 'a comparison'],
	["type = 'x'", 5, 'a comparison'],
	["type == 'x' AND", 15, 'a key'],
	["type == 'x", 8, 'a key'],
	["type == 'x')", 11, 'AND'],
	["(type == 'x'", 12, ')'],
	["type == 'x' type == 'y'", 12, 'AND'],
	["NOT type == 'x'", 0, 'a key'],
	["type NOT 'x'", 9, 'IN'],
	['my-key == 1', 2, 'a comparison'],
	["type IN ['x'", 12, ']'],
	['object.array[x] == 1', 13, 'an index'],
	['object. == 1', 8, 'a key'],
	// The second half is parsed although the first decides.
	['1 == 1 OR ~', 10, 'a key'],
])('%s is rejected at %i, where %s is expected', (expression, position, expected) => {
	expect.assertions(3);
	try {
		matches(expression, {});
	} catch (error) {
		expect(error).toBeInstanceOf(ExpressionError);
		expect(error).toMatchObject({ position, expected: expect.stringContaining(expected) });
		expect(String(error)).toContain(`character ${position + 1} of "${expression}"`);
	}
});
