/**
 * Edits of the project's flow, as an editor or the Console makes them.
 * @module
 */
import template from '../../studio/agent-handoff.json';
import { type FlowDefinition, type FlowState, flowDefinition } from '../../studio/definition';
import { type FlowValues, renderFlow } from '../../studio/render/render';

export const VALUES: FlowValues = {
	FUNCTIONS_URL: 'https://handoff-1234-dev.twil.io',
	TWILIO_FLEX_WORKFLOW_SID: 'WW0123456789abcdef0123456789abcdef',
	TWILIO_FLEX_VOICE_CHANNEL_SID: 'TC0123456789abcdef0123456789abcdef',
	TWILIO_FLEX_CHAT_CHANNEL_SID: 'TCfedcba9876543210fedcba9876543210',
	HANDOFF_FALLBACK_NUMBER: '+15005550199',
	TWILIO_PHONE_NUMBER: '+15005550006',
	HANDOFF_CALL_TIMEOUT: '1800',
	HANDOFF_CHAT_TIMEOUT: '3600',
	HANDOFF_FALLBACK_SIP: '',
	HANDOFF_FALLBACK_NOUN: 'number',
	HANDOFF_CALL_GREETING: '',
	HANDOFF_CALL_APOLOGY: 'We are sorry. Please call again later.',
	HANDOFF_VOICE: '',
	HANDOFF_LANGUAGE: '',
	HANDOFF_HOLD_MUSIC: '',
	HANDOFF_HOLD_MUSIC_METHOD: '',
	HANDOFF_CHAT_GIVEN_BACK: 'We are sorry. Our virtual assistant is here for you again.',
	HANDOFF_CHAT_APOLOGY: 'We are sorry. Please write to us again later.',
};

/** `${NAME}`, which cannot be written in a template literal. */
export function placeholder(name: string): string {
	return `$${`{${name}}`}`;
}

/** A copy of a flow, by default the project's template, after an edit. */
export function edited(
	edit: (flow: FlowDefinition) => void,
	flow: unknown = flowDefinition.parse(template),
): FlowDefinition {
	const copy = flowDefinition.parse(structuredClone(flow));
	edit(copy);
	return copy;
}

/** The template rendered for one account. */
export function rendered(values: Partial<FlowValues> = {}): FlowDefinition {
	return renderFlow({ ...VALUES, ...values }, template);
}

/** A widget of the flow by its name. */
export function widget({ states }: FlowDefinition, name: string): FlowState {
	const state = states.find((each) => each.name === name);
	if (!state) throw new Error(`widget ${name} not found`);
	return state;
}

/** The edit that sets properties of a widget. */
export function setProperties(name: string, properties: object): (flow: FlowDefinition) => void {
	return (flow) => Object.assign(widget(flow, name).properties, properties);
}

/** Makes an event of a widget lead to another widget, or nowhere. */
export function rewire(flow: FlowDefinition, name: string, event: string, next?: string): void {
	const state = widget(flow, name);
	state.transitions = state.transitions.map(({ next: was, ...transition }) => {
		const to = transition.event === event ? next : was;
		return to === undefined ? transition : { ...transition, next: to };
	});
}

/** Adds a widget, with a transition from the trigger so that it can be reached. */
export function add(flow: FlowDefinition, state: Partial<FlowState> & { type: string }): void {
	flow.states.push({
		name: 'added',
		transitions: [],
		...state,
		properties: { offset: { x: 0, y: 0 }, ...state.properties },
	});
	rewire(flow, flow.initial_state, 'incomingParent', state.name ?? 'added');
}

/** Adds a key that our schema lacks to the flow, its flags, a widget, a transition and a condition. */
export function editUnknown(flow: FlowDefinition, value: unknown): void {
	const gate = widget(flow, 'check_fallback_number');
	const match = gate.transitions.find(({ conditions }) => conditions);
	const places = [flow, flow.flags, gate, match, match?.conditions?.[0]];
	for (const each of places) if (each) Object.assign(each, { future: value });
}

/** Random whole numbers in [0, limit), the same for the same seed (Park and Miller's generator). */
export function randomNumbers(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % limit;
	};
}
