/**
 * The Liquid in the flow: it parses, and a task's attributes stay a JSON object whatever the customer says.
 * @module
 */
import { isRecord } from '../../src/request';
import type { FlowDefinition, FlowState } from '../definition';
import { stringsIn } from '../json';
import { createRenderer, variablesIn } from '../liquid';
import { placeOf } from '../structure';

/** What a variable may turn out to hold. `undefined`: it is missing. */
const HOSTILE: readonly (readonly [what: string, value: unknown])[] = [
	['nothing at all', undefined],
	['an empty text', ''],
	['an ordinary text', 'text'],
	['quotes', 'say "no" and \'never\''],
	['a backslash at the end', 'C:\\'],
	['line breaks', 'one\ntwo\r\nthree\u2028four'],
	['control characters', '\0\b\t\x1b\x7f'],
	['half a character', 'before \ud83d after'],
	['the end of a JSON object', '"}'],
	['an object ending in an empty text', '}""'],
	['other keys', '","conversationId":"stolen","x":"'],
	['JSON', '{"conversationId":"stolen"}'],
	['Liquid', '{{ flow.data }} {% raw %} }} %}'],
	['the end of a task in TwiML', '</Task></Enqueue> & ]]>'],
	['a very long text', 'x'.repeat(5_000)],
	['a number', -1.5],
	['true', true],
	['false', false],
	['null', null],
	['a list', ['"}', { '}""': ['"'] }]],
	['an object', { '}""': '"}', '"': { '{{ x }}': '\\' }, size: '"', reason: null }],
	['an empty object', {}],
];

/** @returns what is wrong, in sentences that name the widget and what to do */
export function checkLiquid(flow: FlowDefinition): string[] {
	const render = createRenderer();
	const broken = flow.states.flatMap(({ properties, transitions }, index) =>
		stringsIn({ properties, transitions }).flatMap(([path, template]) => {
			const fault = faultOf(() => render(template, {}));
			const place = placeOf(flow, ['states', index, ...path]);
			return fault === undefined ? [] : [`${place}: the Liquid is broken (${fault}). Mend it.`];
		}),
	);
	return broken.length > 0 ? broken : flow.states.flatMap(checkAttributes);
}

function checkAttributes({ name, type, properties }: FlowState): string[] {
	const { attributes = '' } = properties;
	if (type !== 'send-to-flex' || attributes === '') return [];
	if (typeof attributes !== 'string')
		return [`${name}.attributes: Studio wants JSON text, in quotes. Write it as a string.`];
	if (!verdicts.has(attributes)) verdicts.set(attributes, attack(attributes));
	const verdict = verdicts.get(attributes);
	return verdict === undefined ? [] : [`${name}.attributes: ${verdict}`];
}

/** A verdict takes a thousand renderings, and depends on the template alone. */
const verdicts = new Map<string, string | undefined>();

/** All variables hold the same value; and each one alone does, beside others that are ordinary. */
function attack(template: string): string | undefined {
	const renders = [true, false].map((objectsAsPairs) => createRenderer({ objectsAsPairs }));
	const paths = variablesIn(template);
	for (const [what, value] of HOSTILE) {
		for (const [where, context] of contexts(paths, value)) {
			for (const render of renders) {
				const fault = faultOf(() => parseObject(render(template, context)));
				if (fault === undefined) continue;
				return `this is no JSON object once ${where} holds ${what} (${fault}). Write every value as {{ … | default: '' | to_json }}, without quotes around it.`;
			}
		}
	}
	return undefined;
}

function* contexts(paths: readonly (readonly string[])[], value: unknown): Generator<[string, object]> {
	if (paths.length === 0) yield ['it', {}];
	const depth = Math.max(0, ...paths.map(({ length }) => length));
	// `flow.variables` and its like are always objects; what is in them need not be.
	for (let cut = depth; cut >= Math.min(3, depth) && cut > 0; cut--) {
		const shortened = paths.map((path) => path.slice(0, cut));
		yield [cut === depth ? 'every variable' : 'what the variables are in', contextOf(shortened, value)];
	}
	for (const path of paths) {
		const context = contextOf(paths, 'text');
		put(context, path, value);
		yield [`{{${path.join('.')}}}`, context];
	}
}

function contextOf(paths: readonly (readonly string[])[], value: unknown): Record<string, unknown> {
	const context: Record<string, unknown> = {};
	// The longer ones last: what holds others is an object.
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

function parseObject(text: string): void {
	const value: unknown = JSON.parse(text);
	if (!isRecord(value)) throw new Error('another kind of JSON');
}

function faultOf(run: () => void): string | undefined {
	try {
		run();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
