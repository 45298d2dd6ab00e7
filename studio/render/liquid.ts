/**
 * Liquid as Studio renders it in every field of a widget.
 * @see https://www.twilio.com/docs/studio/user-guide/liquid-template-language
 * @module
 */
import { Liquid, type Template } from 'liquidjs';

/** Renders one template against an execution's context. */
export type Render = (template: string, context: object) => string;

/** What is a guess in it, by the ids of docs/guesses.md. */
export type LiquidGuess =
	| 'liquid-default'
	| 'liquid-missing'
	| 'liquid-split-replace'
	| 'liquid-to-json'
	| 'liquid-white-space'
	| 'to-json-missing'
	| 'unknown-filter';

/**
 * Makes a renderer. Studio's engine is not published; a flow of Set Variables on a live account would verify each guess.
 *
 * GUESS(liquid-missing): a missing variable renders as an empty string, and so does an inherited property such as
 * `{{flow.constructor}}`. GUESS(liquid-default): `default` replaces an empty string, like a missing variable.
 * GUESS(liquid-split-replace): `split`, `last` and `replace`, variables as arguments included, do what Shopify's do.
 * GUESS(liquid-white-space): white space around and between values stays.
 *
 * `to_json` (https://www.twilio.com/docs/studio/widget-library/send-flex) is what escapes a value inside JSON.
 * GUESS(liquid-to-json): it escapes quotes, backslashes, and line breaks of a string, and writes a whole object.
 * GUESS(to-json-missing): for a missing variable it renders an empty string rather than `null`. This is the stricter
 * choice: `{"a": {{x | to_json}}}` is then broken JSON.
 *
 * GUESS(unknown-filter): an unknown filter is an error. What Studio does is undocumented; passing the value through
 * unfiltered, as liquidjs would, hides the typo.
 * @param wrong the guesses to treat as wrong
 * @returns a function that throws an Error with the line and column when a template is invalid.
 */
export function createRenderer(wrong: ReadonlySet<LiquidGuess> = new Set()): Render {
	const liquid = new Liquid({
		strictFilters: !wrong.has('unknown-filter'),
		ownPropertyOnly: true,
		// No files: `{% include %}` and `{% render %}` find nothing.
		templates: {},
		// Studio's dates are Pacific time (https://help.twilio.com/articles/4413699936411).
		timezoneOffset: 'America/Los_Angeles',
		// The system's own is a guess as good, and asking for it takes 30 ms.
		locale: 'en-US',
		...(wrong.has('liquid-missing') && { outputEscape: (value: unknown) => String(value ?? 'null') }),
	});
	liquid.registerFilter('to_json', (value: unknown) => {
		if (value === undefined && wrong.has('to-json-missing')) return 'null';
		const json: string | undefined = JSON.stringify(value);
		return wrong.has('liquid-to-json') ? json?.replaceAll('\\n', '\n') : json;
	});
	if (wrong.has('liquid-default'))
		liquid.registerFilter('default', (value: unknown, other: unknown) => value ?? other);
	if (wrong.has('liquid-split-replace')) liquid.registerFilter('replace', (value: unknown) => value);
	const parsed = new Map<string, Template[]>();
	return (template, context) => {
		const known = parsed.get(template) ?? liquid.parse(template);
		parsed.set(template, known);
		const text = String(liquid.renderSync(known, context));
		return wrong.has('liquid-white-space') ? text.trim() : text;
	};
}
