/**
 * JSON that the flow writes stays valid for any value of its variables. Most important are a task's attributes.
 * @module
 */
import type { FlowDefinition, FlowState } from '../definition';
import { isRecord, type Path, stringsIn } from '../json';
import { placeOf } from '../place';
import { createRenderer } from '../render/liquid';
import { ancestors } from './graph';
import { faultOf } from './liquid';
import { isVariable, onlyOutput, pathOf, readTemplate } from './liquid-grammar';
import { variablesOf } from './variables';

/** Values that a variable may have. `undefined`: it is missing. */
const HOSTILE: readonly (readonly [what: string, value: unknown])[] = [
	['no value', undefined],
	['an empty string', ''],
	['an ordinary string', 'text'],
	['quotes', 'say "no" and \'never\''],
	['a trailing backslash', 'C:\\'],
	['line breaks', 'one\ntwo\r\nthree\u2028four'],
	['control characters', '\0\b\t\x1b\x7f'],
	['a lone surrogate', 'before \ud83d after'],
	['the end of a JSON object', '"}'],
	['an object that ends in an empty string', '}""'],
	['other keys', '","conversationId":"stolen","x":"'],
	['JSON', '{"conversationId":"stolen"}'],
	['Liquid', '{{ flow.data }} {% raw %} }} %}'],
	['the end of a task in TwiML', '</Task></Enqueue> & ]]>'],
	['a very long string', 'x'.repeat(5_000)],
	['a number', -1.5],
	['true', true],
	['false', false],
	['null', null],
	['a list', ['"}', { '}""': ['"'] }]],
	['an object', { '}""': '"}', '"': { '{{ x }}': '\\' }, size: '"', reason: null }],
	['an empty object', {}],
];

const WRITE_JSON = "Write every value as {{ … | default: '' | to_json }}, without quotes around it.";

/** @returns each problem in a sentence that names the widget and the fix */
export function checkJsonText(flow: FlowDefinition): string[] {
	const before = ancestors(flow);
	return flow.states.flatMap((state, index) => [
		...jsonIn(state).flatMap(([path, template, isWanted]) => {
			if (!verdicts.has(template)) verdicts.set(template, findBreakingValue(template, isWanted));
			const verdict = verdicts.get(template);
			return verdict === undefined
				? []
				: [`${placeOf(flow, ['states', index, 'properties', ...path])}: ${verdict}`];
		}),
		...checkAttributes(state, before.get(state.name) ?? []),
	]);
}

/** The templates of a widget that must be JSON, and which kind. */
function jsonIn({ type, properties }: FlowState): [Path, string, (value: unknown) => boolean][] {
	const { attributes, body, content_type: contentType } = properties;
	const fields: [Path, string, (value: unknown) => boolean][] = [];
	if (
		type === 'send-to-flex' &&
		typeof attributes === 'string' &&
		attributes !== '' &&
		!variableIn(attributes)
	) {
		fields.push([['attributes'], attributes, isRecord]);
	}
	const isJson = /^application\/json/.test(String(contentType));
	if (
		typeof body === 'string' &&
		body !== '' &&
		type === 'make-http-request' &&
		(isJson || startsJson(body))
	) {
		fields.push([['body'], body, () => true]);
	}
	const lists = { 'set-variables': 'variables', 'make-http-request': 'parameters' };
	for (const [path, value] of stringsIn(properties)) {
		if (
			path[0] === new Map(Object.entries(lists)).get(type) &&
			path.at(-1) === 'value' &&
			startsJson(value)
		) {
			fields.push([path, value, isRecord]);
		}
	}
	return fields;
}

/** Whether a string is a JSON object, not Liquid. */
function startsJson(template: string): boolean {
	return /^\s*\{(?![{%])/.test(template);
}

/** The flow variable that the attributes consist of. */
function variableIn(attributes: string): string | undefined {
	const output = onlyOutput(attributes);
	const [flow, variables, key, ...rest] = output && output.filters.length === 0 ? pathOf(output.value) : [];
	return flow === 'flow' && variables === 'variables' && rest.length === 0 ? key : undefined;
}

/** When the attributes are a variable, each widget that may have set it must have set JSON. */
function checkAttributes({ name, type, properties }: FlowState, before: readonly FlowState[]): string[] {
	const { attributes } = properties;
	const variable =
		type === 'send-to-flex' && typeof attributes === 'string' ? variableIn(attributes) : undefined;
	if (variable === undefined) return [];
	return before.flatMap((state) =>
		variablesOf(state)
			.filter(({ key, value }) => key === variable && !startsJson(value) && !isFromFunctions(value, before))
			.map(
				() =>
					`${name}.attributes: ${state.name} sets {{flow.variables.${variable}}} to a string that may not be JSON. Use the response of /task-attributes, or write a JSON object. ${WRITE_JSON}`,
			),
	);
}

/** The fields of `/task-attributes` that are JSON, whether the flow or `/handoff` requested them. */
const OUR_JSON = ['attributes', 'essentialAttributes'];

function isFromFunctions(template: string, before: readonly FlowState[]): boolean {
	const output = onlyOutput(template);
	if (!output || output.filters.some(({ name }) => name !== 'default')) return false;
	return [output.value, ...output.filters.flatMap(({ args }) => args)]
		.filter(isVariable)
		.every((variable) => {
			const path = pathOf(variable);
			const [root, name, section, ...rest] = path;
			if (!OUR_JSON.includes(path.at(-1) ?? '') || path.length !== 4) return false;
			if (root === 'flow') return name === 'data' && section === 'task';
			const url = before.find((state) => state.name === name)?.properties.url;
			return (
				root === 'widgets' &&
				section === 'parsed' &&
				rest.length === 1 &&
				/\/task-attributes$/.test(String(url))
			);
		});
}

const render = createRenderer();

/** Checking a template takes a thousand renderings, and the result depends on the template alone. */
const verdicts = new Map<string, string | undefined>();

/** Renders the template with each value, once in all variables and once in each variable alone. */
function findBreakingValue(template: string, isWanted: (value: unknown) => boolean): string | undefined {
	const { paths } = readTemplate(template);
	for (const [what, value] of HOSTILE) {
		for (const [where, context] of contexts(paths, value)) {
			const fault = faultOf(() => {
				if (!isWanted(JSON.parse(render(template, context)))) throw new Error('not a JSON object');
			});
			if (fault === undefined) continue;
			return `invalid JSON when ${where} holds ${what} (${fault}). ${WRITE_JSON}`;
		}
	}
	return undefined;
}

function* contexts(paths: readonly (readonly string[])[], value: unknown): Generator<[string, object]> {
	if (paths.length === 0) yield ['the flow', {}];
	const depth = Math.max(0, ...paths.map(({ length }) => length));
	// `flow.variables` and the like are always objects; their members may be anything.
	for (let cut = depth; cut >= Math.min(3, depth) && cut > 0; cut--) {
		const shortened = paths.map((path) => path.slice(0, cut));
		yield [cut === depth ? 'every variable' : 'every parent of a variable', contextOf(shortened, value)];
	}
	for (const path of paths) {
		const context = contextOf(paths, 'text');
		put(context, path, value);
		yield [`{{${path.join('.')}}}`, context];
	}
}

function contextOf(paths: readonly (readonly string[])[], value: unknown): Record<string, unknown> {
	const context: Record<string, unknown> = {};
	// The longest last, so that the parents stay objects.
	for (const path of [...paths].sort((a, b) => a.length - b.length)) put(context, path, value);
	return context;
}

function put(target: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
	if (key === undefined) return;
	const there = target[key];
	if (rest.length === 0) target[key] = value;
	else {
		const inner = isRecord(there) && there !== value ? there : {};
		target[key] = inner;
		put(inner, rest, value);
	}
}
