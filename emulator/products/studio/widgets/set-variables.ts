/**
 * Set Variables: sets `{{flow.variables.KEY}}`, and `{{widgets.NAME.KEY}}` too (github.com/twilio/ai,
 * twilio-studio-flows).
 * @see https://www.twilio.com/docs/studio/widget-library/set-variables
 * @module
 */
import { z } from 'zod';
import { parseObject } from '../../../core/body';
import { holds } from '../../../core/unknowns';
import { readProperties, template, type Widget } from '../runner/widget';

const properties = z.object({
	variables: z.array(z.object({ key: z.string().min(1), value: template, type: z.string().optional() })),
});

/**
 * `"type": "json_object"` (the Console's "Parse as JSON object") parses the rendered text, such as the `HandoffData` of a
 * call.
 *
 * GUESS(variables-are-text): any other value is a text, a rendered number or boolean too.
 * GUESS(variables-not-json): a text that is not a JSON object stays a text. GUESS(variables-same-widget): a variable
 * cannot read another one of the same widget. A live flow with one of each would settle them.
 */
export const setVariables: Widget = {
	run(state, run) {
		const { variables } = readProperties(properties, state);
		const errors: string[] = [];
		const values = variables.map(({ key, value, type }): [string, unknown] => {
			const text = run.render(value);
			if (!holds(run.world, 'variables-same-widget')) run.context.flow.variables[key] = text;
			if (type !== 'json_object') return [key, holds(run.world, 'variables-are-text') ? text : typed(text)];
			try {
				return [key, parseObject(key, text)];
			} catch (error) {
				errors.push(error instanceof Error ? error.message : String(error));
				return [key, holds(run.world, 'variables-not-json') ? text : null];
			}
		});
		for (const [key, value] of values) run.context.flow.variables[key] = value;
		return {
			event: 'next',
			output: Object.fromEntries(values),
			note: errors.join('; ') || `set ${values.map(([key]) => key).join(', ')}`,
		};
	},
};

/** A number or a boolean as such. */
function typed(text: string): unknown {
	return /^(\d+|true|false)$/.test(text) ? JSON.parse(text) : text;
}
