/**
 * The picture of the flow in the README.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import template from '../../../studio/agent-handoff.json';
import { type FlowDefinition, flowDefinition } from '../../../studio/definition';
import { drawFlow } from '../../../studio/draw/draw';
import { layOut } from '../../../studio/draw/layout';
import { state } from '../../support/flows';

const flow = flowDefinition.parse(template);
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
	['a flow with loops and an unconnected widget', loop],
	['a flow with only a trigger', { ...flow, states: flow.states.filter(({ type }) => type === 'trigger') }],
];

test('agent-handoff.svg is up to date (`npm run draw` writes it)', () => {
	expect(drawFlow(flow)).toBe(svg);
});

test('the picture fits a README, and its text is readable', () => {
	const [, width] = /<svg [^>]*width="([\d.]+)"/.exec(svg) ?? [];
	const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
	expect(Number(width)).toBeLessThanOrEqual(830);
	expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
});

test.each(pictures)('%s: no boxes or captions overlap, and all are inside the picture', (_, of) => {
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

test.each(pictures)('%s: every widget has a box and every transition an arrow', (_, of) => {
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

test('calls are on the left of the picture, messages on the right', () => {
	const { steps } = layOut(flow);
	const offsets = new Map(flow.states.map(({ name, properties }) => [name, properties.offset.x]));
	const side = (left: boolean) =>
		steps.filter(({ state: { name, type } }) => type !== 'trigger' && (offsets.get(name) ?? 0) < 0 === left);
	expect(Math.max(...side(true).map(({ x }) => x))).toBeLessThan(Math.min(...side(false).map(({ x }) => x)));
});
