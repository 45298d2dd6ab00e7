/**
 * Draws a flow for the README. `npm run draw` writes `agent-handoff.svg`.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import template from '../agent-handoff.json';
import { type FlowDefinition, flowDefinition } from '../definition';
import { RESUME_CONVERSATION } from '../resume-conversation';
import { layOut } from './layout';
import { type Box, FONT_SIZE, LINE_HEIGHT, type Picture, type Point, type Step } from './shapes';

const COLORS: Readonly<Record<string, string>> = {
	trigger: '#f22f46',
	'send-to-flex': '#1f8a5b',
	'make-http-request': '#0263e0',
	'split-based-on': '#6d3fc0',
	[RESUME_CONVERSATION.type]: '#0b7a75',
	'set-variables': '#606b85',
};
const OTHER_COLOR = '#b3541e';

/** Events of a failure; drawn dashed. */
const FAILURES = ['failed', 'failedToEnqueue', 'callFailure', 'hangup'];
const CORNER = 6;

/**
 * @returns an SVG of the flow: a box for each widget, an arrow for each transition, dashed for failures. Instead of
 * crossing half the picture, an arrow ends at the name of the widget it leads to.
 * @example drawFlow(flowDefinition.parse(template))
 */
export function drawFlow(flow: FlowDefinition): string {
	const { width, height, steps, arrows } = layOut(flow);
	const size = `width="${round(width)}" height="${round(height)}"`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${round(width)} ${round(height)}" font-family="Helvetica, Arial, sans-serif" font-size="${FONT_SIZE}" text-anchor="middle" role="img" aria-label="${escapeXml(flow.description)}">`,
		'<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z" fill="#606b85"/></marker></defs>',
		`<rect ${size} fill="#fff"/>`,
		...arrows.map(line),
		...arrows.flatMap(({ caption }) => (caption ? [text(caption)] : [])),
		...steps.map((step) => (step.isReference ? reference(step) : box(step))),
		'</svg>',
		'',
	].join('\n');
}

function box(step: Step & Point): string {
	const color = COLORS[step.state.type] ?? OTHER_COLOR;
	const rectangle = rect(step, `rx="5" fill="#fff" stroke="${color}" stroke-width="1.5"`);
	const lines = step.lines.map((each, index) => textLine(each, step, index, step.lines.length));
	const kind = step.kind === undefined ? '' : `<g fill="${color}">${lines.pop()}</g>`;
	return `<g data-widget="${escapeXml(step.state.name)}">${rectangle}<g fill="#121c2d" font-weight="bold">${lines.join('')}</g>${kind}</g>`;
}

function reference(step: Step & Point): string {
	const lines = step.lines.map((each, index) => textLine(each, step, index, step.lines.length));
	return `<g>${rect(step, 'rx="9" fill="#f4f4f6"')}<g fill="#39465e" font-style="italic">${lines.join('')}</g></g>`;
}

function line({ from, to, points, transitions }: Picture['arrows'][number]): string {
	const dashes = transitions.every(({ event }) => FAILURES.includes(event)) ? ' stroke-dasharray="5 4"' : '';
	const ends = `data-from="${escapeXml(from.name)}" data-to="${escapeXml(to.name)}"`;
	return `<path ${ends} d="${route(points)}" fill="none" stroke="#606b85"${dashes} marker-end="url(#tip)"/>`;
}

function text(caption: Box & Point): string {
	const lines = caption.lines.map((each, index) => textLine(each, caption, index, caption.lines.length));
	return `<g fill="#39465e">${rect(caption, 'fill="#fff"')}${lines.join('')}</g>`;
}

/** One of several lines, in the middle of a box. */
function textLine(words: string, { x, y }: Point, index: number, count: number): string {
	const baseline = y + (index - (count - 1) / 2) * LINE_HEIGHT + FONT_SIZE * 0.35;
	return `<text x="${round(x)}" y="${round(baseline)}">${escapeXml(words)}</text>`;
}

function rect({ x, y, width, height }: Box & Point, look: string): string {
	return `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" ${look}/>`;
}

/** A line through the points, its corners rounded. */
function route(points: readonly Point[]): string {
	return points
		.map((point, index) => {
			const [before, after] = [points[index - 1], points[index + 1]];
			if (!before) return `M${at(point)}`;
			if (!after) return `L${at(point)}`;
			return `L${at(toward(point, before))} Q${at(point)} ${at(toward(point, after))}`;
		})
		.join(' ');
}

function toward(from: Point, to: Point): Point {
	const length = Math.hypot(to.x - from.x, to.y - from.y);
	const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
	return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function at({ x, y }: Point): string {
	return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}

function escapeXml(words: string): string {
	return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

if (require.main === module) {
	writeFileSync(join(__dirname, '../agent-handoff.svg'), drawFlow(flowDefinition.parse(template)));
}
