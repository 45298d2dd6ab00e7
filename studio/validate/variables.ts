/**
 * What the flow reads is there by then: widgets that can have run, variables that are set, and the trigger's own data.
 * @see https://www.twilio.com/docs/studio/user-guide/get-started-with-variables
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';
import { stringsIn } from '../json';
import { ancestors, reachableFrom } from './graph';
import { readTemplate } from './liquid-grammar';
import { placeOf } from './structure';

/** What a Set Variables widget sets. */
export interface Variable {
	readonly key: string;
	readonly value: string;
	/** `json_object`: parsed, so that there is something in it. */
	readonly type?: unknown;
}

/** Which of the trigger's events brings which data. A subflow gets its parent's. */
const TRIGGER_DATA: ReadonlyMap<string, string> = new Map([
	['trigger.call', 'incomingCall'],
	['trigger.message', 'incomingMessage'],
	['trigger.conversation', 'incomingConversationMessage'],
	['trigger.request', 'incomingRequest'],
	['trigger.parent', 'incomingParent'],
	['flow.data', 'incomingRequest'],
]);
const SUBFLOW = 'incomingParent';

/** All else that an execution starts with. */
const ALWAYS = ['flow.channel', 'flow.sid', 'flow.flow_sid', 'contact.channel'];

/** @returns what is wrong, in sentences that name the widget and what to do */
export function checkVariables(flow: FlowDefinition): string[] {
	const before = ancestors(flow);
	const events = startingEvents(flow);
	return flow.states.flatMap((state, index) =>
		stringsIn({ properties: state.properties, transitions: state.transitions }).flatMap(
			([path, template]) => {
				const problems = readTemplate(template).paths.flatMap((variable) => {
					const problem = checkVariable(variable, {
						flow,
						earlier: before.get(state.name) ?? [],
						events: events.get(state.name) ?? [],
					});
					return problem === undefined ? [] : [`{{${variable.join('.')}}}: ${problem}`];
				});
				return [...new Set(problems)].map(
					(problem) => `${placeOf(flow, ['states', index, ...path])}, ${problem}`,
				);
			},
		),
	);
}

interface Surroundings {
	readonly flow: FlowDefinition;
	/** The widgets that can have run. */
	readonly earlier: readonly FlowState[];
	/** The trigger's events that lead here. */
	readonly events: readonly string[];
}

function checkVariable(
	[root = '', name = '', ...rest]: readonly string[],
	{ flow, earlier, events }: Surroundings,
): string | undefined {
	if (root === 'widgets') {
		if (earlier.some((state) => state.name === name)) return undefined;
		return flow.states.some((state) => state.name === name)
			? `${name} cannot have run before. Lead the flow through it first, or read something else.`
			: `widget "${name}" not found. Name a widget of the flow.`;
	}
	if (root === 'flow' && name === 'variables') return checkFlowVariable(rest, earlier);
	const event = TRIGGER_DATA.get(`${root}.${name}`);
	if (event === undefined) {
		return ALWAYS.includes(`${root}.${name}`)
			? undefined
			: `not a variable of Studio. Variables begin with ${[...ALWAYS, ...TRIGGER_DATA.keys(), 'flow.variables', 'widgets'].join(', ')}.`;
	}
	return events.length === 0 || events.includes(event) || events.includes(SUBFLOW)
		? undefined
		: `only ${event} brings this, and only ${events.join(' and ')} leads here. Read what that brings.`;
}

function checkFlowVariable(
	[key = '', ...inside]: readonly string[],
	earlier: readonly FlowState[],
): string | undefined {
	const setters = settersOf(earlier, key);
	if (setters.length === 0) {
		return 'no Set Variables widget sets it before. Set it on the way here, or read something else.';
	}
	return inside.length > 0 && setters.some(({ type }) => type !== 'json_object')
		? `it is a text, with nothing in it. Give the variable "${key}" the type json_object ("Parse as JSON object") where it is set.`
		: undefined;
}

/** The variables of this name that these widgets set. */
export function settersOf(states: readonly FlowState[], key: string): Variable[] {
	return states.flatMap(variablesOf).filter((variable) => variable.key === key);
}

/** What a widget sets, if it is a Set Variables. */
export function variablesOf({ type, properties }: FlowState): Variable[] {
	if (type !== 'set-variables' || !Array.isArray(properties.variables)) return [];
	const variables: readonly unknown[] = properties.variables;
	return variables.filter(isVariable);
}

function isVariable(value: unknown): value is Variable {
	return (
		typeof value === 'object' &&
		value !== null &&
		'key' in value &&
		typeof value.key === 'string' &&
		'value' in value &&
		typeof value.value === 'string'
	);
}

/** Which events of the trigger lead to a widget, by the widget's name. */
function startingEvents(flow: FlowDefinition): ReadonlyMap<string, readonly string[]> {
	const trigger = flow.states.find(({ name }) => name === flow.initial_state);
	const reached = (trigger?.transitions ?? []).flatMap(({ event, next }) =>
		next === undefined ? [] : [[event, reachableFrom(flow, [next])] as const],
	);
	return new Map(
		flow.states.map(({ name }) => [
			name,
			reached.filter(([, names]) => names.has(name)).map(([event]) => event),
		]),
	);
}
