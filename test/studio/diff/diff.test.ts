/**
 * The lines that show what changed between two flows.
 * @module
 */
import template from '../../../studio/agent-handoff.json';
import { type FlowDefinition, flowDefinition } from '../../../studio/definition';
import { diffFlows } from '../../../studio/diff/diff';
import { stringsIn } from '../../../studio/json';
import { descriptionOf, hashOf, stamp } from '../../../studio/version';
import {
	add,
	edited,
	editUnknown,
	placeholder,
	randomNumbers,
	rendered,
	rewire,
	setProperties,
	widget,
} from '../../support/flow-edits';

const flow = flowDefinition.parse(template);

const afterEdit = (edit: (flow: FlowDefinition) => void) => diffFlows(flow, edited(edit));

describe('the diff is empty', () => {
	test('for the same flow', () => {
		expect(
			diffFlows(
				flow,
				edited(() => {}),
			),
		).toEqual([]);
	});

	test('for another stamp, or a missing one', () => {
		const one = stamp(rendered(), 'f1ad99e').definition;
		const other = stamp(rendered(), undefined).definition;
		expect(diffFlows(one, rendered())).toEqual([]);
		expect(diffFlows(one, other)).toEqual([]);
	});

	test('for another order of widgets and keys', () => {
		const states = flow.states.map(({ name, type, transitions, properties }) => ({
			transitions,
			properties: { ...Object.fromEntries(Object.entries(properties).reverse()), offset: properties.offset },
			type,
			name,
		}));
		expect(diffFlows(flow, { ...flow, states: states.reverse() })).toEqual([]);
	});
});

test('keys that our schema lacks are compared, too', () => {
	expect(afterEdit((each) => editUnknown(each, { x: 1 }))).toEqual([
		'~ flags.future: (none) → {"x":1}',
		'~ future: (none) → {"x":1}',
		'~ check_fallback_number.future: (none) → {"x":1}',
		'~ check_fallback_number: on match, conditions[0].future: (none) → {"x":1}',
		'~ check_fallback_number: on match.future: (none) → {"x":1}',
	]);
});

describe('the diff shows', () => {
	test('an added widget, and the transition to it', () => {
		expect(afterEdit((each) => add(each, { type: 'say-play', name: 'welcome' }))).toEqual([
			'+ widget welcome (say-play)',
			'~ Trigger: on incomingParent (end) → welcome',
		]);
	});

	test('a removed widget, and the transition to it', () => {
		const lines = afterEdit((each) => {
			each.states = each.states.filter(({ name }) => name !== 'apologize_to_caller');
			rewire(each, 'record_call_not_enqueued', 'next');
		});
		expect(lines).toEqual([
			'- widget apologize_to_caller (say-play)',
			'~ record_call_not_enqueued: on next apologize_to_caller → (end)',
		]);
	});

	test('a changed type of a widget', () => {
		expect(
			afterEdit((each) =>
				Object.assign(widget(each, 'apologize_to_caller'), { type: 'gather-input-on-call' }),
			),
		).toEqual(['~ apologize_to_caller: type say-play → gather-input-on-call']);
	});

	const rename = (each: FlowDefinition, from: string, to: string) => {
		widget(each, from).name = to;
		for (const state of each.states)
			for (const transition of state.transitions) if (transition.next === from) transition.next = to;
		if (each.initial_state === from) each.initial_state = to;
	};

	test('a renamed widget as one line, wherever the flow refers to it', () => {
		expect(afterEdit((each) => rename(each, 'tell_customer', 'apologize'))).toEqual([
			'~ widget tell_customer renamed to apologize',
		]);
		expect(afterEdit((each) => rename(each, 'Trigger', 'Start'))).toEqual([
			'~ widget Trigger renamed to Start',
		]);
	});

	test('a renamed and moved widget as one line for each', () => {
		const lines = afterEdit((each) => {
			rename(each, 'tell_customer', 'apologize');
			widget(each, 'apologize').properties.offset = { x: 1, y: 2 };
		});
		expect(lines).toEqual(['~ widget tell_customer renamed to apologize', '~ apologize moved']);
	});

	test('a widget with another name and another text as removed and added', () => {
		const lines = afterEdit((each) => {
			rename(each, 'tell_customer', 'apologize');
			setProperties('apologize', { body: 'Sorry.' })(each);
		});
		expect(lines).toContain('- widget tell_customer (send-message)');
		expect(lines).toContain('+ widget apologize (send-message)');
	});

	test('several moved widgets as one line', () => {
		const move = (...names: string[]) =>
			afterEdit((each) => {
				for (const name of names) widget(each, name).properties.offset.x += 10;
			});
		expect(move('tell_customer')).toEqual(['~ tell_customer moved']);
		expect(move('tell_customer', 'Trigger', 'check_known_task')).toEqual(['~ 3 widgets moved']);
	});
});

describe('the diff shows', () => {
	test.each<[string, (each: FlowDefinition) => unknown, string]>([
		[
			'a transition to another widget',
			(each) => rewire(each, 'Trigger', 'incomingCall', 'check_known_task'),
			'~ Trigger: on incomingCall ask_about_call → check_known_task',
		],
		[
			'a transition that ends the flow',
			(each) => rewire(each, 'tell_customer', 'failed'),
			'~ tell_customer: on failed record_given_back → (end)',
		],
		[
			'an added event',
			(each) => widget(each, 'tell_customer').transitions.push({ event: 'later', next: 'tell_customer' }),
			'~ tell_customer: on later (none) → tell_customer',
		],
		[
			'a removed event',
			(each) => widget(each, 'tell_customer').transitions.pop(),
			'~ tell_customer: on failed record_given_back → (none)',
		],
		[
			'a changed condition',
			(each) =>
				Object.assign(widget(each, 'check_fallback_answered').transitions[1]?.conditions?.[0] ?? {}, {
					value: 'answered',
				}),
			'~ check_fallback_answered: on match, conditions[0].value: "completed" → "answered"',
		],
		[
			'an added match, by its name',
			(each) => {
				const { transitions } = widget(each, 'check_fallback_answered');
				const conditions = [{ friendly_name: 'Busy', arguments: ['x'], type: 'equal_to', value: 'busy' }];
				transitions.push({ event: 'match', next: 'tell_customer', conditions });
			},
			'~ check_fallback_answered: on match "Busy" (none) → tell_customer',
		],
		[
			'matches in another order, since the first match wins',
			(each) => widget(each, 'check_fallback_answered').transitions.reverse(),
			'~ check_fallback_answered: order changed',
		],
	])('%s as one line (rows: ‘a transition to another widget’ …)', (_, edit, line) => {
		expect(afterEdit(edit)).toEqual([line]);
	});
});

describe('the diff shows of the flow as a whole', () => {
	test('changes of description, flags and initial state', () => {
		const lines = afterEdit((each) => {
			each.description = 'AI-to-human handoff 9.9.9';
			each.flags.allow_concurrent_calls = false;
			each.initial_state = 'tell_customer';
		});
		expect(lines).toEqual([
			`~ description: "${template.description}" → "AI-to-human handoff 9.9.9"`,
			'~ initial_state: "Trigger" → "tell_customer"',
			'~ flags.allow_concurrent_calls: true → false',
		]);
	});

	test('of template and rendered flow only the placeholders', () => {
		const lines = diffFlows(flow, rendered());
		expect(lines).toContain(
			`~ send_call_to_flex.workflow: "${placeholder('TWILIO_FLEX_WORKFLOW_SID')}" → "WW0123456789abcdef0123456789abcdef"`,
		);
		expect(lines).toHaveLength(stringsIn(flow).filter(([, text]) => text.includes('${')).length);
	});
});

test('for random edits, a diff is empty exactly when the hash is the same', () => {
	for (let seed = 1; seed <= 300; seed++) {
		const below = randomNumbers(seed);
		const after = edited((each) => {
			for (let count = below(3); count > 0; count--) {
				const state = each.states[below(each.states.length)] ?? widget(each, 'Trigger');
				const kind = below(6);
				if (kind === 0) state.properties.offset.x += below(2);
				else if (kind === 1) state.properties.say = ['', 'x'][below(2)];
				else if (kind === 2) state.transitions.reverse();
				else if (kind === 3) state.transitions.push({ event: 'match', conditions: [] });
				else if (kind === 4) state.name += 'x'.repeat(below(2));
				else each.states.reverse();
			}
		});
		const same = hashOf(flow) === hashOf(after) && descriptionOf(after) === flow.description;
		expect({ seed, lines: diffFlows(flow, after).length > 0 }).toEqual({ seed, lines: !same });
	}
});
