/**
 * Widgets only read what exists: results of widgets that can have run, variables that are set, and the trigger's data.
 * @see https://www.twilio.com/docs/studio/user-guide/get-started-with-variables
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';
import { isRecord, stringsIn } from '../json';
import { placeOf } from '../place';
import { ancestors, reachableFrom } from './graph';
import { readTemplate } from './liquid-grammar';

/** A variable that a Set Variables widget sets. */
export interface Variable {
	readonly key: string;
	readonly value: string;
	/** `json_object`: parsed, so that it has properties. */
	readonly type?: unknown;
}

/** Which event of the trigger provides which data. A subflow gets its parent's data. */
const TRIGGER_DATA: ReadonlyMap<string, string> = new Map([
	['trigger.call', 'incomingCall'],
	['trigger.message', 'incomingMessage'],
	['trigger.conversation', 'incomingConversationMessage'],
	['trigger.request', 'incomingRequest'],
	['trigger.parent', 'incomingParent'],
	['flow.data', 'incomingRequest'],
]);
const SUBFLOW = 'incomingParent';

/** What every execution starts with. */
const ALWAYS = ['flow.channel', 'flow.sid', 'flow.flow_sid', 'contact.channel'];

/** @returns each problem in a sentence that names the widget and the fix */
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
			? `${name} can’t have run before. Add a transition through it, or use another variable.`
			: `widget "${name}" not found.`;
	}
	if (root === 'flow' && name === 'variables') return checkFlowVariable(rest, earlier);
	const event = TRIGGER_DATA.get(`${root}.${name}`);
	if (event === undefined) {
		return ALWAYS.includes(`${root}.${name}`)
			? undefined
			: `not a Studio variable. Variables start with ${[...ALWAYS, ...TRIGGER_DATA.keys(), 'flow.variables', 'widgets'].join(', ')}.`;
	}
	return events.length === 0 || events.includes(event) || events.includes(SUBFLOW)
		? undefined
		: `only ${event} sets it, but only ${events.join(' and ')} leads here. Use a variable that ${events.join(' and ')} sets.`;
}

function checkFlowVariable(
	[key = '', ...inside]: readonly string[],
	earlier: readonly FlowState[],
): string | undefined {
	const setters = settersOf(earlier, key);
	if (setters.length === 0) {
		return 'no earlier Set Variables widget sets it. Set it earlier, or use another variable.';
	}
	return inside.length > 0 && setters.some(({ type }) => type !== 'json_object')
		? `it is a string, not an object. Set the type of the variable "${key}" to json_object ("Parse as JSON object").`
		: undefined;
}

/** Every place where one of these widgets sets this variable. */
export function settersOf(states: readonly FlowState[], key: string): Variable[] {
	return states.flatMap(variablesOf).filter((variable) => variable.key === key);
}

/** What a Set Variables widget sets; an empty list for other widgets. */
export function variablesOf({ type, properties }: FlowState): Variable[] {
	if (type !== 'set-variables' || !Array.isArray(properties.variables)) return [];
	const variables: readonly unknown[] = properties.variables;
	return variables.filter(isVariable);
}

function isVariable(value: unknown): value is Variable {
	return isRecord(value) && typeof value.key === 'string' && typeof value.value === 'string';
}

/** The events of the trigger that lead to each widget, by the widget's name. */
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
