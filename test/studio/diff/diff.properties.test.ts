/**
 * The lines that show what changed in the properties of a widget.
 * @module
 */
import type { FlowDefinition } from '../../../studio/definition';
import { diffFlows } from '../../../studio/diff/diff';
import { edited, placeholder, setProperties, widget } from '../../support/flow-edits';

/** The template with a text in the place of its placeholder. */
const flow = edited(
	setProperties('apologize_to_caller', {
		say: 'We are sorry. We cannot connect you to a person right now. Please call again later.',
	}),
);

const afterEdit = (edit: (flow: FlowDefinition) => void) => diffFlows(flow, edited(edit, flow));

test.each<[string, (each: FlowDefinition) => unknown, string]>([
	['a changed value', setProperties('apologize_to_caller', { loop: 2 }), '~ apologize_to_caller.loop: 1 → 2'],
	[
		'an added value',
		setProperties('apologize_to_caller', { digits: '1' }),
		'~ apologize_to_caller.digits: (none) → "1"',
	],
	[
		'an emptied text',
		setProperties('send_call_to_flex', { timeout: '' }),
		`~ send_call_to_flex.timeout: "${placeholder('HANDOFF_CALL_TIMEOUT')}" → ""`,
	],
	[
		'a removed value',
		(each) => Reflect.deleteProperty(widget(each, 'send_call_to_flex').properties, 'timeout'),
		`~ send_call_to_flex.timeout: "${placeholder('HANDOFF_CALL_TIMEOUT')}" → (none)`,
	],
	[
		'a value of another type',
		setProperties('send_call_to_flex', { timeout: 3600 }),
		`~ send_call_to_flex.timeout: "${placeholder('HANDOFF_CALL_TIMEOUT')}" → 3600`,
	],
	[
		'a long text: only what differs',
		setProperties('apologize_to_caller', {
			say: 'We are sorry. We cannot connect you to a person right now. Please try again later.',
		}),
		'~ apologize_to_caller.say: "…now. Please call again later…" → "…now. Please try again later…"',
	],
	[
		'a long text with a new end',
		setProperties('apologize_to_caller', {
			say: `${widget(flow, 'apologize_to_caller').properties.say} Goodbye.`,
		}),
		'~ apologize_to_caller.say: "…again later." → "…again later. Goodbye."',
	],
	[
		'a text with control characters, escaped',
		setProperties('apologize_to_caller', { say: 'a\n\x1b[31mb\u202e' }),
		'~ apologize_to_caller.say: "We are sorry. We cannot connect you to a person right now. Please call again later." → "a\\n\\u{1b}[31mb\\u{202e}"',
	],
	[
		'a variable in a list, by its name',
		setProperties('record_handed_over', { variables: [{ key: 'outcome', value: 'done' }] }),
		'~ record_handed_over.variables.outcome.value: "conversation_handed_over" → "done"',
	],
	[
		'an added variable in a list',
		(each) => {
			const { variables } = widget(each, 'record_handed_over').properties;
			setProperties('record_handed_over', {
				variables: [{ key: 'by', value: 'us' }, ...(Array.isArray(variables) ? variables : [])],
			})(each);
		},
		'~ record_handed_over.variables.by: (none) → {"key":"by","value":"us"}',
	],
	[
		'a list in another order',
		(each) => {
			const { variables } = widget(each, 'set_call_task').properties;
			setProperties('set_call_task', {
				variables: Array.isArray(variables) ? variables.toReversed() : [],
			})(each);
		},
		'~ set_call_task: order changed',
	],
])('the diff shows %s', (_, edit, line) => {
	expect(afterEdit(edit)).toEqual([line]);
});

test('the diff shortens two long texts, and cuts no character in half', () => {
	const [line = ''] = afterEdit(setProperties('apologize_to_caller', { say: '😀'.repeat(500) }));
	expect(line.length).toBeLessThan(600);
	expect(line).toMatch(/"(😀)+ … (😀)+"$/u);
});

test('the diff of a JSON text shows only the word that changed', () => {
	const [line, ...others] = afterEdit((each) => {
		const { properties } = widget(each, 'set_basic_call_task');
		Object.assign(properties, JSON.parse(JSON.stringify(properties).replace('inbound', 'outbound')));
	});
	expect(line).toMatch(/^~ set_basic_call_task\.variables\.attributes\.value: /);
	expect(line).toMatch(/"…direction":"inbound","name…" → "…direction":"outbound","name…"$/);
	expect(others).toEqual([]);
});
