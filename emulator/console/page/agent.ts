/**
 * The right column: the agent in Flex takes the task, replies, and completes it.
 * @module
 */
import type { Customer } from '../state';
import { showChat } from './chat';
import { byId, element, fill } from './dom';
import { act, isOpenTask, NAMES, selection, served } from './selection';

const reply = byId('agent-text', HTMLInputElement);
/** What a person reads first; the rest can be opened. */
const FIRST = ['reason', 'department', 'customerName', 'name', 'customerAddress'];

/** @param again shows the page again */
export function showAgent(again: () => void): void {
	const of = served();
	const { person, failures } = selection.state;
	byId('agent-who', HTMLParagraphElement).textContent = failures.includes('noAgent')
		? `You are ${person}, offline: no agent takes a task.`
		: `You are ${person}, a person. Accept the task, and reply.`;
	showTasks(of, again);
	fill(byId('task', HTMLDivElement), of?.task, () => (of?.task ? taskParts(of.task) : []));
	const isAccepted = of?.task?.status === 'assigned';
	byId('accept', HTMLButtonElement).hidden = !of || isAccepted;
	byId('complete', HTMLButtonElement).hidden = !isAccepted;
	byId('agent-form', HTMLFormElement).hidden = !isAccepted;
	const log = byId('agent-log', HTMLDivElement);
	log.hidden = !isAccepted;
	showChat(log, of ? [of] : []);
}

function showTasks(of: Customer | undefined, again: () => void): void {
	const waiting = selection.state.customers.filter(isOpenTask);
	const shown = waiting.map(({ id, name, task }) => [id, name, task?.status]);
	fill(byId('tasks', HTMLDivElement), [shown, of?.id], () => {
		if (waiting.length === 0)
			return [
				element(
					'p',
					{ className: 'hint' },
					'No tasks yet. One arrives when the customer asks for a human agent.',
				),
			];
		return waiting.map(({ id, name, channel, task }) => {
			const what = task?.status === 'assigned' ? 'accepted' : 'new';
			const button = element('button', { type: 'button' }, `${NAMES[channel]}, ${name} (${what})`);
			button.ariaPressed = String(id === of?.id);
			button.onclick = () => {
				selection.chosenTask = id;
				again();
			};
			return button;
		});
	});
}

function taskParts({
	summary,
	attributes,
	priority,
	channel,
	status,
}: NonNullable<Customer['task']>): Node[] {
	const first = FIRST.flatMap((name) => rows(name, attributes[name]));
	const others = Object.entries({ status, channel, priority: String(priority), ...attributes })
		.filter(([name]) => !FIRST.includes(name))
		.flatMap(([name, value]) => rows(name, value));
	return [
		...(summary === undefined
			? []
			: [element('p', { className: 'summary' }, element('b', {}, 'Summary'), summary)]),
		element('dl', {}, ...first),
		element(
			'details',
			{},
			element('summary', {}, 'All attributes of the task'),
			element('dl', { tabIndex: 0, ariaLabel: 'All attributes' }, ...others),
		),
	];
}

function rows(name: string, value: string | undefined): HTMLElement[] {
	return value === undefined ? [] : [element('dt', {}, name), element('dd', {}, value)];
}

export function listenToAgent(): void {
	byId('agent-form', HTMLFormElement).onsubmit = (event) => {
		event.preventDefault();
		const text = reply.value.trim();
		const of = served();
		if (text === '' || !of) return;
		reply.value = '';
		void act({ do: 'reply', id: of.id, text });
	};
	for (const what of ['accept', 'complete'] as const) {
		byId(what, HTMLButtonElement).onclick = () => {
			const of = served();
			if (of) void act({ do: what, id: of.id });
		};
	}
}
