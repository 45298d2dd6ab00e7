/**
 * The console's page: shows the state that the server streams, and sends what one does.
 * @module
 */
import {
	type Action,
	CHANNELS,
	type ConsoleChannel,
	type ConsoleState,
	type Customer,
	FAILURES,
	failures,
} from '../state';
import { byId, clock, element, fill } from './dom';
import { loadFlow, showPath } from './flow';
import { showSteps } from './steps';

const NAMES: Record<ConsoleChannel, string> = {
	SMS: 'SMS',
	WHATSAPP: 'WhatsApp',
	CHAT: 'Web chat',
	VOICE: 'Phone call',
};
const SPEAKERS = {
	customer: 'Customer',
	agent: 'Virtual agent',
	person: 'Person',
	twilio: 'Twilio',
} as const;

let state: ConsoleState = { customers: [], steps: [], failures: [], person: '' };
let channel: ConsoleChannel = 'SMS';
/** Chosen in the list of handoffs; otherwise the channel's newest is shown. */
let chosen: string | undefined;
let chosenTask: string | undefined;

const input = byId('customer-text', HTMLInputElement);
const reply = byId('agent-text', HTMLInputElement);
const problem = byId('problem', HTMLParagraphElement);

function customer(): Customer | undefined {
	const found = chosen === undefined ? undefined : state.customers.find(({ id }) => id === chosen);
	return found ?? state.customers.find((each) => each.channel === channel);
}

/** A customer with an open task: the chosen one, else the shown customer's, else the newest. */
function served(): Customer | undefined {
	const waiting = state.customers.filter(isOpenTask);
	const shown = customer();
	return (
		waiting.find(({ id }) => id === chosenTask) ?? waiting.find(({ id }) => id === shown?.id) ?? waiting[0]
	);
}

function isOpenTask({ task }: Customer): boolean {
	return task !== undefined && !['completed', 'canceled', 'wrapping'].includes(task.status);
}

async function act(action: Action): Promise<void> {
	problem.textContent = '';
	const response = await fetch('/actions', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(action),
	});
	if (!response.ok) problem.textContent = `That did not work: ${await response.text()}`;
}

function chat(into: HTMLDivElement, of: Customer | undefined): void {
	const changed = fill(into, of?.lines, () =>
		(of?.lines ?? []).map(({ who, text }) =>
			element('p', { className: who }, element('b', {}, SPEAKERS[who]), text),
		),
	);
	if (changed) into.scrollTop = into.scrollHeight;
}

function showCustomer(): void {
	const shown = customer();
	chat(byId('customer-log', HTMLDivElement), shown);
	const isCall = channel === 'VOICE';
	const isOnCall = isCall && shown?.open === true;
	byId('call', HTMLButtonElement).hidden = !isCall || isOnCall;
	byId('hang-up', HTMLButtonElement).hidden = !isOnCall;
	byId('customer-send', HTMLButtonElement).disabled = isCall && !isOnCall;
	input.disabled = isCall && !isOnCall;
	byId('customer-label', HTMLLabelElement).textContent = isCall ? 'What the caller says' : 'Message';
}

function showAgent(): void {
	const of = served();
	const waiting = state.customers.filter(isOpenTask);
	const tasks = byId('tasks', HTMLDivElement);
	fill(tasks, [waiting.map(({ id, name }) => [id, name]), of?.id], () =>
		waiting.length === 0
			? [element('p', { className: 'quiet' }, 'No task waits. Ask for a person as the customer.')]
			: waiting.map(({ id, name, channel: on }) => {
					const button = element('button', { type: 'button' }, `${NAMES[on]}, ${name}`);
					button.ariaPressed = String(id === of?.id);
					button.onclick = () => {
						chosenTask = id;
						show();
					};
					return button;
				}),
	);
	fill(byId('task', HTMLDivElement), of?.task, () => (of?.task ? taskParts(of.task) : []));
	const accepted = of?.task?.status === 'assigned';
	byId('accept', HTMLButtonElement).hidden = !of || accepted;
	byId('complete', HTMLButtonElement).hidden = !accepted;
	byId('agent-form', HTMLFormElement).hidden = !accepted;
	const log = byId('agent-log', HTMLDivElement);
	log.hidden = !accepted;
	chat(log, of);
}

function taskParts(task: NonNullable<Customer['task']>): Node[] {
	const { summary, attributes, priority, channel: on, status } = task;
	const rows = Object.entries({ status, channel: on, priority: String(priority), ...attributes });
	return [
		...(summary === undefined ? [] : [element('p', {}, element('strong', {}, 'Summary: '), summary)]),
		element(
			'dl',
			{ tabIndex: 0, ariaLabel: 'Task' },
			...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
		),
	];
}

function showPast(): void {
	const all = state.customers;
	const count = (test: (each: Customer) => boolean) => all.filter(test).length;
	byId('counts', HTMLParagraphElement).textContent =
		`${all.length} ${all.length === 1 ? 'customer' : 'customers'}, ${count(({ task }) => task !== undefined)} handed over, ` +
		`${count(isOpenTask)} open, ${count(({ outcome }) => /failed|without|canceled|given back/.test(outcome))} failed`;
	const rows = all.map(({ id, channel: on, name, startedAt, outcome, handedOverInMs }) => ({
		id,
		cells: [
			clock(startedAt),
			NAMES[on],
			name,
			outcome,
			handedOverInMs === undefined ? '' : `${handedOverInMs} ms`,
		],
	}));
	fill(byId('rows', HTMLTableSectionElement), rows, () =>
		rows.map(({ id, cells: [started = '', ...others] }) => {
			const button = element('button', { type: 'button' }, started);
			button.ariaLabel = `Show the handoff that started at ${started}`;
			button.onclick = () => {
				chosen = id;
				channel = all.find((each) => each.id === id)?.channel ?? channel;
				show();
			};
			return element('tr', {}, element('td', {}, button), ...others.map((text) => element('td', {}, text)));
		}),
	);
}

function showSwitches(): void {
	for (const box of document.querySelectorAll<HTMLInputElement>('#failures input')) {
		box.checked = state.failures.some((failure) => failure === box.value);
	}
	for (const radio of document.querySelectorAll<HTMLInputElement>('#channels input')) {
		radio.checked = radio.value === channel;
	}
}

function show(): void {
	showSwitches();
	showCustomer();
	showAgent();
	showPast();
	const shown = customer();
	showPath(shown);
	showSteps(shown ? state.steps.filter(({ at }) => at >= shown.startedAt - 50) : []);
}

function addChoices(): void {
	for (const each of CHANNELS) {
		const radio = element('input', { type: 'radio', name: 'channel', value: each });
		radio.onchange = () => {
			channel = each;
			chosen = undefined;
			show();
		};
		byId('channels', HTMLFieldSetElement).append(element('label', {}, radio, ` ${NAMES[each]}`));
	}
	for (const failure of failures) {
		const box = element('input', { type: 'checkbox', value: failure });
		box.onchange = () => act({ do: 'fail', failure, on: box.checked });
		byId('failures', HTMLFieldSetElement).append(element('label', {}, box, ` ${FAILURES[failure]}`));
	}
}

function listen(): void {
	byId('customer-form', HTMLFormElement).onsubmit = (event) => {
		event.preventDefault();
		const text = input.value.trim();
		const shown = customer();
		if (text === '') return;
		input.value = '';
		if (channel !== 'VOICE') {
			chosen = undefined;
			void act({ do: 'write', channel, text });
		} else if (shown) void act({ do: 'speak', id: shown.id, text });
	};
	byId('agent-form', HTMLFormElement).onsubmit = (event) => {
		event.preventDefault();
		const text = reply.value.trim();
		const of = served();
		if (text === '' || !of) return;
		reply.value = '';
		void act({ do: 'reply', id: of.id, text });
	};
	const onClick = (id: string, action: () => Action | undefined) => {
		byId(id, HTMLButtonElement).onclick = () => {
			const wanted = action();
			if (wanted) void act(wanted);
		};
	};
	onClick('call', () => {
		chosen = undefined;
		return { do: 'call' };
	});
	onClick('hang-up', () => idOf(customer(), 'hangUp'));
	onClick('accept', () => idOf(served(), 'accept'));
	onClick('complete', () => idOf(served(), 'complete'));
}

function idOf(of: Customer | undefined, what: 'hangUp' | 'accept' | 'complete'): Action | undefined {
	return of && { do: what, id: of.id };
}

async function start(): Promise<void> {
	addChoices();
	listen();
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
		state = JSON.parse(data);
		show();
	};
}

void start();
