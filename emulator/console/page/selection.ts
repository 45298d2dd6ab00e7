/**
 * What the page shows of the state: the channel, and what was chosen in the lists.
 * @module
 */
import type { Action, ConsoleChannel, ConsoleState, Customer } from '../state';
import { byId } from './dom';

export const NAMES: Record<ConsoleChannel, string> = {
	SMS: 'SMS',
	WHATSAPP: 'WhatsApp',
	CHAT: 'Web chat',
	VOICE: 'Phone call',
};

interface Selection {
	state: ConsoleState;
	channel: ConsoleChannel;
	/** Chosen in the list of handoffs; otherwise the channel's newest is shown. */
	chosen?: string | undefined;
	chosenTask?: string;
}

export const selection: Selection = {
	state: { customers: [], steps: [], failures: [], person: '' },
	channel: 'SMS',
};

/** The customer on the left. */
export function customer(): Customer | undefined {
	const { state, chosen, channel } = selection;
	const found = chosen === undefined ? undefined : state.customers.find(({ id }) => id === chosen);
	return found ?? state.customers.find((each) => each.channel === channel);
}

/** A customer with an open task: the chosen one, else the shown customer's, else the newest. */
export function served(): Customer | undefined {
	const waiting = selection.state.customers.filter(isOpenTask);
	const shown = customer();
	return (
		waiting.find(({ id }) => id === selection.chosenTask) ??
		waiting.find(({ id }) => id === shown?.id) ??
		waiting[0]
	);
}

export function isOpenTask({ task }: Customer): boolean {
	return task !== undefined && !['completed', 'canceled', 'wrapping'].includes(task.status);
}

export function isFailed({ outcome }: Customer): boolean {
	return /failed|without|canceled|given back/.test(outcome);
}

/** Sends what one does; says on the page why it did not work. */
export async function act(action: Action): Promise<void> {
	const problem = byId('problem', HTMLParagraphElement);
	problem.textContent = '';
	const response = await fetch('/actions', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(action),
	});
	if (!response.ok) problem.textContent = `Error: ${await response.text()}`;
}
