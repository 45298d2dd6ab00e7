/**
 * The flow as it is, beyond what validation asks of any flow.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateDefinition } from '../../emulator/products/studio/validate';
import { widgets } from '../../emulator/products/studio/widgets';
import { flowDefinition } from '../../studio/definition';
import { stringsIn } from '../../studio/json';
import { PLACEHOLDERS } from '../../studio/render/render';
import { validateFlow } from '../../studio/validate/validate';
import { variablesOf } from '../../studio/validate/variables';
import { widget } from './support/edits';

const file = readFileSync(join(__dirname, '../../studio/agent-handoff.json'), 'utf8');
const json: unknown = JSON.parse(file);
const flow = flowDefinition.parse(json);
const { states } = flow;
const named = states.map((state): [string, typeof state] => [state.name, state]);
const ofType = (type: string) => named.filter(([, state]) => state.type === type);

test('Studio takes it, and validation finds nothing', () => {
	expect(validateDefinition(file)).toHaveProperty('definition');
	expect(validateFlow(json)).toEqual([]);
});

test('a call and a REST request start it, and nothing else does', () => {
	const [, trigger] = ofType('trigger')[0] ?? [];
	const starts = trigger?.transitions.filter(({ next }) => next !== undefined).map(({ event }) => event);
	expect(starts).toEqual(['incomingCall', 'incomingRequest']);
});

test('each placeholder that deploying fills is used', () => {
	const found = new Set([...file.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name));
	expect([...found].sort()).toEqual([...PLACEHOLDERS].sort());
});

describe('how it ended is recorded', () => {
	const outcomeOf = (state: (typeof states)[number]) =>
		variablesOf(state).find(({ key }) => key === 'outcome')?.value;
	const last = named.filter(
		([, { type, transitions }]) => type !== 'trigger' && transitions.some(({ next }) => next === undefined),
	);

	test.each(last)('%s ends the flow with an outcome', (name, state) => {
		const before = states.filter(({ transitions }) => transitions.some(({ next }) => next === name));
		expect([[state], before].some((some) => some.every((each) => outcomeOf(each) !== undefined))).toBe(true);
	});

	test('calls and conversations share no outcome but that of a session without a handoff', () => {
		const outcomes = states.map(outcomeOf).filter((outcome) => outcome !== undefined);
		const twice = outcomes.filter((outcome, index) => outcomes.indexOf(outcome) !== index);
		expect(twice).toEqual(['session_ended_without_handoff']);
	});
});

describe('the widgets', () => {
	test.each(named)('%s is of a type the emulator knows', (_, { type }) => {
		expect(widgets.has(type)).toBe(true);
	});

	test.each(ofType('make-http-request'))('%s asks a Function, with a form', (_, { properties }) => {
		expect(properties).toMatchObject({ method: 'POST', body: '' });
		expect(properties.content_type).toMatch(/^application\/x-www-form-urlencoded/);
	});

	test.each(ofType('send-to-flex'))(
		'%s takes its workflow and task channel from the deployment',
		(_, { properties }) => {
			expect(properties.workflow).toMatch(/^\$\{[A-Z_]+\}$/);
			expect(properties.channel).toMatch(/^\$\{[A-Z_]+\}$/);
		},
	);

	test.each([
		['send_call_to_flex', 'send_essential_call_to_flex'],
		['send_conversation_to_flex', 'send_essential_conversation_to_flex'],
	])('what %s cannot send, %s sends: fewer attributes, and no Liquid in the priority', (first, second) => {
		const { attributes, priority, offset, ...rest } = widget(flow, first).properties;
		expect(widget(flow, second).properties).toMatchObject({
			...rest,
			attributes: '{{flow.variables.essential_attributes}}',
			priority: '0',
		});
		const failures = widget(flow, first).transitions.filter(({ event }) => event !== 'callComplete');
		expect(failures.map(({ next }) => next)).toEqual([second, second]);
	});

	test('Liquid writes no more than a task of last resort: attributes are made in the Functions', () => {
		const withJson = states.filter(({ properties }) =>
			stringsIn(properties).some(([, text]) => text.includes('{"') || text.includes('to_json')),
		);
		expect(withJson.map(({ name }) => name)).toEqual([
			'set_basic_call_task',
			'ask_about_conversation',
			'set_basic_conversation_task',
		]);
	});
});
