/**
 * Which widgets of a flow are connected, and how many steps each is from the trigger.
 * @module
 */
import type { FlowState } from '../definition';

/** How many steps from the trigger each widget is, on the longest path. */
export function ranksOf(states: readonly FlowState[], trigger: FlowState): ReadonlyMap<FlowState, number> {
	const ranks = new Map<FlowState, number>();
	const visit = (state: FlowState, rank: number, path: readonly FlowState[]) => {
		if (path.includes(state) || (ranks.get(state) ?? -1) >= rank) return;
		ranks.set(state, rank);
		for (const next of nextOf(state, states)) visit(next, rank + 1, [...path, state]);
	};
	visit(trigger, 0, []);
	return ranks;
}

/**
 * The parts of the flow that only the trigger connects, and the widgets of each, both from left to right as on Studio's
 * canvas.
 */
export function lanesOf(states: readonly FlowState[], trigger: FlowState): FlowState[][] {
	const lanes: FlowState[][] = [];
	for (const state of states) {
		if (state === trigger) continue;
		const joined = lanes.filter((lane) =>
			lane.some((each) => nextOf(each, states).includes(state) || nextOf(state, states).includes(each)),
		);
		for (const lane of joined) lanes.splice(lanes.indexOf(lane), 1);
		lanes.push([...joined.flat(), state]);
	}
	const x = ({ properties }: FlowState) => properties.offset.x;
	const middle = (lane: FlowState[]) => lane.reduce((sum, state) => sum + x(state), 0) / lane.length;
	return lanes.map((lane) => lane.sort((a, b) => x(a) - x(b))).sort((a, b) => middle(a) - middle(b));
}

/** The widgets that one leads to. */
export function nextOf({ transitions }: FlowState, states: readonly FlowState[]): FlowState[] {
	const names = new Set(transitions.map(({ next }) => next));
	return states.filter(({ name }) => names.has(name));
}
