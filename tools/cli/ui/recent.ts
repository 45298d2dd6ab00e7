/**
 * The last handoffs as lines, and as JSON.
 * @module
 */
import { plural } from '../../account/format';
import type { Recent, RecentHandoff } from '../../recent';
import { MARKS, painter } from './colors';
import { wrap } from './layout';
import { shown } from './print';
import type { TraceOptions } from './trace';

const INDENT = 29;
const OTHER = ['·', 'gray'] as const;

/** One line per handoff, then what failed and how often. */
export function recentLines(
	recent: Recent,
	{ color, width = Number.POSITIVE_INFINITY }: TraceOptions,
): string[] {
	const { handoffs, failures, openClaims, isComplete, unreadable, since } = recent;
	const paint = painter(color);
	const line = ({ at, kind, subject, verdict }: RecentHandoff) => {
		const [mark, style] = verdict.status === 'unknown' ? OTHER : MARKS[verdict.status];
		const id = subject.conversationId ?? subject.callSid ?? subject.executionSid ?? subject.taskSid ?? '';
		const time = at.slice(0, 19).replace('T', ' ');
		return [
			wrap(
				`${paint(style, mark)} ${time}  ${kind}  ${paint('bold', verdict.id)}: ${shown(verdict.text)}`,
				width,
				INDENT,
			),
			paint('gray', `${' '.repeat(INDENT)}${shown(id)}`),
		];
	};
	const failed = Object.entries(failures).map(([id, count]) => `${count} ${id}`);
	const wrong = Object.values(failures).reduce((sum, count) => sum + count, 0);
	const notes = [
		openClaims > 0 &&
			`${plural(openClaims, 'handoff')} requested in the last 15 minutes ${openClaims === 1 ? 'has' : 'have'} no execution. See the Functions’ log.`,
		!isComplete && 'The list is incomplete. Use a shorter --since.',
		...unreadable.map(({ product, what }) => `Could not read ${product}: ${shown(what)}`),
	].filter((note) => note !== false);
	return [
		...handoffs.flatMap(line),
		...(handoffs.length > 0 ? [''] : []),
		`${plural(handoffs.length, 'handoff')} since ${since.slice(0, 16).replace('T', ' ')} UTC${wrong > 0 ? `, ${wrong} failed: ${failed.join(', ')}` : ', none failed'}`,
		...notes.map((note) => wrap(`${paint('yellow', '?')} ${note}`, width, 2)),
		...(wrong > 0 ? ['For details: npx handoff trace <id>'] : []),
	];
}
