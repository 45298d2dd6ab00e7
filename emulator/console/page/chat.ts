/**
 * What was written or said, as bubbles.
 * @module
 */
import type { Customer } from '../state';
import { clock, element, fill } from './dom';
import { selection } from './selection';

const SPEAKERS = { customer: 'Customer', agent: 'Virtual agent', twilio: 'Twilio' } as const;

/**
 * Shows conversations, the newest last.
 * @param hint what is there before anything was written
 */
export function showChat(into: HTMLDivElement, conversations: readonly Customer[], hint = ''): void {
	const { person } = selection.state;
	const shown = conversations.map(({ id, lines }) => ({ id, lines }));
	const changed = fill(into, [shown, person, hint], () => {
		if (conversations.length === 0) return [element('p', { className: 'hint' }, hint)];
		return conversations.flatMap((each, index) => [
			...(index === 0 ? [] : [divider(each)]),
			element(
				'div',
				{ className: index === conversations.length - 1 ? 'now' : '' },
				...bubbles(each, person),
			),
		]);
	});
	if (changed) into.scrollTop = into.scrollHeight;
}

function divider({ startedAt }: Customer): HTMLElement {
	return element('p', { className: 'hint' }, `A new conversation, ${clock(startedAt)}`);
}

function bubbles({ lines }: Customer, person: string): HTMLElement[] {
	return lines.map(({ who, text }) => {
		const speaker = who === 'person' ? `${person}, a person` : SPEAKERS[who];
		return element('p', { className: who }, element('b', {}, speaker), text);
	});
}
