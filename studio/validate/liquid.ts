/**
 * The Liquid in the flow is valid, and uses only what is known to work in live flows.
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';
import { stringsIn } from '../json';
import { placeOf } from '../place';
import { createRenderer } from '../render/liquid';
import { ancestors } from './graph';
import { isVariable, type Output, onlyOutput, pathOf, readTemplate } from './liquid-grammar';
import { settersOf } from './variables';

const render = createRenderer();
const MOVE = 'Move this logic to the Functions (/task-attributes), where it can be tested.';

/** @returns each problem in a sentence that names the widget and the fix */
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
	// Most texts of a flow are names and the like.
	if (!template.includes('{')) return [];
	const fault = faultOf(() => render(template, {}));
	if (fault !== undefined) return [`invalid Liquid: ${fault}.`];
	const { outputs, unknown } = readTemplate(template);
	return [
		...(unknown.length > 0 ? [`may not work in Studio: ${unknown.join(', ')}. ${MOVE}`] : []),
		...outputs.flatMap((output) => [
			...(mayMiss(output)
				? [
						"to_json renders a missing variable differently in each Liquid engine. Put default: '' before to_json.",
					]
				: []),
			...(output.filters.some(({ name }) => name === 'plus') && !isNumber(output, states)
				? [`plus fails on strings, even empty ones, and this may be a string. ${MOVE}`]
				: []),
		]),
	];
}

/** Whether `to_json` may receive a missing variable. */
function mayMiss({ value, filters }: Output): boolean {
	const index = filters.findIndex(({ name }) => name === 'to_json');
	const before = filters[index - 1];
	const fallback = before?.name === 'default' ? before.args[0] : undefined;
	return index !== -1 && isVariable(value) && (fallback === undefined || isVariable(fallback));
}

/** Whether a value is a number in the flow, or a variable that the flow sets only to numbers. */
function isNumber({ value, filters }: Output, states: readonly FlowState[]): boolean {
	const [first, ...others] = filters;
	if (first?.name !== 'plus' || others.length > 0 || first.args.some(isVariable)) return false;
	if (!isVariable(value)) return !/^['"]/.test(value);
	const [flow, variables, key, ...rest] = pathOf(value);
	if (flow !== 'flow' || variables !== 'variables' || key === undefined || rest.length > 0) return false;
	const setters = settersOf(states, key);
	return setters.length > 0 && setters.every((setter) => isCount(setter.value, value));
}

/** `0`, or a counter as in Twilio's docs: `{% if flow.variables.n %}{{flow.variables.n | plus: 1}}{% else %}0{% endif %}`. */
function isCount(template: string, variable: string): boolean {
	const text = template.replace(/\{%.*?%\}/gs, ' ').replace(/\{\{(.*?)\}\}/gs, (all) => {
		const output = onlyOutput(all);
		return output?.value === variable && output.filters[0]?.name === 'plus' ? '0' : all;
	});
	return /^\s*\d+(\s+\d+)*\s*$/.test(text);
}

/** The message of the error that a function throws, or `undefined`. */
export function faultOf(run: () => void): string | undefined {
	try {
		run();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
