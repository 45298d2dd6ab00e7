/**
 * Set Variables: sets `{{flow.variables.KEY}}`, and `{{widgets.NAME.KEY}}` too (github.com/twilio/ai,
 * twilio-studio-flows).
 * @see https://www.twilio.com/docs/studio/widget-library/set-variables
 * @module
 */
import { z } from 'zod';
import { parseObject } from '../../../core/body';
import { readProperties, template, type Widget } from '../runner/widget';

const properties = z.object({
	variables: z.array(z.object({ key: z.string().min(1), value: template, type: z.string().optional() })),
});

/**
 * `"type": "json_object"` (the Console's "Parse as JSON object") parses the rendered text, such as the `HandoffData` of a
 * call.
 *
 * GUESS(variables-not-json): a text that is not a JSON object stays a text. GUESS(variables-same-widget): a variable
 * cannot read another one of the same widget. A live flow with one of each would settle both.
 */
export const setVariables: Widget = {
	run(state, run) {
		const { variables } = readProperties(properties, state);
		const errors: string[] = [];
		const values = variables.map(({ key, value, type }): [string, unknown] => {
			const text = run.render(value);
			if (type !== 'json_object') return [key, text];
			try {
				return [key, parseObject(key, text)];
			} catch (error) {
				errors.push(error instanceof Error ? error.message : String(error));
				return [key, text];
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
