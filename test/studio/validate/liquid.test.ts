/**
 * Liquid that is invalid, or that may not work in Studio's engine.
 * @module
 */
import { validateFlow } from '../../../studio/validate/validate';
import { add, edited, widget } from '../../support/flow-edits';

type Flow = Parameters<Parameters<typeof edited>[0]>[0];

describe('invalid Liquid', () => {
	test.each<[string, (flow: Flow) => unknown, RegExp]>([
		[
			'a property',
			(flow) => Object.assign(widget(flow, 'tell_customer').properties, { body: 'Dear {{ name' }),
			/^tell_customer\.body: invalid Liquid: .*name/,
		],
		[
			'a parameter',
			(flow) =>
				Object.assign(widget(flow, 'fetch_service_sid').properties, {
					parameters: [{ key: 'a', value: '{% if %}' }],
				}),
			/^fetch_service_sid\.parameters\[0\]\.value: invalid Liquid/,
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
			'a branch that is rarely taken',
			(flow) =>
				Object.assign(widget(flow, 'tell_customer').properties, {
					body: '{% if flow.data.x %}{{ 1 | nofilter }}{% endif %}',
				}),
			/^tell_customer\.body: .*nofilter/,
		],
	])('is found in %s', (_, edit, problem) => {
		expect(validateFlow(edited(edit))).toEqual([expect.stringMatching(problem)]);
	});
});

describe('the allowed part of Liquid', () => {
	const problemsWith = (body: string) =>
		validateFlow(edited((flow) => Object.assign(widget(flow, 'tell_customer').properties, { body })));

	test.each([
		'Dear {{flow.data.name}}, {{ flow.data.list[0].name | default: "you" }}',
		"{{ contact.channel.address | split: ':' | last | downcase }}{{ flow.data.x | split: ' ' | first }}",
		"{{ flow.data.a | replace: flow.data.b, '' }}{{ flow.data.a | default: flow.data.b | default: '' | to_json }}",
		"{% if flow.data.a == 'x' %}1{% elsif flow.data.b %}2{% else %}3{% endif %}",
		'{{ 1 | plus: 2 }}',
	])('%s is allowed', (body) => {
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
	])('%s is a problem', (body, what) => {
		const [problem, ...others] = problemsWith(body);
		expect(problem).toMatch(/^tell_customer\.body: .*\/task-attributes/);
		expect(problem).toContain(what);
		expect(others).toEqual([]);
	});

	test.each([
		['without a default', '{{ flow.data.a | to_json }}'],
		['with a default that may be missing, too', '{{ flow.data.a | default: flow.data.b | to_json }}'],
		['with a default too early', "{{ flow.data.a | default: '' | first | to_json }}"],
	])('to_json of a variable that may be missing is a problem %s', (_, body) => {
		expect(problemsWith(body)).toEqual([expect.stringMatching(/^tell_customer\.body: .*default: ''/)]);
	});

	test.each([
		['a parameter', '{{ flow.data.a | plus: 1 }}'],
		['a text', "{{ '' | plus: 0 }}"],
		['a number with a text to add', '{{ 1 | plus: flow.data.a }}'],
		['the result of another filter', "{{ 1 | default: '' | plus: 1 }}"],
		['a variable that holds a text', '{{ flow.variables.customer_number | plus: 1 }}'],
	])('plus on %s is a problem', (_, body) => {
		expect(problemsWith(body)).toEqual([expect.stringMatching(/^tell_customer\.body: plus fails/)]);
	});

	// https://www.twilio.com/docs/studio/widget-library/set-variables
	test('a counter as in Twilio’s docs is allowed', () => {
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

	test('each tag and filter outside the allowed part is named', () => {
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
