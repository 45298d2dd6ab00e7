/**
 * The list of handoffs with their outcome and time, and what they count up to.
 * @module
 */
import type { Customer } from '../state';
import { byId, clock, element, fill, seconds } from './dom';
import { isFailed, isOpenTask, NAMES, selection } from './selection';

/** @param again shows the page again */
export function showPast(again: () => void): void {
	const all = selection.state.customers;
	fill(byId('counts', HTMLDListElement), countsOf(all), () =>
		countsOf(all).map(([name, count]) =>
			element('div', {}, element('dt', {}, name), element('dd', {}, String(count))),
		),
	);
	byId('no-rows', HTMLParagraphElement).hidden = all.length > 0;
	const rows = all.map((each) => ({ id: each.id, mark: markOf(each), cells: cellsOf(each) }));
	fill(byId('rows', HTMLTableSectionElement), rows, () =>
		rows.map(({ id, mark, cells: [started = '', channel = '', name = '', outcome = '', time = ''] }) => {
			const button = element('button', { type: 'button', className: 'light' }, started);
			button.ariaLabel = `Show the handoff that started at ${started}`;
			button.onclick = () => {
				selection.chosen = id;
				selection.channel = all.find((each) => each.id === id)?.channel ?? selection.channel;
				again();
			};
			const badge = element('span', { className: `badge ${mark}` }, outcome);
			const cells = [button, channel, name, badge, time];
			return element('tr', {}, ...cells.map((cell) => element('td', {}, cell)));
		}),
	);
}

function cellsOf({ startedAt, channel, name, outcome, handedOverInMs }: Customer): string[] {
	const time = handedOverInMs === undefined ? '' : seconds(handedOverInMs);
	return [clock(startedAt), NAMES[channel], name, outcome, time];
}

/** How an outcome looks. */
export function markOf(of: Customer): 'bad' | 'open' | 'good' | '' {
	if (isFailed(of)) return 'bad';
	if (isOpenTask(of)) return 'open';
	return of.task ? 'good' : '';
}

function countsOf(all: readonly Customer[]): [string, number | string][] {
	const times = all.flatMap(({ handedOverInMs }) => handedOverInMs ?? []).sort((a, b) => a - b);
	const median = times[Math.floor(times.length / 2)];
	return [
		['Customers', all.length],
		['Handed over', all.filter(({ task }) => task !== undefined).length],
		['Open', all.filter(isOpenTask).length],
		['Failed or given back', all.filter(isFailed).length],
		['Time to task, median', median === undefined ? '–' : seconds(median)],
	];
}
