/**
 * Draws a flow as it lies on Studio's canvas, for the README. `tsx studio/draw.ts` writes `agent-handoff.svg`.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import template from './agent-handoff.json';
import { type FlowDefinition, type FlowState, flowDefinition } from './definition';
import { RESUME_CONVERSATION } from './resume-conversation';

const WIDTH = 300;
const HEIGHT = 92;
const MARGIN = 60;

const COLOURS: Readonly<Record<string, string>> = {
	trigger: '#f22f46',
	'send-to-flex': '#1f8a5b',
	'make-http-request': '#0263e0',
	'split-based-on': '#6d3fc0',
	[RESUME_CONVERSATION.type]: '#0b7a75',
	'set-variables': '#606b85',
};
const OTHER_COLOUR = '#b3541e';

/** Events that mean something went wrong; drawn dashed. */
const FAILURES = ['failed', 'failedToEnqueue', 'callFailure', 'hangup'];

/**
 * @returns an SVG of the flow: a box a widget at its own offset, an arrow a transition
 * @example drawFlow(flowDefinition.parse(template))
 */
export function drawFlow({ description, states }: FlowDefinition): string {
	const xs = states.map(({ properties }) => properties.offset.x);
	const ys = states.map(({ properties }) => properties.offset.y);
	const left = Math.min(...xs) - MARGIN;
	const top = Math.min(...ys) - MARGIN;
	const width = Math.max(...xs) + WIDTH + MARGIN - left;
	const height = Math.max(...ys) + HEIGHT + MARGIN - top;
	const byName = new Map(states.map((state) => [state.name, state]));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" font-family="Helvetica, Arial, sans-serif" role="img" aria-label="${escapeXml(description)}">`,
		'<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" fill="#8891aa"/></marker></defs>',
		`<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#fff"/>`,
		...states.flatMap((state) => arrows(state, byName)),
		...states.map(box),
		'</svg>',
		'',
	].join('\n');
}

function box({ name, type, properties: { offset } }: FlowState): string {
	const colour = COLOURS[type] ?? OTHER_COLOUR;
	return [
		`<g transform="translate(${offset.x} ${offset.y})">`,
		`<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#fff" stroke="${colour}" stroke-width="2"/>`,
		`<rect width="${WIDTH}" height="10" rx="5" fill="${colour}"/>`,
		`<text x="14" y="44" font-size="17" font-weight="bold" fill="#121c2d">${escapeXml(name)}</text>`,
		`<text x="14" y="70" font-size="15" fill="#606b85">${escapeXml(type)}</text>`,
		'</g>',
	].join('');
}

/** Arrows leave the lower edge side by side, in the order of their targets from left to right, so that few cross. */
function arrows(
	{ properties: { offset }, transitions }: FlowState,
	byName: ReadonlyMap<string, FlowState>,
): string[] {
	const targets = transitions
		.flatMap(({ event, next }) => {
			const target = next === undefined ? undefined : byName.get(next);
			return target ? [{ event, to: target.properties.offset }] : [];
		})
		.sort((a, b) => a.to.x - b.to.x);
	return targets.map(({ event, to }, index) => {
		const x1 = offset.x + (WIDTH * (index + 1)) / (targets.length + 1);
		const y1 = offset.y + HEIGHT;
		const x2 = to.x + WIDTH / 2;
		const bend = Math.max(50, Math.abs(to.y - y1) / 2);
		const dashes = FAILURES.includes(event) ? ' stroke-dasharray="7 5"' : '';
		return [
			`<path d="M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${to.y - bend} ${x2} ${to.y}" fill="none" stroke="#8891aa" stroke-width="2"${dashes} marker-end="url(#tip)"/>`,
			`<text x="${x1 + 6}" y="${y1 + 20 + 18 * (index % 2)}" font-size="13" fill="#39465e">${escapeXml(event)}</text>`,
		].join('');
	});
}

function escapeXml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

if (require.main === module) {
	writeFileSync(join(__dirname, 'agent-handoff.svg'), drawFlow(flowDefinition.parse(template)));
}
