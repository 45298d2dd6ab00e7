/** TaskRouter's expressions as doctor evaluates them, beside the emulator's evaluator. */
import { matches } from '../../../../emulator/products/taskrouter/expression';
import { fits, ofTarget, ofTask } from '../../../../tools/doctor/flex/expression';

const attributes = {
	type: 'ticket',
	value: 'Gold',
	rating: 5.1,
	vip: true,
	nothing: null,
	skills: ['billing', 'sales'],
	routing: { skills: ['billing'], levels: { billing: 3 } },
};

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
	["routing.skills HAS 'billing' AND routing.levels.billing >= 3", true],
	["routing.skills HAS 'billing' AND routing.levels.billing > 3", false],
	["routing.skills HAS 'sales'", false],
	["missing.skills HAS 'sales'", false],
	["(skills HAS 'sales') AND (rating >= 5 OR vip == false)", true],
	["skills[1] == 'sales'", true],
	["skills == 'sales'", false],
	["skills != 'sales'", false],
	["type HAS 'ticket'", false],
	["type CONTAINS 'ick'", true],
	["value CONTAINS 'gold'", false],
	["type NOT IN ['call']", true],
	["type NOT IN ['ticket']", false],
	["type IN 'ticket'", false],
	["type NOT IN 'ticket'", false],
	["type == ['ticket']", false],
	["type == 'a AND b'", false],
	["type == 'a OR b' OR vip == true", true],
	['missing >= 1', false],
	["type < 'u'", true],
	["type == 'x' AND vip == true AND 1 == 1", false],
])('%s is evaluated as %s, here and by the emulator', (expression, expected) => {
	expect(fits(expression, ofTask(attributes))).toBe(expected);
	expect(matches(expression, attributes)).toBe(expected);
});

test.each([
	['two joints without parentheses, when the readings differ', '1 == 1 OR 1 == 1 AND 1 == 2'],
	['values of two types have no known order', "rating > '1'"],
	['nothing', ''],
	['no comparison', 'type'],
	['one equals sign', "type = 'ticket'"],
	['a missing condition', "type == 'ticket' AND"],
	['an open parenthesis', "(type == 'ticket'"],
	['an unknown operator', 'channel =~ "V.*"'],
	['a hyphen in a key', 'my-key == 1'],
	['a list without commas', 'type IN [1 2]'],
	['a list of half a number', `type IN [${'1'.repeat(40)}x]`],
	['a keyword as a key', 'has == 1'],
	['NOT by itself', 'type NOT vip'],
	['an index that is a name', 'skills[type] == 1'],
])('doctor leaves undecided an expression with %s: %s', (_what, expression) => {
	expect(fits(expression, ofTask(attributes))).toBeUndefined();
});

test.each([
	['1 == 1 AND 1 == 1 OR 1 == 2', true],
	['1 == 2 AND 1 == 1 OR 1 == 2', false],
])('two joints without parentheses, when both readings agree: %s is %s', (expression, expected) => {
	expect(fits(expression, ofTask(attributes))).toBe(expected);
});

const worker = { skills: ['billing'], languages: ['en', 'fr'], level: 2 };
const task = { channel: 'VOICE' };

test.each([
	["worker.skills HAS 'billing'", true],
	["worker.skills HAS 'sales'", false],
	["skills HAS 'billing'", true],
	["task.channel == 'VOICE' AND worker.level >= 2", true],
	['task.language IN worker.languages', undefined],
	['worker.languages HAS task.language', undefined],
	['task.language NOT IN worker.languages', undefined],
	['task.language IN worker.dialects', false],
	['worker.dialects HAS task.language', false],
	['worker.level >= task.level', undefined],
	['worker.seniority >= task.level', false],
	["task.language == 'en' AND worker.level > 2", false],
	["task.language == 'en' OR worker.level == 2", true],
	['task.language IN []', false],
])('for a target, %s is %s', (expression, expected) => {
	expect(fits(expression, ofTarget(task, worker))).toBe(expected);
});
