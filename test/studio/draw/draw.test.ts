/**
 * The flow as people see it: on Studio's canvas, in the README's picture, and by its version.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import version from '../../../assets/version.json';
import packageJson from '../../../package.json';
import template from '../../../studio/agent-handoff.json';
import { type FlowDefinition, flowDefinition } from '../../../studio/definition';
import { titleOf } from '../../../studio/draw/captions';
import { drawFlow } from '../../../studio/draw/draw';
import { layOut } from '../../../studio/draw/layout';
import { state } from '../../emulator/flows';

const flow = flowDefinition.parse(template);

/** About what a widget takes on the canvas, with its transitions. */
const WIDTH = 320;
const HEIGHT = 160;

test('no two widgets lie over each other', () => {
	const overlaps = flow.states.flatMap((one, index) =>
		flow.states.slice(index + 1).flatMap((other) => {
			const [a, b] = [one.properties.offset, other.properties.offset];
			const apart = Math.abs(a.x - b.x) >= WIDTH || Math.abs(a.y - b.y) >= HEIGHT;
			return apart ? [] : [`${one.name} and ${other.name}`];
		}),
	);
	expect(overlaps).toEqual([]);
});

test('every way leads downward, by at least a widget', () => {
	const offsets = new Map(flow.states.map(({ name, properties }) => [name, properties.offset]));
	const wrong = flow.states.flatMap(({ name, properties, transitions }) =>
		transitions.flatMap(({ next }) => {
			const to = next === undefined ? undefined : offsets.get(next);
			return to && to.y < properties.offset.y + HEIGHT ? [`${name} to ${next}`] : [];
		}),
	);
	expect(wrong).toEqual([]);
});

test('calls lie on the left, messages on the right', () => {
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

describe('the picture', () => {
	const svg = readFileSync(join(__dirname, '../../../studio/agent-handoff.svg'), 'utf8');
	const loop: FlowDefinition = {
		...flow,
		states: [
			state('Trigger', 'trigger', {}, { incomingCall: 'ask', incomingRequest: 'ask' }),
			state('ask', 'gather-input-on-call', {}, { keypress: 'again', speech: 'ask', timeout: 'again' }),
			state('again', 'say-play', {}, { audioComplete: 'ask' }),
			state('left_over', 'set-variables', {}, { next: undefined }),
		],
	};
	const pictures: [string, FlowDefinition][] = [
		['the flow', flow],
		['a flow that goes in circles and has a loose widget', loop],
		['a flow of a trigger alone', { ...flow, states: flow.states.filter(({ type }) => type === 'trigger') }],
	];

	test('is of the flow as it is now (`npm run draw` makes a new one)', () => {
		expect(drawFlow(flow)).toBe(svg);
	});

	test('is shown in its own size in a README, with type that can be read', () => {
		const [, width] = /<svg [^>]*width="([\d.]+)"/.exec(svg) ?? [];
		const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
		expect(Number(width)).toBeLessThanOrEqual(830);
		expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
	});

	test.each(pictures)('%s: no box or caption lies over another, and all are in the picture', (_, of) => {
		const { steps, arrows, width, height } = layOut(of);
		const boxes = [...steps, ...arrows.flatMap(({ caption }) => (caption ? [caption] : []))];
		const overlaps = boxes.flatMap((one, index) =>
			boxes.slice(index + 1).flatMap((other) => {
				const apart =
					Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
					Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
				return apart ? [] : [`${one.lines.join(' ')} and ${other.lines.join(' ')}`];
			}),
		);
		expect(overlaps).toEqual([]);
		const inside = boxes.filter(
			(box) =>
				box.x - box.width / 2 >= 0 &&
				box.x + box.width / 2 <= width &&
				box.y - box.height / 2 >= 0 &&
				box.y + box.height / 2 <= height,
		);
		expect(inside).toEqual(boxes);
	});

	test.each(pictures)('%s: every widget has its box and every transition its arrow', (_, of) => {
		const { steps, arrows } = layOut(of);
		const boxes = steps.filter(({ isReference }) => !isReference);
		expect(boxes.map((step) => step.state.name).toSorted()).toEqual(
			of.states.map(({ name }) => name).toSorted(),
		);
		const drawn = arrows.flatMap(({ from, to, transitions }) =>
			transitions.map(({ event }) => `${from.name} ${event} ${to.name}`),
		);
		const names = new Set(of.states.map(({ name }) => name));
		const wanted = of.states.flatMap(({ name, transitions }) =>
			transitions.flatMap(({ event, next }) =>
				next !== undefined && names.has(next) ? [`${name} ${event} ${next}`] : [],
			),
		);
		expect(drawn.toSorted()).toEqual(wanted.toSorted());
	});

	test('has calls on the left and messages on the right', () => {
		const { steps } = layOut(flow);
		const offsets = new Map(flow.states.map(({ name, properties }) => [name, properties.offset.x]));
		const side = (left: boolean) =>
			steps.filter(
				({ state: { name, type } }) => type !== 'trigger' && (offsets.get(name) ?? 0) < 0 === left,
			);
		expect(Math.max(...side(true).map(({ x }) => x))).toBeLessThan(
			Math.min(...side(false).map(({ x }) => x)),
		);
	});

	test.each([
		['fetch_conversation_sid', 'Fetch conversation SID'],
		['send_call_to_flex', 'Send call to Flex'],
		['check_known_sids', 'Check known SIDs'],
	])('calls %s "%s"', (name, title) => {
		expect(titleOf({ name })).toBe(title);
	});
});

test('the flow, the package and the deployed assets have one version', () => {
	expect(flow.description).toMatch(/\d+\.\d+\.\d+$/);
	expect(flow.description.split(' ').at(-1)).toBe(packageJson.version);
	expect(version).toEqual({ name: packageJson.name, version: packageJson.version });
});
