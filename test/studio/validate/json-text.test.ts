/**
 * JSON that the flow writes, with values that would break it.
 * @module
 */
import { validateFlow } from '../../../studio/validate/validate';
import { edited, rewire, widget } from '../../support/flow-edits';

type Flow = Parameters<Parameters<typeof edited>[0]>[0];

const attributesOf = (flow: Flow, attributes: unknown) =>
	Object.assign(widget(flow, 'send_conversation_to_flex').properties, { attributes });

describe('a JSON object', () => {
	const PLACES: readonly (readonly [string, (flow: Flow, json: string) => unknown])[] = [
		['send_conversation_to_flex.attributes', attributesOf],
		[
			'set_basic_conversation_task.variables[1].value',
			(flow, value) => {
				const { variables } = widget(flow, 'set_basic_conversation_task').properties;
				Object.assign(Array.isArray(variables) ? variables[1] : {}, { value });
			},
		],
		[
			'ask_about_conversation.parameters[0].value',
			(flow, value) =>
				Object.assign(widget(flow, 'ask_about_conversation').properties, {
					parameters: [{ key: 'HandoffData', value }],
				}),
		],
		[
			'fetch_service_sid.body',
			(flow, body) =>
				Object.assign(widget(flow, 'fetch_service_sid').properties, {
					content_type: 'application/json;charset=utf-8',
					body,
				}),
		],
	];

	describe.each(PLACES)('in %s', (place, put) => {
		const problemsWith = (json: string) => validateFlow(edited((flow) => put(flow, json)));

		test.each<[string, string]>([
			['fixed values', '{"department":"support"}'],
			['escaped values', '{"reason":{{ flow.data.reason | default: "" | to_json }}}'],
			['a value that is a whole object', '{"all":{{ flow.data | default: "" | to_json }}}'],
			['values from the flow alone', '{"x":{% if flow.data.x == "a" %}1{% else %}2{% endif %}}'],
		])('with %s is valid', (_, json) => {
			expect(problemsWith(json)).toEqual([]);
		});

		test.each<[string, string, RegExp]>([
			['a value in quotes', '{"reason":"{{ flow.data.reason }}"}', /holds quotes/],
			['a number without to_json', '{"n":{{ flow.data.n | default: 0 }}}', /holds an ordinary string/],
			[
				'a value whose quotes alone are escaped',
				`{"reason":"{{ flow.data.reason | replace: '"', '' }}"}`,
				/holds a trailing backslash/,
			],
			['a trailing comma', '{"a":1,}', /JSON/],
			[
				'a value that is escaped on one path only',
				`{"a":{% if flow.data.kind == 'text' %}"{{ flow.data.a }}"{% else %}1{% endif %}}`,
				/when \{\{flow\.data\.a\}\} holds quotes/,
			],
		])('with %s is a problem', (_, json, problem) => {
			const [only, ...others] = problemsWith(json);
			expect(only?.startsWith(`${place}: `)).toBe(true);
			expect(only).toMatch(problem);
			expect(only).toMatch(/to_json/);
			expect(others).toEqual([]);
		});
	});
});

describe('attributes of Send to Flex', () => {
	const problemsWith = (attributes: unknown) =>
		validateFlow(edited((flow) => attributesOf(flow, attributes)));

	test('may be left out', () => {
		expect(problemsWith('')).toEqual([]);
	});

	test.each<[string, string]>([
		['an arbitrary text', '{{ flow.data.attributes }}'],
		['possibly a list', "{{ flow.data.attributes | default: 'x' | to_json }}"],
		['not an object', '[]'],
	])('that are %s are a problem', (_, attributes) => {
		expect(problemsWith(attributes)).toEqual([
			expect.stringMatching(/^send_conversation_to_flex\.attributes: .*to_json/),
		]);
	});

	test('that are an object instead of a text are a problem', () => {
		expect(problemsWith({ department: 'support' })).toEqual([
			expect.stringMatching(/^send_conversation_to_flex\.attributes: .*string/),
		]);
	});

	/** `attributes` as this widget sets them; Send to Flex reads `{{flow.variables.attributes}}`. */
	const problemsOf = (value: string) =>
		validateFlow(
			edited((flow) => {
				const { variables } = widget(flow, 'set_conversation_task').properties;
				Object.assign(Array.isArray(variables) ? variables[0] : {}, { value });
			}),
		);

	test.each([
		'{{widgets.ask_about_conversation.parsed.attributes}}',
		'{{widgets.ask_about_conversation.parsed.essentialAttributes | default: flow.data.task.attributes}}',
		'{"a":1}',
		'{{widgets.ask_about_conversation.parsed.attributes}} ',
	])('in a variable may be set to %s', (value) => {
		expect(problemsOf(value)).toEqual([]);
	});

	test.each([
		'{{flow.data.attributes}}',
		'{{flow.data.task.priority}}',
		'{{widgets.ask_about_conversation.parsed.priority}}',
		'{{widgets.ask_about_conversation.body}}',
		'{{widgets.fetch_service_sid.parsed.attributes}}',
		'{{widgets.ask_about_conversation.parsed.attributes | downcase}}',
		'{{widgets.ask_about_conversation.parsed.attributes | default: contact.channel.address}}',
		'x{{widgets.ask_about_conversation.parsed.attributes}}',
		'text',
	])('in a variable may not be set to %j', (value) => {
		expect(problemsOf(value)).toEqual([
			expect.stringMatching(/^send_conversation_to_flex\.attributes: set_conversation_task sets/),
		]);
	});

	test('are checked in both Send to Flex widgets of a call', () => {
		const flow = edited((each) => {
			for (const name of ['send_call_to_flex', 'send_essential_call_to_flex'])
				Object.assign(widget(each, name).properties, { attributes: '{"a":"{{ trigger.call.From }}"}' });
		});
		expect(validateFlow(flow)).toHaveLength(2);
	});

	test('with invalid Liquid are one problem, and other problems are still named', () => {
		const flow = edited((each) => {
			Object.assign(widget(each, 'send_call_to_flex').properties, { attributes: '{{ x' });
			rewire(each, 'tell_customer', 'failed');
		});
		expect(validateFlow(flow)).toEqual([
			expect.stringMatching(/^tell_customer: /),
			expect.stringMatching(/^send_call_to_flex\.attributes: invalid Liquid/),
		]);
	});
});
