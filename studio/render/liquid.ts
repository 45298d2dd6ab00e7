/**
 * Liquid as Studio renders it in every field of a widget.
 * @see https://www.twilio.com/docs/studio/user-guide/liquid-template-language
 * @module
 */
import { Liquid, type Template } from 'liquidjs';

/** Renders one template against an execution's context. */
export type Render = (template: string, context: object) => string;

/**
 * Makes a renderer. A missing variable renders as an empty text, and so does an inherited property such as
 * `{{flow.constructor}}`.
 *
 * `to_json` (https://www.twilio.com/docs/studio/widget-library/send-flex) is what escapes a value inside JSON.
 * GUESS(to-json-missing): for a missing variable it renders an empty text rather than `null`. This is the stricter
 * choice: `{"a": {{x | to_json}}}` is then broken JSON. Rendering such a template on a live account would settle it.
 *
 * GUESS(unknown-filter): an unknown filter is an error. What Studio does is undocumented; passing the value through
 * unfiltered, as liquidjs would, hides the typo.
 * @returns a function that throws an Error with the line and column when a template is invalid.
 */
export function createRenderer(): Render {
	const liquid = new Liquid({
		strictFilters: true,
		ownPropertyOnly: true,
		// No files: `{% include %}` and `{% render %}` find nothing.
		templates: {},
		// Studio's dates are Pacific time (https://help.twilio.com/articles/4413699936411).
		timezoneOffset: 'America/Los_Angeles',
	});
	liquid.registerFilter('to_json', (value: unknown) => JSON.stringify(value));
	const parsed = new Map<string, Template[]>();
	return (template, context) => {
		const known = parsed.get(template) ?? liquid.parse(template);
		parsed.set(template, known);
		return String(liquid.renderSync(known, context));
	};
}
