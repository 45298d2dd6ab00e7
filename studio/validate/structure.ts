/**
 * JSON is a flow definition: it matches the schema, and its references exist. Studio itself rejects anything else; the
 * other checks are stricter than Studio.
 * @module
 */

import { type FlowDefinition, flowDefinition } from '../definition';
import type { Path } from '../json';
import { isRecord } from '../json';
import { TRIGGER_EVENTS } from '../widget-types';

/** A problem, and where in the definition it is. */
export interface Fault {
	readonly path: Path;
	readonly message: string;
}

/**
 * Checks the schema, that the initial state exists, that names are unique, that every transition leads to a widget of
 * the flow, and that a trigger has only events that Studio has.
 * @returns every fault, and the definition if the schema matches
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
		faults.push({ path: ['initial_state'], message: `widget "${initial_state}" not found` });
	}
	for (const [index, { name, type, transitions }] of states.entries()) {
		if (names.has(name)) {
			faults.push({ path: ['states', index, 'name'], message: `another widget is named "${name}"` });
		}
		names.add(name);
		for (const [position, { event, next }] of transitions.entries()) {
			const path = ['states', index, 'transitions', position];
			if (next !== undefined && !all.has(next)) {
				faults.push({ path: [...path, 'next'], message: `widget "${next}" not found` });
			}
			if (type === 'trigger' && !TRIGGER_EVENTS.includes(event)) {
				faults.push({ path: [...path, 'event'], message: `"${event}" is not an event of a trigger` });
			}
		}
	}
	return faults;
}

/**
 * The paths of keys that the schema lacks: rendering would drop them.
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
