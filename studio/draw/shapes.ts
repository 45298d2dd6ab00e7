/**
 * The parts of a flow's picture.
 * @module
 */
import type { FlowState, FlowTransition } from '../definition';
import { captionOf, kindOf, titleOf, wrap } from './captions';

export interface Point {
	readonly x: number;
	readonly y: number;
}

/** A rectangle with lines of text in it. */
export interface Box {
	readonly width: number;
	readonly height: number;
	readonly lines: readonly string[];
}

/** A widget; or, with `isReference`, the name of a widget at the end of an arrow that would cross half the picture. */
export interface Step extends Box {
	readonly state: FlowState;
	/** The last of its lines, unless the title says the same. */
	readonly kind?: string;
	readonly isReference: boolean;
}

/** All transitions from one widget to another. The caption has no lines when all transitions of the widget lead there. */
export interface Arrow {
	readonly from: FlowState;
	readonly to: FlowState;
	readonly transitions: readonly FlowTransition[];
	readonly caption: Box;
}

/** A box is placed by its center. */
export interface Picture {
	readonly width: number;
	readonly height: number;
	readonly steps: readonly (Step & Point)[];
	readonly arrows: readonly (Omit<Arrow, 'caption'> & {
		readonly points: readonly Point[];
		readonly caption?: Box & Point;
	})[];
}

export const FONT_SIZE = 12;
export const LINE_HEIGHT = 14;
/** An upper bound for Helvetica and similar fonts. */
const CHARACTER_WIDTH = 0.56 * FONT_SIZE;
const STEP = { characters: 16, width: 124, padding: 9 };
const REFERENCE = { characters: 14, sidePadding: 7, padding: 4 };
const CAPTION = { characters: 14, sidePadding: 2, padding: 1 };

export function stepOf(state: FlowState): Step {
	const title = titleOf(state);
	const kind = kindOf(state);
	const lines = [...wrap(title, STEP.characters), ...(kind === title ? [] : [kind])];
	const { height } = extentOf(lines, { sidePadding: 0, padding: STEP.padding });
	return { state, ...(kind !== title && { kind }), isReference: false, lines, width: STEP.width, height };
}

export function referenceTo(state: FlowState): Step {
	const lines = wrap(`→ ${titleOf(state)}`, REFERENCE.characters);
	return { state, isReference: true, lines, ...extentOf(lines, REFERENCE) };
}

export function arrowOf(from: FlowState, to: FlowState): Arrow {
	const transitions = from.transitions.filter(({ next }) => next === to.name);
	const lines = wrap(captionOf(transitions, from.transitions), CAPTION.characters);
	return { from, to, transitions, caption: { lines, ...extentOf(lines, CAPTION) } };
}

function extentOf(
	lines: readonly string[],
	{ sidePadding, padding }: { sidePadding: number; padding: number },
): { width: number; height: number } {
	if (lines.length === 0) return { width: 0, height: 0 };
	const characters = Math.max(...lines.map(({ length }) => length));
	return {
		width: characters * CHARACTER_WIDTH + 2 * sidePadding,
		height: lines.length * LINE_HEIGHT + 2 * padding,
	};
}
