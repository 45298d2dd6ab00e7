/**
 * A task's attributes stay a JSON object, whatever the customer or the app says; and no Liquid is broken.
 * @module
 */
import { validateFlow } from '../../studio/validate';
import { edited, rewire, widget } from './edits';

describe('broken Liquid is found, wherever it is', () => {
	test.each<[string, Parameters<typeof edited>[0], RegExp]>([
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
				const [, match] = widget(flow, 'check_known_sids').transitions;
				Object.assign(match?.conditions?.[0] ?? {}, { arguments: ['{{ flow.data.x | nofilter }}'] });
			},
			/^check_known_sids, on match, conditions\[0\]\.arguments\[0\]: .*undefined filter: nofilter/,
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

describe('attributes', () => {
	const problemsWith = (attributes: string) =>
		validateFlow(
			edited((flow) => Object.assign(widget(flow, 'send_conversation_to_flex').properties, { attributes })),
		);

	test.each<[string, string]>([
		['none', ''],
		['fixed ones', '{"department":"support"}'],
		['escaped values', '{"reason":{{ flow.data.reason | default: "" | to_json }}}'],
		['a value that is a whole object', '{"all":{{ flow.data | default: "" | to_json }}}'],
		['only what the flow says', '{% if flow.data.x == "a\\"b" %}{"x":1}{% else %}{"x":2}{% endif %}'],
		[
			'a list walked with for',
			'{"n":[{% for each in flow.data.list %}{{ forloop.index }}{% unless forloop.last %},{% endunless %}{% endfor %}]}',
		],
	])('%s are fine', (_, attributes) => {
		expect(problemsWith(attributes)).toEqual([]);
	});

	test.each<[string, string, RegExp]>([
		['a value in quotes', '{"reason":"{{ flow.data.reason }}"}', /holds quotes/],
		['a value that may be missing', '{"reason":{{ flow.data.reason | to_json }}}', /holds nothing at all/],
		['a number without to_json', '{"n":{{ flow.data.n | default: 0 }}}', /holds an ordinary text/],
		[
			'an escape of quotes alone',
			`{"reason":"{{ flow.data.reason | replace: '"', '' }}"}`,
			/holds a backslash at the end/,
		],
		[
			'an escape by hand that forgets line breaks',
			`{"reason":"{{ flow.data.reason | replace: '"', '' | url_encode | replace: '%0A', '\n' }}"}`,
			/holds line breaks/,
		],
		['attributes that are the app’s own text', '{{ flow.data.attributes }}', /holds nothing at all/],
		[
			'attributes that may be a list',
			'{{ flow.data.attributes | default: "{}" | to_json }}',
			/another kind of JSON/,
		],
		['a comma at the end', '{"a":1,}', /JSON/],
		['no object', '[]', /another kind of JSON/],
		[
			'a loop over an object, which Studio may not walk',
			'{"n":[{% if flow.data.x.a %}{% for pair in flow.data.x %}1{% unless forloop.last %},{% endunless %}{% else %}none{% endfor %}{% endif %}]}',
			/no JSON object/,
		],
		[
			'a value that only breaks beside ordinary ones',
			`{"a":{% if flow.data.kind == 'text' %}"{{ flow.data.a }}"{% else %}1{% endif %}}`,
			/once \{\{flow\.data\.a\}\} holds quotes/,
		],
	])('%s are not', (_, attributes, problem) => {
		const problems = problemsWith(attributes);
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatch(/^send_conversation_to_flex\.attributes: .*to_json/);
		expect(problems[0]).toMatch(problem);
	});

	test('JSON that is not in quotes is not what Studio wants', () => {
		const flow = edited((each) =>
			Object.assign(widget(each, 'send_call_to_flex').properties, { attributes: { department: 'support' } }),
		);
		expect(validateFlow(flow)).toEqual([expect.stringMatching(/^send_call_to_flex\.attributes: .*string/)]);
	});

	test('both widgets are looked at', () => {
		const flow = edited((each) => {
			for (const name of ['send_call_to_flex', 'send_conversation_to_flex'])
				Object.assign(widget(each, name).properties, { attributes: '{"a":"{{ flow.data.a }}"}' });
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
