/**
 * Which widgets of a flow come before which.
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';

/** @returns the widgets that a way leads to from one of these, these among them */
export function reachableFrom({ states }: FlowDefinition, names: Iterable<string>): Set<string> {
	const reached = new Set(names);
	for (const name of reached) {
		for (const { next } of states.find((state) => state.name === name)?.transitions ?? []) {
			if (next !== undefined) reached.add(next);
		}
	}
	return reached;
}

/** What comes after a widget; the widget itself only when a way leads back to it. */
export function after(flow: FlowDefinition, { transitions }: FlowState): Set<string> {
	return reachableFrom(
		flow,
		transitions.flatMap(({ next }) => (next === undefined ? [] : [next])),
	);
}

/** What can have run before a widget, by the widget's name. */
export function ancestors(flow: FlowDefinition): ReadonlyMap<string, readonly FlowState[]> {
	const later = flow.states.map((state) => [state, after(flow, state)] as const);
	return new Map(
		flow.states.map(({ name }) => [
			name,
			later.filter(([, names]) => names.has(name)).map(([state]) => state),
		]),
	);
}
