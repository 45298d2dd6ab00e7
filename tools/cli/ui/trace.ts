/**
 * A trace as lines that a person can follow, and as JSON.
 * @module
 */
import type { Subject, Trace, TraceEntry, TraceStatus, Verdict } from '../../trace';
import { MARKS, type Paint, painter, type Style } from './colors';
import { wrap } from './layout';
import { shown } from './print';

const TRACE_MARKS: Readonly<Record<TraceStatus | 'unknown', readonly [string, Style]>> = {
	...MARKS,
	note: ['·', 'gray'],
	unknown: MARKS.unreadable,
};
const NAMES: readonly (readonly [keyof Subject, string])[] = [
	['conversationId', 'conversation'],
	['conversationSid', 'classic conversation'],
	['callSid', 'call'],
	['executionSid', 'execution'],
	['taskSid', 'task'],
];

const LABEL_WIDTH = 'classic conversation'.length;

/** Where the text of an entry begins, and that of the verdict's details. */
const ENTRY_INDENT = 29;
const DETAIL_INDENT = 12;

export interface TraceOptions {
	readonly color: boolean;
	/** How many columns a line may take; no limit unless given. */
	readonly width?: number;
}

/** Which handoff, what happened, and the verdict. Time is counted from the first entry that has one. */
export function traceLines(
	trace: Trace,
	{ color, width = Number.POSITIVE_INFINITY }: TraceOptions,
): string[] {
	const { subject, entries, verdict } = trace;
	const paint = painter(color);
	const start = entries.find(({ at }) => at !== undefined)?.at;
	const about = NAMES.flatMap(([key, name]) => {
		const id = subject[key];
		return id === undefined ? [] : [`${name.padEnd(LABEL_WIDTH)} ${shown(id)}`];
	});
	const began =
		start === undefined
			? []
			: [`${'started'.padEnd(LABEL_WIDTH)} ${start.slice(0, 19).replace('T', ' ')} UTC`];
	return [
		...[...about, ...began].map((line) => paint('gray', line)),
		'',
		...entries.map((entry) => wrap(entryLine(entry, start, paint), width, ENTRY_INDENT)),
		'',
		...verdictLines(verdict, paint).map((line) => wrap(line, width, DETAIL_INDENT)),
	];
}

function entryLine(
	{ at, status, product, what }: TraceEntry,
	start: string | undefined,
	paint: Paint,
): string {
	const [mark, style] = TRACE_MARKS[status];
	const text = `${product.padEnd(14)} ${shown(what)}`;
	return `  ${paint(style, mark)} ${offset(at, start).padStart(8)}  ${status === 'note' ? paint('gray', text) : text}`;
}

function offset(at: string | undefined, start: string | undefined): string {
	if (at === undefined || start === undefined) return '';
	// Most products report whole seconds only.
	const second = (iso: string) => Math.floor(Date.parse(iso) / 1000);
	const seconds = second(at) - second(start);
	if (seconds < 100) return `${seconds} s`;
	const two = (value: number) => String(Math.floor(value) % 60).padStart(2, '0');
	return `${Math.floor(seconds / 3600)}:${two(seconds / 60)}:${two(seconds)}`;
}

function verdictLines({ status, text, impact, advice }: Verdict, paint: Paint): string[] {
	const [mark, style] = TRACE_MARKS[status];
	const details = [
		['Impact', impact ?? ''],
		['Fix', advice],
	].filter(([, value]) => value !== '');
	return [
		`${paint(style, mark)} ${paint('bold', shown(text))}`,
		...details.map(([label = '', value = '']) => `    ${paint('gray', label.padEnd(7))} ${shown(value)}`),
	];
}

/** For machines. */
export function traceJson(trace: Trace): string {
	return JSON.stringify(trace, undefined, 2);
}
