/**
 * Places a flow's widgets, arrows and captions in its picture: from the trigger down, unconnected parts side by side.
 * dagre decides the rows and the order in them; the offsets on Studio's canvas decide only what is left and right.
 * @module
 */
import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from '@dagrejs/dagre';
import type { FlowDefinition, FlowState } from '../definition';
import { lanesOf, nextOf, ranksOf } from './lanes';
import { type Item, rowsOf, settle, widthOf } from './rows';
import { type Arrow, arrowOf, type Picture, type Point, referenceTo, type Step, stepOf } from './shapes';

/** The width of a picture in a README on GitHub, which shrinks a wider one together with its text. */
const MAX_WIDTH = 830;
const MARGIN = 8;
const LANE_GAP = 16;
/** An arrow across more ranks than this ends in a reference, and so does one that leads back. */
const FAR = 2;
/** The distance of arrows from a box's corners. */
const INSET = 14;

/** One lane; each arrow as the items it passes. */
interface Lane {
	readonly steps: readonly (Step & { readonly item: Item })[];
	readonly arrows: readonly (Arrow & { readonly path: readonly Item[]; readonly captionItem?: Item })[];
	readonly rows: Item[][];
	readonly height: number;
}

/** @throws Error when the initial state is not a widget of the flow */
export function layOut({ states, initial_state }: FlowDefinition): Picture {
	const trigger = states.find(({ name }) => name === initial_state);
	if (!trigger) throw new Error(`widget "${initial_state}" not found`);
	const ranks = ranksOf(states, trigger);
	const isFar = (from: FlowState, to: FlowState) => {
		const ahead = (ranks.get(to) ?? 0) - (ranks.get(from) ?? 0);
		return ahead <= 0 || ahead > FAR;
	};
	const lanes = lanesOf(states, trigger).map((states) => laneOf(states, trigger, isFar));
	return sideBySide(lanes, trigger);
}

/** Lays out one lane below a trigger of size zero. */
function laneOf(
	states: readonly FlowState[],
	trigger: FlowState,
	isFar: (from: FlowState, to: FlowState) => boolean,
): Lane {
	const graph = new Graph<GraphLabel, NodeLabel & { step: Step }, EdgeLabel & { arrow: Arrow }>();
	graph.setGraph({ ranksep: 28 });
	graph.setNode(trigger.name, { step: { ...stepOf(trigger), width: 0, height: 0 }, width: 0, height: 0 });
	const addStep = (id: string, step: Step) =>
		graph.setNode(id, { step, width: step.width, height: step.height });
	for (const state of states) addStep(state.name, stepOf(state));
	for (const from of [trigger, ...states]) {
		for (const to of nextOf(from, states)) {
			const id = isFar(from, to) ? `${from.name} ${to.name}` : to.name;
			if (id !== to.name) addStep(id, referenceTo(to));
			const arrow = arrowOf(from, to);
			const { width, height } = arrow.caption;
			graph.setEdge(from.name, id, { arrow, labelpos: 'c', width, height });
		}
	}
	layout(graph);

	const items = new Map<string, Item>();
	for (const id of graph.nodes()) {
		const { x = 0, y = 0, width, height } = graph.node(id);
		items.set(id, { x, y, width, height, neighbors: [] });
	}
	const bends: Item[] = [];
	const arrows = graph.edges().map(({ v, w }) => {
		const { arrow, points = [], y = 0 } = graph.edge(v, w);
		const between = points.slice(1, -1).map((point): Item => {
			const { width, height } = Math.abs(point.y - y) < 1 ? arrow.caption : { width: 0, height: 0 };
			return { ...point, width, height, neighbors: [] };
		});
		bends.push(...between);
		const path = [items.get(v), ...between, items.get(w)].filter((item) => item !== undefined);
		for (const [index, item] of path.entries()) {
			const after = path[index + 1];
			if (!after) continue;
			item.neighbors.push(after);
			after.neighbors.push(item);
		}
		const captionItem = between.find(({ height }) => height > 0);
		return { ...arrow, path, ...(captionItem && { captionItem }) };
	});
	const steps = [...items].flatMap(([id, item]) =>
		id === trigger.name ? [] : [{ ...graph.node(id).step, item }],
	);
	const { height = 0 } = graph.graph();
	return { steps, arrows, rows: rowsOf([...items.values(), ...bends]), height };
}

/** Places the lanes below the trigger. They share the width in proportion to what they need. */
function sideBySide(lanes: readonly Lane[], trigger: FlowState): Picture {
	const head = stepOf(trigger);
	const needs = lanes.map(({ rows }) => Math.max(0, ...rows.map(widthOf)));
	const needed = needs.reduce((sum, need) => sum + need, 0);
	const margins = 2 * MARGIN + LANE_GAP * (lanes.length - 1);
	const stretch = needed === 0 ? 1 : Math.max(1, (MAX_WIDTH - margins) / needed);
	const width = Math.max(MAX_WIDTH, needed * stretch + margins);
	const top = { ...head, x: width / 2, y: MARGIN + head.height / 2 };
	const bottom = MARGIN + head.height;
	const steps: (Step & Point)[] = [top];
	const arrows: Picture['arrows'][number][] = [];
	let left = MARGIN;
	for (const [index, lane] of lanes.entries()) {
		const laneWidth = (needs[index] ?? 0) * stretch;
		settle(lane.rows, laneWidth);
		const at = ({ x, y }: Point): Point => ({ x: x + left, y: y + bottom + LANE_GAP });
		steps.push(...lane.steps.map(({ item, ...step }) => ({ ...step, ...at(item) })));
		for (const { path, captionItem, caption, ...arrow } of lane.arrows) {
			const points = pointsOf(path, lane.rows).map(at);
			arrows.push({
				...arrow,
				points: arrow.from === trigger ? [{ x: top.x, y: bottom }, ...points] : points,
				...(captionItem && { caption: { ...caption, ...at(captionItem) } }),
			});
		}
		left += laneWidth + LANE_GAP;
	}
	const height = bottom + LANE_GAP + Math.max(0, ...lanes.map((lane) => lane.height)) + MARGIN;
	return { width, height, steps, arrows };
}

/**
 * From the lower edge of the first item to the upper edge of the last. Other rows are crossed straight down, so that an
 * arrow turns only where there are no boxes or captions.
 */
function pointsOf(path: readonly Item[], rows: readonly Item[][]): Point[] {
	return path.flatMap((item, index) => {
		const row = rows.find((each) => each.includes(item)) ?? [];
		const half = Math.max(...row.map(({ height }) => height / 2));
		const before = path[index - 1];
		const after = path[index + 1];
		if (before && after)
			return [
				{ x: item.x, y: item.y - half },
				{ x: item.x, y: item.y + half },
			];
		const reach = Math.max(0, item.width / 2 - INSET);
		const x = Math.min(item.x + reach, Math.max(item.x - reach, (before ?? after ?? item).x));
		// To the row's edge and then on, for a box that is lower than others in its row.
		const ends = [
			{ x, y: item.y + item.height / 2 },
			{ x, y: item.y + half },
		];
		return before ? ends.map((end) => ({ x, y: 2 * item.y - end.y })).toReversed() : ends;
	});
}
