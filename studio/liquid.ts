/**
 * Liquid as Studio renders it in every field of a widget.
 * @see https://www.twilio.com/docs/studio/user-guide/liquid-template-language
 * @module
 */
import { type Context, type Emitter, evalToken, ForTag, Liquid, type Template } from 'liquidjs';
import { isRecord } from '../src/request';

export interface TemplateOptions {
	/**
	 * Whether `{% for pair in object %}` yields `[key, value]` pairs, as Shopify's Liquid and liquidjs do. When false an
	 * object counts as empty and the `else` branch is rendered.
	 * GUESS: true. Twilio documents `for` over arrays only; one Set Variables widget with such a loop on a live account
	 * would settle it. Run a flow both ways to know that it does not depend on the answer.
	 */
	readonly objectsAsPairs?: boolean;
}

/** Renders one template against an execution's context. */
export type Render = (template: string, context: object) => string;

/**
 * Makes a renderer. A missing variable renders as nothing; own properties only, so `{{flow.constructor}}` is nothing too.
 *
 * `to_json` (https://www.twilio.com/docs/studio/widget-library/send-flex) is what escapes a value inside JSON.
 * GUESS: for a missing variable it renders nothing rather than `null`, the harsher of the two: `{"a": {{x | to_json}}}`
 * is then broken JSON. Rendering such a template on a live account would settle it.
 *
 * GUESS: an unknown filter is an error. Studio's own reaction is undocumented, and passing the value through unfiltered,
 * as liquidjs would, hides the typo.
 * @returns a function that throws an Error with the template's line and column when the template is broken.
 */
export function createRenderer({ objectsAsPairs = true }: TemplateOptions = {}): Render {
	const liquid = createLiquid();
	if (!objectsAsPairs) liquid.registerTag('for', ForWithoutPairs);
	const parsed = new Map<string, Template[]>();
	return (template, context) => {
		const known = parsed.get(template) ?? liquid.parse(template);
		parsed.set(template, known);
		return String(liquid.renderSync(known, context));
	};
}

/**
 * The variables a template reads from the execution's context; those it assigns itself are not among them.
 * @throws Error when the template is broken.
 * @example variablesIn('{{ flow.data.name | default: contact.channel.address }}')
 * // [['flow', 'data', 'name'], ['contact', 'channel', 'address']]
 */
export function variablesIn(template: string): string[][] {
	const paths = createLiquid().globalVariableSegmentsSync(template);
	// A segment that is itself a variable (`a[b]`) can be any key: the path ends before it.
	return paths.map((path) => {
		const known = path.findIndex((segment) => typeof segment === 'object');
		return path.slice(0, known === -1 ? path.length : known).map(String);
	});
}

function createLiquid(): Liquid {
	const liquid = new Liquid({
		strictFilters: true,
		ownPropertyOnly: true,
		// No files: `{% include %}` and `{% render %}` find nothing.
		templates: {},
		// Studio's dates are Pacific time (https://help.twilio.com/articles/4413699936411).
		timezoneOffset: 'America/Los_Angeles',
	});
	liquid.registerFilter('to_json', (value: unknown) => JSON.stringify(value));
	return liquid;
}

/** `for` that takes an object for an empty collection. */
class ForWithoutPairs extends ForTag {
	override *render(context: Context, emitter: Emitter): ReturnType<ForTag['render']> {
		const collection: unknown = yield evalToken(this.collection, context);
		if (!isRecord(collection)) return yield* super.render(context, emitter);
		yield this.liquid.renderer.renderTemplates(this.elseTemplates ?? [], context, emitter);
		return undefined;
	}
}
