/**
 * The Liquid in the flow: it parses, and it is the part of Liquid that live flows are known to use.
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';
import { stringsIn } from '../json';
import { createRenderer } from '../render/liquid';
import { ancestors } from './graph';
import { isVariable, type Output, onlyOutput, pathOf, readTemplate } from './liquid-grammar';
import { placeOf } from './structure';
import { settersOf } from './variables';

const render = createRenderer();
const MOVE = 'Move that into the Functions (/task-attributes), where it can be tested.';

/** @returns what is wrong, in sentences that name the widget and what to do */
export function checkLiquid(flow: FlowDefinition): string[] {
	const before = ancestors(flow);
	return flow.states.flatMap((state, index) =>
		stringsIn({ properties: state.properties, transitions: state.transitions }).flatMap(([path, template]) =>
			checkTemplate(template, [...(before.get(state.name) ?? []), state]).map(
				(problem) => `${placeOf(flow, ['states', index, ...path])}: ${problem}`,
			),
		),
	);
}

/** @param states the widgets that may have set what the template counts */
function checkTemplate(template: string, states: readonly FlowState[]): string[] {
	const fault = faultOf(() => render(template, {}));
	if (fault !== undefined) return [`the Liquid is broken (${fault}). Fix it.`];
	const { outputs, unknown } = readTemplate(template);
	return [
		...(unknown.length > 0 ? [`not known to work in Studio: ${unknown.join(', ')}. ${MOVE}`] : []),
		...outputs.flatMap((output) => [
			...(mayMiss(output)
				? [
						"a missing variable through to_json is different in each Liquid engine. Put default: '' before to_json.",
					]
				: []),
			...(output.filters.some(({ name }) => name === 'plus') && !isNumber(output, states)
				? [`plus fails on a text, also on an empty one, and this may be one. ${MOVE}`]
				: []),
		]),
	];
}

/** Whether a missing variable gets to `to_json`. */
function mayMiss({ value, filters }: Output): boolean {
	const index = filters.findIndex(({ name }) => name === 'to_json');
	const before = filters[index - 1];
	const fallback = before?.name === 'default' ? before.args[0] : undefined;
	return index !== -1 && isVariable(value) && (fallback === undefined || isVariable(fallback));
}

/** Numbers are those written in the flow, and a variable that the flow itself sets to nothing but numbers. */
function isNumber({ value, filters }: Output, states: readonly FlowState[]): boolean {
	const [first, ...others] = filters;
	if (first?.name !== 'plus' || others.length > 0 || first.args.some(isVariable)) return false;
	if (!isVariable(value)) return !/^['"]/.test(value);
	const [flow, variables, key, ...rest] = pathOf(value);
	if (flow !== 'flow' || variables !== 'variables' || key === undefined || rest.length > 0) return false;
	const setters = settersOf(states, key);
	return setters.length > 0 && setters.every((setter) => isCount(setter.value, value));
}

/** `0`, or Twilio's own way to count: `{% if flow.variables.n %}{{flow.variables.n | plus: 1}}{% else %}0{% endif %}`. */
function isCount(template: string, variable: string): boolean {
	const text = template.replace(/\{%.*?%\}/gs, ' ').replace(/\{\{(.*?)\}\}/gs, (all) => {
		const output = onlyOutput(all);
		return output?.value === variable && output.filters[0]?.name === 'plus' ? '0' : all;
	});
	return /^\s*\d+(\s+\d+)*\s*$/.test(text);
}

/** @returns what a function throws, in words */
export function faultOf(run: () => void): string | undefined {
	try {
		run();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
