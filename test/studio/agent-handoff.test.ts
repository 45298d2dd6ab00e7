/**
 * The flow of this project: rules beyond those for any flow.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import version from '../../assets/version.json';
import { validateDefinition } from '../../emulator/products/studio/validate';
import { widgets } from '../../emulator/products/studio/widgets';
import packageJson from '../../package.json';
import { flowDefinition } from '../../studio/definition';
import { stringsIn } from '../../studio/json';
import { PLACEHOLDERS } from '../../studio/render/render';
import { validateFlow } from '../../studio/validate/validate';
import { variablesOf } from '../../studio/validate/variables';
import { widget } from '../support/flow-edits';

const file = readFileSync(join(__dirname, '../../studio/agent-handoff.json'), 'utf8');
const json: unknown = JSON.parse(file);
const flow = flowDefinition.parse(json);
const { states } = flow;
const named = states.map((state): [string, typeof state] => [state.name, state]);
const ofType = (type: string) => named.filter(([, state]) => state.type === type);

test('Studio accepts the flow, and validation finds no problems', () => {
	expect(validateDefinition(file)).toHaveProperty('definition');
	expect(validateFlow(json)).toEqual([]);
});

test('only calls and REST requests start the flow', () => {
	const [, trigger] = ofType('trigger')[0] ?? [];
	const starts = trigger?.transitions.filter(({ next }) => next !== undefined).map(({ event }) => event);
	expect(starts).toEqual(['incomingCall', 'incomingRequest']);
});

test('every known placeholder is used', () => {
	const found = new Set([...file.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name));
	expect([...found].sort()).toEqual([...PLACEHOLDERS].sort());
});

describe('the variable outcome', () => {
	const outcomeOf = (state: (typeof states)[number]) =>
		variablesOf(state).find(({ key }) => key === 'outcome')?.value;
	const last = named.filter(
		([, { type, transitions }]) => type !== 'trigger' && transitions.some(({ next }) => next === undefined),
	);

	test.each(last)('is set when the flow ends at %s', (name, state) => {
		const before = states.filter(({ transitions }) => transitions.some(({ next }) => next === name));
		expect([[state], before].some((some) => some.every((each) => outcomeOf(each) !== undefined))).toBe(true);
	});

	test('differs from ending to ending', () => {
		const outcomes = states.map(outcomeOf).filter((outcome) => outcome !== undefined);
		const twice = outcomes.filter((outcome, index) => outcomes.indexOf(outcome) !== index);
		expect(twice).toEqual([]);
	});
});

describe('the widgets', () => {
	test.each(named)('%s has a type that the emulator runs', (_, { type }) => {
		expect(widgets.has(type)).toBe(true);
	});

	test.each(ofType('make-http-request'))('%s posts a form to a Function', (_, { properties }) => {
		expect(properties).toMatchObject({ method: 'POST', body: '' });
		expect(properties.content_type).toMatch(/^application\/x-www-form-urlencoded/);
	});

	test.each(ofType('send-to-flex'))(
		'%s has placeholders for workflow and task channel',
		(_, { properties }) => {
			expect(properties.workflow).toMatch(/^\$\{[A-Z_]+\}$/);
			expect(properties.channel).toMatch(/^\$\{[A-Z_]+\}$/);
		},
	);

	test.each([
		['send_call_to_flex', 'send_essential_call_to_flex'],
		['send_conversation_to_flex', 'send_essential_conversation_to_flex'],
	])('when %s fails, %s retries with fewer attributes and no Liquid in the priority', (first, second) => {
		const { attributes, priority, offset, ...rest } = widget(flow, first).properties;
		expect(widget(flow, second).properties).toMatchObject({
			...rest,
			attributes: '{{flow.variables.essential_attributes}}',
			priority: '0',
		});
		const failures = widget(flow, first).transitions.filter(({ event }) => event !== 'callComplete');
		expect(failures.map(({ next }) => next)).toEqual([second, second]);
	});

	test('Liquid writes JSON only where the Functions cannot', () => {
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

/** About the size of a widget on the canvas, with its transitions. */
const WIDTH = 320;
const HEIGHT = 160;

test('no two widgets overlap on the canvas', () => {
	const overlaps = flow.states.flatMap((one, index) =>
		flow.states.slice(index + 1).flatMap((other) => {
			const [a, b] = [one.properties.offset, other.properties.offset];
			const apart = Math.abs(a.x - b.x) >= WIDTH || Math.abs(a.y - b.y) >= HEIGHT;
			return apart ? [] : [`${one.name} and ${other.name}`];
		}),
	);
	expect(overlaps).toEqual([]);
});

test('every transition leads at least one widget down the canvas', () => {
	const offsets = new Map(flow.states.map(({ name, properties }) => [name, properties.offset]));
	const wrong = flow.states.flatMap(({ name, properties, transitions }) =>
		transitions.flatMap(({ next }) => {
			const to = next === undefined ? undefined : offsets.get(next);
			return to && to.y < properties.offset.y + HEIGHT ? [`${name} to ${next}`] : [];
		}),
	);
	expect(wrong).toEqual([]);
});

test('calls are on the left of the canvas, messages on the right', () => {
	const offsets = new Map(flow.states.map(({ name, properties }) => [name, properties.offset]));
	const reach = (name: string | undefined): string[] => {
		const state = flow.states.find((each) => each.name === name);
		return state ? [state.name, ...state.transitions.flatMap(({ next }) => reach(next))] : [];
	};
	const side = (event: string): number[] => {
		const trigger = flow.states.find(({ name }) => name === flow.initial_state);
		const first = trigger?.transitions.find((transition) => transition.event === event)?.next;
		return reach(first).map((name) => offsets.get(name)?.x ?? Number.NaN);
	};
	const x = offsets.get(flow.initial_state)?.x ?? Number.NaN;
	expect(Math.max(...side('incomingCall'))).toBeLessThan(x);
	expect(Math.min(...side('incomingRequest'))).toBeGreaterThan(x);
});

test('the flow, the package and the assets have the same version', () => {
	expect(flow.description).toMatch(/\d+\.\d+\.\d+$/);
	expect(flow.description.split(' ').at(-1)).toBe(packageJson.version);
	expect(version).toEqual({ name: packageJson.name, version: packageJson.version });
});
