/**
 * What makes JSON a flow definition at all: the schema, and that its parts refer to each other. Studio itself refuses
 * what breaks this; our own, stricter checks start from here.
 * @module
 */
import { isRecord } from '../../src/json';
import { type FlowDefinition, flowDefinition } from '../definition';
import { dotted, type Path } from '../json';
import { TRIGGER_EVENTS } from '../widget-types';

/** What is wrong, and where in the definition. */
export interface Fault {
	readonly path: Path;
	readonly message: string;
}

/**
 * Checks the schema, that the initial state exists, that names are unique, that every transition leads to a widget of
 * the flow, and that a trigger has only events Studio knows.
 * @returns every fault found, and the definition if the schema holds.
 */
export function checkStructure(json: unknown): { faults: Fault[]; definition?: FlowDefinition } {
	const parsed = flowDefinition.safeParse(json);
	if (parsed.success) return { faults: checkReferences(parsed.data), definition: parsed.data };
	const faults = parsed.error.issues.map(({ path, message }) => ({
		path: path.map((step) => (typeof step === 'number' ? step : String(step))),
		message,
	}));
	return { faults };
}

function checkReferences({ states, initial_state }: FlowDefinition): Fault[] {
	const faults: Fault[] = [];
	const names = new Set<string>();
	const all = new Set(states.map(({ name }) => name));
	if (!all.has(initial_state)) {
		faults.push({ path: ['initial_state'], message: `there is no widget "${initial_state}"` });
	}
	for (const [index, { name, type, transitions }] of states.entries()) {
		if (names.has(name)) {
			faults.push({ path: ['states', index, 'name'], message: `"${name}" is taken by another widget` });
		}
		names.add(name);
		for (const [position, { event, next }] of transitions.entries()) {
			const path = ['states', index, 'transitions', position];
			if (next !== undefined && !all.has(next)) {
				faults.push({ path: [...path, 'next'], message: `there is no widget "${next}"` });
			}
			if (type === 'trigger' && !TRIGGER_EVENTS.includes(event)) {
				faults.push({ path: [...path, 'event'], message: `a trigger has no event "${event}"` });
			}
		}
	}
	return faults;
}

/**
 * What the schema does not know, and what would therefore be lost on the way to Studio.
 * @param known the definition, as `checkStructure` returned it
 */
export function unknownPaths(json: unknown, known: unknown, path: Path = []): Path[] {
	if (Array.isArray(json) && Array.isArray(known)) {
		return json.flatMap((each, index) => unknownPaths(each, known[index], [...path, index]));
	}
	if (!isRecord(json) || !isRecord(known)) return [];
	return Object.entries(json).flatMap(([key, each]) =>
		Object.hasOwn(known, key) ? unknownPaths(each, known[key], [...path, key]) : [[...path, key]],
	);
}

/**
 * Says a place in a definition the way people think of it: by the widget's name.
 * @example placeOf(flow, ['states', 3, 'properties', 'url']) // 'fetch_service_sid.url'
 * @example placeOf(flow, ['states', 3, 'transitions', 1, 'next']) // 'fetch_service_sid, on failed'
 */
export function placeOf(json: unknown, path: Path): string {
	const [top, index, section, ...rest] = path;
	const state = top === 'states' ? dig(json, ['states', index]) : undefined;
	if (!isRecord(state) || typeof state.name !== 'string' || state.name === '') return dotted(path);
	if (section === undefined) return state.name;
	if (section === 'properties') return dotted([state.name, ...rest]);
	const [position, ...inside] = rest;
	const event = dig(state, ['transitions', position, 'event']);
	if (section !== 'transitions' || typeof event !== 'string') return dotted([state.name, section, ...rest]);
	const detail = inside.filter((step) => step !== 'next' && step !== 'event');
	return [`${state.name}, on ${event}`, ...(detail.length > 0 ? [dotted(detail)] : [])].join(', ');
}

function dig(value: unknown, path: readonly (string | number | undefined)[]): unknown {
	return path.reduce<unknown>((each, step) => {
		if (Array.isArray(each)) return typeof step === 'number' ? each[step] : undefined;
		return isRecord(each) && step !== undefined ? each[step] : undefined;
	}, value);
}
