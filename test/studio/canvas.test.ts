/**
 * The flow as people see it: on Studio's canvas, in the README's picture, and by its version.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import version from '../../assets/version.json';
import packageJson from '../../package.json';
import template from '../../studio/agent-handoff.json';
import { flowDefinition } from '../../studio/definition';
import { drawFlow } from '../../studio/draw';

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

test('the picture is of the flow as it is now (`npm run draw` makes a new one)', () => {
	const picture = readFileSync(join(__dirname, '../../studio/agent-handoff.svg'), 'utf8');
	expect(drawFlow(flow)).toBe(picture);
	for (const { name } of flow.states) expect(picture).toContain(`>${name}<`);
});

test('the flow, the package and the deployed assets have one version', () => {
	expect(flow.description).toMatch(/\d+\.\d+\.\d+$/);
	expect(flow.description.split(' ').at(-1)).toBe(packageJson.version);
	expect(version).toEqual({ name: packageJson.name, version: packageJson.version });
});
