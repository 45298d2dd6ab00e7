/**
 * How long a task waits and the words for its priority, with settings and without.
 * @module
 */
import { priorities, taskTimeout } from '../../../src/handoff/task-options';

test.each<[string, Record<string, number>]>([
	['vip=50', { low: 0, normal: 10, high: 20, urgent: 30, vip: 50 }],
	['low = 5, Très Urgent=99', { low: 5, normal: 10, high: 20, urgent: 30, 'très urgent': 99 }],
	['vip', { low: 0, normal: 10, high: 20, urgent: 30 }],
	['vip=-1', { low: 0, normal: 10, high: 20, urgent: 30 }],
	['vip=9999999999', { low: 0, normal: 10, high: 20, urgent: 30 }],
	['7=1', { low: 0, normal: 10, high: 20, urgent: 30 }],
])(
	'the priority setting %s changes exactly the words it names, and none when malformed',
	(value, expected) => {
		expect(Object.fromEntries(priorities({ HANDOFF_PRIORITIES: value }))).toEqual(expected);
	},
);

test.each<[string, string | undefined, number]>([
	['not set', undefined, 1_800],
	['set', '600', 600],
	['almost two weeks', '1209599', 1_209_599],
	['malformed', 'ten minutes', 1_800],
	['two weeks, more than a call may wait', '1209600', 1_800],
])('how long a call waits, %s, never fails a handoff', (_, value, seconds) => {
	const some = value === undefined ? {} : { HANDOFF_CALL_TIMEOUT: value };
	expect(taskTimeout(some, 'HANDOFF_CALL_TIMEOUT')).toBe(seconds);
});
