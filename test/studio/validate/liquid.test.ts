/**
 * Liquid that is broken, or that no live flow is known to use; and JSON that stays JSON whatever the customer says.
 * @module
 */
import { validateFlow } from '../../../studio/validate/validate';
import { add, edited, rewire, widget } from '../support/edits';

type Flow = Parameters<Parameters<typeof edited>[0]>[0];

describe('broken Liquid is found, wherever it is', () => {
	test.each<[string, (flow: Flow) => unknown, RegExp]>([
		[
			'a property',
			(flow) => Object.assign(widget(flow, 'tell_customer').properties, { body: 'Dear {{ name' }),
			/^tell_customer\.body: the Liquid is broken \(.*name/,
		],
		[
			'a parameter',
			(flow) =>
				Object.assign(widget(flow, 'fetch_service_sid').properties, {
					parameters: [{ key: 'a', value: '{% if %}' }],
				}),
			/^fetch_service_sid\.parameters\[0\]\.value: the Liquid is broken/,
		],
		[
			'a condition',
			(flow) => {
				const [, match] = widget(flow, 'check_known_task').transitions;
				Object.assign(match?.conditions?.[0] ?? {}, { arguments: ['{{ flow.data.x | nofilter }}'] });
			},
			/^check_known_task, on match, conditions\[0\]\.arguments\[0\]: .*undefined filter: nofilter/,
		],
		[
			'a branch that is seldom taken',
			(flow) =>
				Object.assign(widget(flow, 'tell_customer').properties, {
					body: '{% if flow.data.x %}{{ 1 | nofilter }}{% endif %}',
				}),
			/^tell_customer\.body: .*nofilter/,
		],
	])('%s', (_, edit, problem) => {
		expect(validateFlow(edited(edit))).toEqual([expect.stringMatching(problem)]);
	});
});

describe('of Liquid, what live flows use', () => {
	const problemsWith = (body: string) =>
		validateFlow(edited((flow) => Object.assign(widget(flow, 'tell_customer').properties, { body })));

	test.each([
		'Dear {{flow.data.name}}, {{ flow.data.list[0].name | default: "you" }}',
		"{{ contact.channel.address | split: ':' | last | downcase }}{{ flow.data.x | split: ' ' | first }}",
		"{{ flow.data.a | replace: flow.data.b, '' }}{{ flow.data.a | default: flow.data.b | default: '' | to_json }}",
		"{% if flow.data.a == 'x' %}1{% elsif flow.data.b %}2{% else %}3{% endif %}",
		'{{ 1 | plus: 2 }}',
	])('%s is fine', (body) => {
		expect(problemsWith(body)).toEqual([]);
	});

	test.each<[string, string]>([
		["{{ flow.data.a | append: 'x' }}", 'the filter "append"'],
		['{{ flow.data.a | upcase | strip }}', 'the filter "upcase", the filter "strip"'],
		["{{ flow.data.a | replace: 'x' }}", 'the filter "replace" with 1 arguments'],
		["{% assign a = 'x' %}", 'the tag "assign"'],
		['{% for a in flow.data.b %}x{% endfor %}', 'the tag "for"'],
		["{% case flow.data.a %}{% when 'x' %}1{% endcase %}", 'the tag "case", the tag "when"'],
		['{% unless flow.data.a %}x{% endunless %}', 'the tag "unless"'],
		['{%- if flow.data.a == 1 -%}x{%- endif -%}', 'the tag'],
		["{% if flow.data.a != 'x' %}1{% endif %}", 'the condition "if flow.data.a != \'x\'"'],
		["{% if flow.data.a contains 'x' %}1{% endif %}", 'the condition'],
		['{% if flow.data.a and flow.data.b %}1{% endif %}', 'the condition'],
		['{% if flow.data.a == 1 or flow.data.b == 1 %}1{% endif %}', 'the condition'],
		["{% if flow.data.a == 'x' %}1{% elsif flow.data.a > 1 %}2{% endif %}", 'the condition "elsif'],
		['{{- flow.data.a -}}', '"{{- flow.data.a -}}"'],
		['{{ flow.data.a[flow.data.b] }}', '"{{ flow.data.a[flow.data.b] }}"'],
		["{{ flow.data.a | default: '}' }}", `"{{ flow.data.a | default: '}' }}"`],
	])('%s is not known to work', (body, what) => {
		const [problem, ...others] = problemsWith(body);
		expect(problem).toMatch(/^tell_customer\.body: .*\/task-attributes/);
		expect(problem).toContain(what);
		expect(others).toEqual([]);
	});

	test.each([
		['alone', '{{ flow.data.a | to_json }}'],
		['with a default that may be missing, too', '{{ flow.data.a | default: flow.data.b | to_json }}'],
		['with a default too early', "{{ flow.data.a | default: '' | first | to_json }}"],
	])('to_json of what may be missing, %s, is refused', (_, body) => {
		expect(problemsWith(body)).toEqual([expect.stringMatching(/^tell_customer\.body: .*default: ''/)]);
	});

	test.each([
		['a parameter', '{{ flow.data.a | plus: 1 }}'],
		['a text', "{{ '' | plus: 0 }}"],
		['a number that a text is added to', '{{ 1 | plus: flow.data.a }}'],
		['what another filter made', "{{ 1 | default: '' | plus: 1 }}"],
		['a variable that holds a text', '{{ flow.variables.customer_number | plus: 1 }}'],
	])('plus on %s is refused', (_, body) => {
		expect(problemsWith(body)).toEqual([expect.stringMatching(/^tell_customer\.body: plus fails/)]);
	});

	// https://www.twilio.com/docs/studio/widget-library/set-variables
	test('a counter as Twilio’s docs write it is fine', () => {
		const count = '{% if flow.variables.n %}{{flow.variables.n | plus: 1}}{% else %}0{% endif %}';
		const flow = edited((each) => {
			add(each, {
				name: 'count',
				type: 'set-variables',
				transitions: [{ event: 'next', next: 'ask' }],
				properties: { offset: { x: 0, y: 0 }, variables: [{ key: 'n', value: count }] },
			});
			each.states.push({
				name: 'ask',
				type: 'send-and-wait-for-reply',
				transitions: [
					{ event: 'incomingMessage', next: 'count' },
					...['timeout', 'deliveryFailure'].map((event) => ({ event, next: 'tell_customer' })),
				],
				properties: { offset: { x: 0, y: 0 } },
			});
		});
		expect(validateFlow(flow)).toEqual([]);
	});

	test('the Liquid that this flow had before is refused', () => {
		const attributes =
			"{% assign app = flow.variables.handoff.attributes | to_json | append: '' %}{% assign first = app | slice: 0, 1 %}{% if first == '{' %}{{ app | append: '\"\"' | remove: '}\"\"' }}{% unless app == '{}' %},{% endunless %}{% endif %}\"channel\":\"SMS\"}";
		const priority =
			'{% assign number = flow.variables.priority | plus: 0 %}{% case number %}{% when 1 %}{{ number }}{% endcase %}';
		const flow = edited((each) =>
			Object.assign(widget(each, 'send_conversation_to_flex').properties, { attributes, priority }),
		);
		expect(validateFlow(flow)).toEqual([
			expect.stringMatching(/^send_conversation_to_flex\.priority: .*whole number/),
			expect.stringMatching(
				/^send_conversation_to_flex\.attributes: .*"assign".*remove.*"unless".*\/task-attributes/,
			),
			expect.stringMatching(/^send_conversation_to_flex\.priority: .*"assign".*"case".*\/task-attributes/),
		]);
	});
});

const attributesOf = (flow: Flow, attributes: unknown) =>
	Object.assign(widget(flow, 'send_conversation_to_flex').properties, { attributes });

describe('JSON text', () => {
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
			['fixed ones', '{"department":"support"}'],
			['escaped values', '{"reason":{{ flow.data.reason | default: "" | to_json }}}'],
			['a value that is a whole object', '{"all":{{ flow.data | default: "" | to_json }}}'],
			['only what the flow says', '{"x":{% if flow.data.x == "a" %}1{% else %}2{% endif %}}'],
		])('%s are fine', (_, json) => {
			expect(problemsWith(json)).toEqual([]);
		});

		test.each<[string, string, RegExp]>([
			['a value in quotes', '{"reason":"{{ flow.data.reason }}"}', /holds quotes/],
			['a number without to_json', '{"n":{{ flow.data.n | default: 0 }}}', /holds an ordinary text/],
			[
				'an escape of quotes alone',
				`{"reason":"{{ flow.data.reason | replace: '"', '' }}"}`,
				/holds a backslash at the end/,
			],
			['a comma at the end', '{"a":1,}', /JSON/],
			[
				'a value that only breaks beside ordinary ones',
				`{"a":{% if flow.data.kind == 'text' %}"{{ flow.data.a }}"{% else %}1{% endif %}}`,
				/once \{\{flow\.data\.a\}\} holds quotes/,
			],
		])('%s are not', (_, json, problem) => {
			const [only, ...others] = problemsWith(json);
			expect(only?.startsWith(`${place}: `)).toBe(true);
			expect(only).toMatch(problem);
			expect(only).toMatch(/to_json/);
			expect(others).toEqual([]);
		});
	});
});

describe('attributes', () => {
	const problemsWith = (attributes: unknown) =>
		validateFlow(edited((flow) => attributesOf(flow, attributes)));

	test('may be left out', () => {
		expect(problemsWith('')).toEqual([]);
	});

	test.each<[string, string]>([
		['the app’s own text', '{{ flow.data.attributes }}'],
		['what may be a list', "{{ flow.data.attributes | default: 'x' | to_json }}"],
		['no object', '[]'],
	])('that are %s are refused', (_, attributes) => {
		expect(problemsWith(attributes)).toEqual([
			expect.stringMatching(/^send_conversation_to_flex\.attributes: .*to_json/),
		]);
	});

	test('that are no text are not what Studio wants', () => {
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

	test('both widgets of a call are looked at', () => {
		const flow = edited((each) => {
			for (const name of ['send_call_to_flex', 'send_essential_call_to_flex'])
				Object.assign(widget(each, name).properties, { attributes: '{"a":"{{ trigger.call.From }}"}' });
		});
		expect(validateFlow(flow)).toHaveLength(2);
	});

	test('broken Liquid there is said once, beside what else is wrong', () => {
		const flow = edited((each) => {
			Object.assign(widget(each, 'send_call_to_flex').properties, { attributes: '{{ x' });
			rewire(each, 'tell_customer', 'failed');
		});
		expect(validateFlow(flow)).toEqual([
			expect.stringMatching(/^tell_customer: /),
			expect.stringMatching(/^send_call_to_flex\.attributes: the Liquid is broken/),
		]);
	});
});
