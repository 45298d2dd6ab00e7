/**
 * The console's page: shows the state that the server streams, and sends what one does.
 * @module
 */
import { CHANNELS, FAILURES, failures } from '../state';
import { listenToAgent, showAgent } from './agent';
import { listenToCustomer, showCustomer } from './customer';
import { byId, element } from './dom';
import { loadFlow, showPath } from './flow';
import { markOf, showPast } from './past';
import { act, customer, NAMES, selection } from './selection';
import { showSteps } from './steps';

function show(): void {
	showSwitches();
	showCustomer();
	showAgent(show);
	showPast(show);
	const shown = customer();
	const outcome = byId('outcome', HTMLParagraphElement);
	outcome.textContent = shown
		? `${NAMES[shown.channel]}, ${shown.name}: ${shown.outcome}`
		: 'No customer yet';
	outcome.className = `badge ${shown ? markOf(shown) : ''}`;
	showPath(shown);
	showSteps(shown ? selection.state.steps.filter(({ at }) => at >= shown.startedAt - 50) : []);
}

let shownFailures = '';

function showSwitches(): void {
	const on = selection.state.failures;
	// A switch just clicked stays as it is until the server has it, whatever else happens meanwhile.
	if (shownFailures !== on.join()) {
		shownFailures = on.join();
		for (const box of document.querySelectorAll<HTMLInputElement>('#failures input')) {
			box.checked = on.some((failure) => failure === box.value);
		}
		byId('failures-on', HTMLElement).textContent = on.length === 0 ? '' : ` (${on.length} on)`;
	}
	for (const radio of document.querySelectorAll<HTMLInputElement>('#channels input')) {
		radio.checked = radio.value === selection.channel;
	}
}

function addChoices(): void {
	for (const each of CHANNELS) {
		const radio = element('input', { type: 'radio', name: 'channel', value: each });
		radio.onchange = () => {
			selection.channel = each;
			selection.chosen = undefined;
			show();
		};
		byId('channels', HTMLFieldSetElement).append(element('label', {}, radio, ` ${NAMES[each]}`));
	}
	for (const failure of failures) {
		const box = element('input', { type: 'checkbox', value: failure });
		box.onchange = () => act({ do: 'fail', failure, on: box.checked });
		byId('failures', HTMLDivElement).append(element('label', {}, box, ` ${FAILURES[failure]}`));
	}
	byId('trouble', HTMLDetailsElement).open = matchMedia('(min-width: 62rem)').matches;
}

async function start(): Promise<void> {
	addChoices();
	listenToCustomer();
	listenToAgent();
	await loadFlow();
	const events = new EventSource('/events');
	const connection = byId('connection', HTMLParagraphElement);
	events.onopen = () => {
		connection.textContent = 'Live';
	};
	events.onerror = () => {
		connection.textContent = 'Not connected. Is “npx handoff start” running?';
	};
	events.onmessage = ({ data }) => {
		selection.state = JSON.parse(data);
		show();
	};
}

void start();
