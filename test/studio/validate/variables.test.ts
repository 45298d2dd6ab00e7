/**
 * Variables that a widget reads before anything sets them.
 * @module
 */
import { validateFlow } from '../../../studio/validate/validate';
import { add, edited, rewire, widget } from '../../support/flow-edits';

type Flow = Parameters<Parameters<typeof edited>[0]>[0];

/** Problems of a flow in which a widget has one more property, with this in it. */
const reading = (name: string, template: string, edit: (flow: Flow) => void = () => {}) =>
	validateFlow(
		edited((flow) => {
			Object.assign(widget(flow, name).properties, { note: template });
			edit(flow);
		}),
	);

describe('results of widgets', () => {
	test.each([
		['fetch_service_sid', '{{widgets.fetch_conversation_sid.parsed.name}}'],
		['tell_customer', '{{widgets.send_conversation_to_flex.error}}'],
		['check_fallback_answered', '{{widgets.dial_fallback_with_our_number.DialCallStatus}}'],
	])('%s may read the result of an earlier widget: %s', (name, template) => {
		expect(reading(name, template)).toEqual([]);
	});

	test.each<[string, string, string, RegExp]>([
		['missing', 'tell_customer', '{{widgets.lookup.parsed.x}}', /"lookup" not found/],
		['later', 'fetch_conversation_sid', '{{widgets.tell_customer.x}}', /can’t have run before/],
		['the same', 'tell_customer', '{{widgets.tell_customer.x}}', /can’t have run before/],
		[
			'on another path',
			'set_basic_call_task',
			'{{widgets.set_call_task.x | default: widgets.send_call_to_flex.y}}',
			/can’t have run before/,
		],
		[
			'of a call, but in a conversation',
			'tell_customer',
			'{{widgets.ask_about_call.parsed.x}}',
			/can’t have run/,
		],
	])('the result of a widget that is %s may not be read', (_, name, template, problem) => {
		const problems = reading(name, template);
		expect(problems.length).toBeGreaterThan(0);
		for (const each of problems) {
			expect(each).toMatch(new RegExp(`^${name}\\.note, \\{\\{widgets\\.`));
			expect(each).toMatch(problem);
		}
	});

	test('after a rename, every place that reads the widget is named, including conditions', () => {
		const flow = edited((each) => {
			widget(each, 'ask_about_call').name = 'ask';
			rewire(each, 'Trigger', 'incomingCall', 'ask');
		});
		const places = validateFlow(flow).map((problem) => problem.split(/, \{\{|: /)[0]);
		expect(places).toEqual([
			'check_call_handoff.input',
			'check_call_handoff, on match, conditions[0].arguments[0]',
			'check_call_handoff, on match, conditions[0].arguments[0]',
			'set_call_task.variables[0].value',
			'set_call_task.variables[1].value',
			'set_call_task.variables[2].value',
			'set_call_task.variables[3].value',
			// The check cannot tell any longer that these come from /task-attributes.
			'send_call_to_flex.attributes',
			'send_essential_call_to_flex.attributes',
		]);
	});
});

describe('flow variables', () => {
	test('a variable that is set earlier may be read', () => {
		expect(reading('tell_customer', '{{flow.variables.customer_number}}')).toEqual([]);
	});

	test.each([
		['set nowhere', 'tell_customer', 'nothing'],
		['set only later', 'ask_about_call', 'outcome'],
		['set on another path', 'tell_customer', 'handoff'],
		['set by the same widget', 'set_call_task', 'attributes'],
	])('a variable that is %s may not be read', (_, name, key) => {
		expect(reading(name, `{{flow.variables.${key}}}`)).toEqual([
			expect.stringMatching(
				`^${name}.note, {{flow.variables.${key}}}: no earlier Set Variables widget sets it`,
			),
		]);
	});

	test('only a variable of type json_object has members', () => {
		const dropped = edited((flow) => {
			const { variables } = widget(flow, 'parse_handoff_data').properties;
			Reflect.deleteProperty(Array.isArray(variables) ? variables[0] : {}, 'type');
		});
		const problems = validateFlow(dropped);
		expect(problems).toContainEqual(
			expect.stringMatching(
				/^set_basic_call_task\.variables\[0\]\.value, \{\{flow\.variables\.handoff\.conversationId\}\}: .*json_object/,
			),
		);
		expect(problems.every((each) => each.startsWith('set_basic_call_task.'))).toBe(true);
	});
});

describe('data of the trigger', () => {
	test.each([
		['ask_about_call', '{{trigger.call.CallSid}}'],
		['tell_customer', '{{flow.data.x}}{{trigger.request.parameters.x}}'],
		['tell_customer', '{{flow.sid}}{{flow.flow_sid}}{{flow.channel.address}}{{contact.channel.address}}'],
	])('%s may read %s', (name, template) => {
		expect(reading(name, template)).toEqual([]);
	});

	test.each([
		['tell_customer', '{{trigger.message.Body}}', 'incomingMessage'],
		['tell_customer', '{{trigger.call.From}}', 'incomingCall'],
		['tell_customer', '{{trigger.conversation.ConversationSid}}', 'incomingConversationMessage'],
		['ask_about_call', '{{trigger.message.Body}}', 'incomingMessage'],
		['ask_about_call', '{{flow.data.HandoffData}}', 'incomingRequest'],
		['ask_about_call', '{{trigger.request.parameters.x}}', 'incomingRequest'],
	])('%s may not read %s, which only %s provides', (name, template, event) => {
		expect(reading(name, template)).toEqual([expect.stringContaining(`only ${event} sets it`)]);
	});

	test('a widget that two trigger events lead to may read the data of either', () => {
		const join = (flow: Flow) => rewire(flow, 'Trigger', 'incomingMessage', 'tell_customer');
		expect(reading('tell_customer', '{{trigger.message.Body}}{{flow.data.x}}', join)).toEqual(
			// The new path does not set the sender's number. The check only finds what no path sets.
			[],
		);
	});

	test('a subflow may read the data of its parent', () => {
		const flow = edited((each) =>
			add(each, {
				type: 'say-play',
				transitions: [{ event: 'audioComplete' }],
				properties: { offset: { x: 0, y: 0 }, say: '{{trigger.call.From}}{{trigger.parent.parameters.x}}' },
			}),
		);
		expect(validateFlow(flow)).toEqual([]);
	});

	test.each([
		'{{contact.name}}',
		'{{flow.date.x}}',
		'{{trigger.x}}',
		'{{name}}',
		'{{trigger}}',
		'{{channel.address}}',
	])('%s is not a Studio variable', (template) => {
		expect(reading('tell_customer', template)).toEqual([
			expect.stringMatching(/^tell_customer\.note, .*not a Studio variable.*flow\.data/),
		]);
	});
});
