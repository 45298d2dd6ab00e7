/**
 * The transitions: the flow starts at a trigger, every widget can be reached, every failure is handled, and no loop is
 * infinite.
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';
import { RESUME_CONVERSATION } from '../resume-conversation';
import { WIDGET_TYPES, type WidgetEvents } from '../widget-types';
import { after, reachableFrom } from './graph';

/** Names of failure events in widgets of unknown types. */
const SOUNDS_LIKE_FAILURE = /fail|timeout|error/i;

/** @returns each problem in a sentence that names the widget and the fix */
export function checkWiring(flow: FlowDefinition): string[] {
	const first = flow.states.find(({ name }) => name === flow.initial_state);
	const reached = reachableFrom(flow, [flow.initial_state]);
	return [
		...(first && first.type !== 'trigger'
			? [`initial_state: ${first.name} is not a trigger. Start the flow at its trigger.`]
			: []),
		...flow.states
			.filter(({ name }) => !reached.has(name))
			.map(
				({ name }) =>
					`${name}: unreachable, because no transition leads to it. Add one, or remove the widget.`,
			),
		...checkLoops(flow),
		...flow.states.flatMap(checkEvents),
	];
}

/** These wait until the customer does something or leaves. */
const WAITING = [
	'capture-payments',
	'connect-virtual-agent',
	'gather-input-on-call',
	'record-voicemail',
	'send-and-wait-for-reply',
];

/** Studio ends an execution that loops (https://www.twilio.com/docs/api/errors/81000). */
function checkLoops(flow: FlowDefinition): string[] {
	const notWaiting = { ...flow, states: flow.states.filter(({ type }) => !WAITING.includes(type)) };
	const later = new Map(notWaiting.states.map((state) => [state.name, after(notWaiting, state)]));
	const leads = (from: string, to: string) => later.get(from)?.has(to) ?? false;
	const looping = [...later.keys()].filter((name) => leads(name, name));
	const loops = looping.map((name) => looping.filter((each) => leads(name, each) && leads(each, name)));
	return loops
		.filter(([first], index) => first === looping[index])
		.map(
			(loop) =>
				`${loop.join(', ')}: infinite loop: none of these widgets waits for the customer. Change one of the transitions.`,
		);
}

function checkEvents({ name, type, transitions }: FlowState): string[] {
	const known = eventsOf(type);
	const events = transitions.map(({ event }) => event);
	const isFailing = (event: string) => known?.failing.includes(event) || SOUNDS_LIKE_FAILURE.test(event);
	return [
		...[...(known?.normal ?? []), ...(known?.failing ?? [])]
			.filter((event) => !events.includes(event))
			.map((event) => `${name}: no transition for "${event}", an event of every ${type}. Add one.`),
		...transitions
			.filter(({ event, next }) => next === undefined && isFailing(event))
			.map(
				({ event }) =>
					`${name}: "${event}" isn’t connected. Connect it to a widget that handles the failure.`,
			),
		...[...new Set(events)]
			.filter((event) => event !== 'match' && events.filter((each) => each === event).length > 1)
			.map((event) => `${name}: several transitions for "${event}". Keep one.`),
		...(type === 'split-based-on' ? transitions : [])
			.filter(({ event, conditions = [] }) => event === 'match' && conditions.length === 0)
			.map(() => `${name}: a "match" without a condition. Add one, or remove the transition.`),
	];
}

function eventsOf(type: string): WidgetEvents | undefined {
	const { succeeded, failed } = RESUME_CONVERSATION;
	if (type === RESUME_CONVERSATION.type) return { normal: [succeeded], failing: [failed] };
	return WIDGET_TYPES.get(type);
}
