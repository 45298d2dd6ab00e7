/**
 * The left column: the customer writes, or calls.
 * @module
 */
import type { Customer } from '../state';
import { showChat } from './chat';
import { byId, element } from './dom';
import { act, customer, NAMES, selection } from './selection';

const input = byId('customer-text', HTMLInputElement);
/** One click for who has no words. */
const PHRASES = ['Where is my order?', 'I want to talk to a person'];

export function showCustomer(): void {
	const shown = customer();
	const isCall = selection.channel === 'VOICE';
	const isOnCall = isCall && shown?.open === true;
	const hint = isCall
		? 'You are the caller. Call, then type what you say: ask a question, then ask for a human agent.'
		: `You are the customer, with ${NAMES[selection.channel]}. Ask a question, then ask for a human agent.`;
	showChat(byId('customer-log', HTMLDivElement), shown ? thread(shown) : [], hint);
	byId('call', HTMLButtonElement).hidden = !isCall || isOnCall;
	byId('hang-up', HTMLButtonElement).hidden = !isOnCall;
	const isSilent = isCall && !isOnCall;
	for (const each of document.querySelectorAll<HTMLButtonElement>('#customer-send, #phrases button')) {
		each.disabled = isSilent;
	}
	input.disabled = isSilent;
	byId('customer-label', HTMLLabelElement).textContent = isCall ? 'What the caller says' : 'Message';
}

/** A phone shows what was written before the chat was closed, too. */
function thread(shown: Customer): Customer[] {
	if (shown.channel === 'VOICE') return [shown];
	const earlier = selection.state.customers.find(
		({ channel, startedAt }) => channel === shown.channel && startedAt < shown.startedAt,
	);
	return earlier ? [earlier, shown] : [shown];
}

function say(text: string): void {
	const { channel } = selection;
	const shown = customer();
	if (text === '') return;
	if (channel !== 'VOICE') {
		selection.chosen = undefined;
		void act({ do: 'write', channel, text });
	} else if (shown) void act({ do: 'speak', id: shown.id, text });
}

export function listenToCustomer(): void {
	byId('customer-form', HTMLFormElement).onsubmit = (event) => {
		event.preventDefault();
		say(input.value.trim());
		input.value = '';
	};
	for (const phrase of PHRASES) {
		const button = element('button', { type: 'button', className: 'light' }, phrase);
		button.onclick = () => say(phrase);
		byId('phrases', HTMLDivElement).append(button);
	}
	byId('call', HTMLButtonElement).onclick = () => {
		selection.chosen = undefined;
		void act({ do: 'call' });
	};
	byId('hang-up', HTMLButtonElement).onclick = () => {
		const shown = customer();
		if (shown) void act({ do: 'hangUp', id: shown.id });
	};
}
