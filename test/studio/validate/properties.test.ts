/**
 * Properties of widgets that Studio rejects, or that lose a handoff.
 * @module
 */
import { validateFlow } from '../../../studio/validate/validate';
import { edited, widget } from '../../support/flow-edits';

const problemsOf = (name: string, properties: object) =>
	validateFlow(edited((flow) => Object.assign(widget(flow, name).properties, properties)));
const without = (name: string, key: string) =>
	validateFlow(edited((flow) => Reflect.deleteProperty(widget(flow, name).properties, key)));

describe('Send to Flex', () => {
	test.each([
		['priority', '0'],
		['priority', '30'],
		['priority', '{{flow.variables.priority}}'],
		['timeout', '1'],
	])('may have a %s of %j', (key, value) => {
		expect(problemsOf('send_call_to_flex', { [key]: value })).toEqual([]);
	});

	test.each([
		['priority', 10],
		['priority', 'high'],
		['priority', ''],
		['priority', '-1'],
		['priority', '{{flow.variables.handoff.priority}}'],
		['priority', '{{flow.variables.priority | default: 0}}'],
		['timeout', 3_600],
		['timeout', ''],
		['timeout', '1h'],
		['timeout', '{{flow.variables.priority}}'],
	])('may not have a %s of %j', (key, value) => {
		expect(problemsOf('send_call_to_flex', { [key]: value })).toContainEqual(
			expect.stringMatching(`^send_call_to_flex\\.${key}: `),
		);
	});

	test.each(['priority', 'timeout'])('may leave out %s', (key) => {
		expect(without('send_call_to_flex', key)).toEqual([]);
	});
});

test.each<[string, string]>([
	['send_call_to_flex', 'workflow'],
	['send_call_to_flex', 'channel'],
	['tell_customer', 'from'],
	['check_known_task', 'input'],
	['set_call_task', 'variables'],
])('%s must have the property %s', (name, key) => {
	expect(without(name, key)).toContainEqual(expect.stringMatching(`^${name}\\.${key}: `));
});

test.each<[string, string, object]>([
	['send_call_to_flex', 'waitUrl', { waitUrl: 1 }],
	['apologize_to_caller', 'loop', { loop: '1' }],
	['tell_customer', 'body', { body: ['x'] }],
	['fetch_service_sid', 'parameters[0].value', { parameters: [{ key: 'a', value: 1 }] }],
	[
		'fetch_service_sid',
		'parameters',
		{ parameters: Array.from({ length: 1_001 }, () => ({ key: 'a', value: '' })) },
	],
	['record_handed_over', 'variables[0].key', { variables: [{ key: '', value: 'x' }] }],
])('%s rejects another type of %s', (name, place, properties) => {
	const [problem, ...others] = problemsOf(name, properties);
	expect(problem?.startsWith(`${name}.${place}: `)).toBe(true);
	expect(others).toEqual([]);
});

test('allow_concurrent_calls must be true', () => {
	const flow = edited((each) => Object.assign(each.flags, { allow_concurrent_calls: false }));
	expect(validateFlow(flow)).toEqual([expect.stringMatching(/^flags\.allow_concurrent_calls: /)]);
});

test('a flow may have at most 1,000 widgets', () => {
	const flow = edited((each) => {
		const offset = { x: 0, y: 0 };
		for (let index = each.states.length; index <= 1_000; index++)
			each.states.push({ name: `w${index}`, type: 'other', properties: { offset }, transitions: [] });
	});
	expect(validateFlow(flow)).toContainEqual(expect.stringMatching(/^states: .*1000/));
	flow.states.pop();
	expect(validateFlow(flow)).not.toContainEqual(expect.stringMatching(/^states: /));
});
