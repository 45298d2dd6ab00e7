/**
 * JSON that is not a flow definition.
 * @module
 */
import template from '../../../studio/agent-handoff.json';
import type { FlowDefinition } from '../../../studio/definition';
import { validateFlow } from '../../../studio/validate/validate';
import { edited, rewire, widget } from '../../support/flow-edits';

const { states, ...rest } = template;

test.each<[string, unknown, RegExp]>([
	['a missing definition', undefined, /^definition: .*object/],
	['a definition that is a text', '{}', /^definition: .*object/],
	['a missing list of widgets', rest, /^states: .*array/],
	['an empty list of widgets', { ...rest, states: [] }, /^states: /],
	['a missing description', { ...template, description: undefined }, /^description: .*string/],
	[
		'a missing offset',
		{ ...rest, states: [...states, { name: 'lost', type: 'say-play', properties: {}, transitions: [] }] },
		/^lost\.offset: .*object/,
	],
	[
		'a missing value of a condition',
		{
			...rest,
			states: states.map((state) => ({
				...state,
				transitions: state.transitions.map((transition) => ({
					...transition,
					conditions: [{ arguments: ['x'] }],
				})),
			})),
		},
		/^check_call_handoff, on match, conditions\[0\]\.value: .*string/,
	],
])('the problem names the place of %s', (_, definition, problem) => {
	expect(validateFlow(definition)).toContainEqual(expect.stringMatching(problem));
});

test.each<[string, (flow: FlowDefinition) => void, string]>([
	[
		'a name that two widgets have',
		(flow) => flow.states.push(structuredClone(widget(flow, 'tell_customer'))),
		'tell_customer.name: another widget is named "tell_customer".',
	],
	[
		'a transition to a missing widget',
		(flow) => rewire(flow, 'tell_customer', 'sent', 'goodbye'),
		'tell_customer, on sent: widget "goodbye" not found.',
	],
	[
		'a trigger event that Studio does not have',
		(flow) => widget(flow, 'Trigger').transitions.push({ event: 'incomingFax' }),
		'Trigger, on incomingFax: "incomingFax" is not an event of a trigger.',
	],
])('%s is a problem', (_, edit, problem) => {
	expect(validateFlow(edited(edit))).toEqual([problem]);
});

test('a missing initial state is a problem', () => {
	const flow = edited((each) => Object.assign(each, { initial_state: 'Start' }));
	expect(validateFlow(flow)[0]).toBe('initial_state: widget "Start" not found.');
});
