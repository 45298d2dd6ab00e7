/** The part of TaskRouter's expressions that doctor evaluates, and the rest, which it does not. */
import { matches } from '../../../../emulator/products/taskrouter/expression';
import { fits } from '../../../../tools/doctor/flex/expression';

const attributes = { type: 'ticket', value: 'Gold', rating: 5.1, vip: true, nothing: null };

test.each([
	['1==1', true],
	['0 != 1', true],
	["value == 'Gold' AND type == 'ticket'", true],
	["value == 'Gold' and type == 'call'", false],
	["(type == 'call') OR ( type == 'ticket' )", true],
	['(type == "ticket")', true],
	["task.type == 'ticket'", true],
	["'ticket' == type", true],
	['vip == TRUE', true],
	["rating == '5.1'", false],
	['rating == 5.1', true],
	['missing == null', true],
	['nothing == null', true],
	['missing != true', true],
	['constructor == null', true],
	['type IN ["call", "ticket"]', true],
	["type in ['call']", false],
	['type IN []', false],
	['rating IN [1, 5.1]', true],
])('%s is evaluated as %s, here and by the emulator', (expression, expected) => {
	expect(fits(expression, attributes)).toBe(expected);
	expect(matches(expression, attributes)).toBe(expected);
});

test.each([
	'',
	'type',
	"type = 'ticket'",
	"type == 'ticket' AND",
	"type == 'a AND b'",
	"type == 'a OR b'",
	'1 == 1 OR 1 == 1 AND 1 == 2',
	"(type == 'x' OR vip == true) AND 1 == 2",
	"1 == 2 AND (type == 'x' OR vip == true)",
	"(type == 'x') AND (vip == true OR 1 == 1)",
	"type CONTAINS 'ick'",
	"skills HAS 'support'",
	"type NOT IN ['call']",
	"type IN 'ticket'",
	"type == ['ticket']",
	'rating > 1',
	"object.attr == 'bar'",
	"worker.type == 'ticket'",
	'my-key == 1',
	'channel =~ "V.*"',
	`type IN [${'1'.repeat(40)}x]`,
	'type IN [1 2]',
])('%s is not evaluated', (expression) => {
	expect(fits(expression, attributes)).toBeUndefined();
});
