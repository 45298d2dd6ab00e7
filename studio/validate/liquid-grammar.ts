/**
 * The part of Liquid that a flow may use.
 *
 * Twilio does not publish which engine Studio uses, and engines differ. These are known to work, because live flows
 * use them: `if`, `elsif`, `else`, `endif`, and a few filters. Everything else belongs in the Functions, where it can be tested.
 * @see https://www.twilio.com/docs/studio/user-guide/liquid-template-language
 * @module
 */

/** `{{ value | filter: argument }}` */
export interface Output {
	readonly value: string;
	readonly filters: readonly { readonly name: string; readonly args: readonly string[] }[];
}

interface ReadTemplate {
	readonly outputs: readonly Output[];
	/** The variables it reads: `['flow', 'data', 'name']`. */
	readonly paths: readonly (readonly string[])[];
	/** What a flow may not use, each once: `the filter "upcase"`. */
	readonly unknown: readonly string[];
}

/** The allowed filters, and how many arguments each takes. */
const FILTERS: ReadonlyMap<string, number> = new Map([
	['to_json', 0],
	['downcase', 0],
	['replace', 2],
	['default', 1],
	['split', 1],
	['first', 0],
	['last', 0],
	['plus', 1],
]);

const PATH = String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*`;
// Some engines end a value at the first brace, even inside quotes.
const VALUE = String.raw`'[^'{}]*'|"[^"{}]*"|-?\d+(?:\.\d+)?|${PATH}`;
const LIQUID = /\{\{(.*?)\}\}|\{%(.*?)%\}/gs;
const OUTPUT = new RegExp(String.raw`^\s*(${VALUE})\s*((?:\|.*)?)$`, 's');
const FILTER = new RegExp(
	String.raw`^\|\s*(\w+)\s*(?::\s*((?:${VALUE})(?:\s*,\s*(?:${VALUE}))*))?\s*(?=\||$)`,
	's',
);
const CONDITION = new RegExp(String.raw`^\s*(?:els)?if\s+(${VALUE})(?:\s*==\s*(${VALUE}))?\s*$`, 's');
const CLOSING = /^\s*(?:else|end\w+)\s*$/;

/**
 * Reads a template that is valid Liquid.
 * @example readTemplate("{{ flow.data.name | default: '' | to_json }}").paths // [['flow', 'data', 'name']]
 */
export function readTemplate(template: string): ReadTemplate {
	const outputs: Output[] = [];
	const values: string[] = [];
	const unknown: string[] = [];
	for (const [all, output, tag = ''] of template.matchAll(LIQUID)) {
		if (output === undefined) {
			const condition = CONDITION.exec(tag);
			if (condition) values.push(...condition.slice(1).filter((value) => value !== undefined));
			else if (!CLOSING.test(tag)) unknown.push(nameOfTag(tag));
			continue;
		}
		const read = readOutput(output);
		if (!read) {
			unknown.push(`"${all}"`);
			continue;
		}
		outputs.push(read);
		values.push(read.value, ...read.filters.flatMap(({ args }) => args));
		unknown.push(
			...read.filters
				.filter(({ name, args }) => FILTERS.get(name) !== args.length)
				.map(({ name, args }) =>
					FILTERS.has(name) ? `the filter "${name}" with ${args.length} arguments` : `the filter "${name}"`,
				),
		);
	}
	return { outputs, unknown: [...new Set(unknown)], paths: values.filter(isVariable).map(pathOf) };
}

function readOutput(text: string): Output | undefined {
	const [, value, chain = ''] = OUTPUT.exec(text) ?? [];
	if (value === undefined) return undefined;
	const filters: Output['filters'][number][] = [];
	let rest = chain.trim();
	while (rest !== '') {
		const [all = '', name, args = ''] = FILTER.exec(rest) ?? [];
		if (name === undefined) return undefined;
		filters.push({ name, args: args.match(new RegExp(VALUE, 'g')) ?? [] });
		rest = rest.slice(all.length);
	}
	return { value, filters };
}

function nameOfTag(tag: string): string {
	const [name = ''] = tag.match(/[\w-]+/) ?? [];
	return name === 'if' || name === 'elsif'
		? `the condition "${tag.trim()}" (a condition is one value, or two with == between them)`
		: `the tag "${name}"`;
}

/** Whether a value is a variable, not a literal. */
export function isVariable(value: string): boolean {
	return /^[A-Za-z_]/.test(value) && value !== 'true' && value !== 'false';
}

/** @example pathOf('widgets.fetch.parsed.list[0].name') // ['widgets', 'fetch', 'parsed', 'list', '0', 'name'] */
export function pathOf(variable: string): string[] {
	return variable.split(/[.[\]]+/).filter((step) => step !== '');
}

/** The only output of a template, or `undefined` when the template contains anything else. */
export function onlyOutput(template: string): Output | undefined {
	const [whole = '', output = ''] = template.trim().match(/^\{\{(.*?)\}\}/s) ?? [];
	return whole === template.trim() ? readOutput(output) : undefined;
}
