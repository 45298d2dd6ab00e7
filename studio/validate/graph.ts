/**
 * Which widgets of a flow lead to which.
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';

/** The widgets that can be reached from these, including these. */
export function reachableFrom({ states }: FlowDefinition, names: Iterable<string>): Set<string> {
	const reached = new Set(names);
	for (const name of reached) {
		for (const { next } of states.find((state) => state.name === name)?.transitions ?? []) {
			if (next !== undefined) reached.add(next);
		}
	}
	return reached;
}

/** The widgets that can run after this one; the widget itself only when a loop leads back to it. */
export function after(flow: FlowDefinition, { transitions }: FlowState): Set<string> {
	return reachableFrom(
		flow,
		transitions.flatMap(({ next }) => (next === undefined ? [] : [next])),
	);
}

/** The widgets that can have run before each widget, by name. */
export function ancestors(flow: FlowDefinition): ReadonlyMap<string, readonly FlowState[]> {
	const later = flow.states.map((state) => [state, after(flow, state)] as const);
	return new Map(
		flow.states.map(({ name }) => [
			name,
			later.filter(([, names]) => names.has(name)).map(([state]) => state),
		]),
	);
}
