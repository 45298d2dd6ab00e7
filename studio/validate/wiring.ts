/**
 * The flow as a graph: it starts at a trigger, all of it can be reached, and nothing that goes wrong ends in silence or goes
 * on for ever.
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';
import { RESUME_CONVERSATION } from '../resume-conversation';
import { WIDGET_TYPES, type WidgetEvents } from '../widget-types';
import { after, reachableFrom } from './graph';

/** What failure is called by widgets nobody has told us about. */
const SOUNDS_LIKE_FAILURE = /fail|timeout|error/i;

/** @returns what is wrong, in sentences that name the widget and what to do */
export function checkWiring(flow: FlowDefinition): string[] {
	const first = flow.states.find(({ name }) => name === flow.initial_state);
	const reached = reachableFrom(flow, [flow.initial_state]);
	return [
		...(first && first.type !== 'trigger'
			? [`initial_state: the flow starts at ${first.name}, a ${first.type}. Start it at its trigger.`]
			: []),
		...flow.states
			.filter(({ name }) => !reached.has(name))
			.map(({ name }) => `${name}: nothing leads to this widget. Lead a transition to it, or remove it.`),
		...checkLoops(flow),
		...flow.states.flatMap(checkEvents),
	];
}

/** They stop until the caller or the customer does something, or is gone. */
const WAITING = [
	'capture-payments',
	'connect-virtual-agent',
	'gather-input-on-call',
	'record-voicemail',
	'send-and-wait-for-reply',
];

/** Studio ends an execution that goes round and round (https://www.twilio.com/docs/api/errors/81000). */
function checkLoops(flow: FlowDefinition): string[] {
	const busy = { ...flow, states: flow.states.filter(({ type }) => !WAITING.includes(type)) };
	const later = new Map(busy.states.map((state) => [state.name, after(busy, state)]));
	const leads = (from: string, to: string) => later.get(from)?.has(to) ?? false;
	const looping = [...later.keys()].filter((name) => leads(name, name));
	const loops = looping.map((name) => looping.filter((each) => leads(name, each) && leads(each, name)));
	return loops
		.filter(([first], index) => first === looping[index])
		.map(
			(loop) =>
				`${loop.join(', ')}: these lead back to where they began, and nothing among them waits for the customer. Lead one of them elsewhere.`,
		);
}

function checkEvents({ name, type, transitions }: FlowState): string[] {
	const known = eventsOf(type);
	const events = transitions.map(({ event }) => event);
	const isFailing = (event: string) => known?.failing.includes(event) || SOUNDS_LIKE_FAILURE.test(event);
	return [
		...[...(known?.normal ?? []), ...(known?.failing ?? [])]
			.filter((event) => !events.includes(event))
			.map((event) => `${name}: a ${type} can come to "${event}". Add a transition for it.`),
		...transitions
			.filter(({ event, next }) => next === undefined && isFailing(event))
			.map(({ event }) => `${name}: "${event}" leads nowhere. Lead it to what the customer should get then.`),
		...[...new Set(events)]
			.filter((event) => event !== 'match' && events.filter((each) => each === event).length > 1)
			.map((event) => `${name}: "${event}" is there more than once. Keep one transition.`),
		...(type === 'split-based-on' ? transitions : [])
			.filter(({ event, conditions = [] }) => event === 'match' && conditions.length === 0)
			.map(() => `${name}: a "match" has no condition. Give it one, or remove the transition.`),
	];
}

function eventsOf(type: string): WidgetEvents | undefined {
	const { succeeded, failed } = RESUME_CONVERSATION;
	if (type === RESUME_CONVERSATION.type) return { normal: [succeeded], failing: [failed] };
	return WIDGET_TYPES.get(type);
}
