/**
 * The properties of widgets are what Studio accepts, and no flag makes a handoff fail.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/schemas (JSON Schemas of the widgets)
 * @module
 */
import { z } from 'zod';
import type { FlowDefinition, FlowState } from '../definition';
import { placeOf } from '../place';

const MAX_WIDGETS = 1_000;
const text = z.string().exactOptional();
const PRIORITY = '{{flow.variables.priority}}';
const seconds = z
	.string()
	.regex(/^(\d+|\$\{[A-Z_]+\})$/, 'not a number of seconds. Write a whole number in quotes, such as "3600"');
const priority = z
	.string()
	.refine(
		(value) => value === PRIORITY || /^\d+$/.test(value),
		`not a priority. Write a whole number in quotes, such as "0", or "${PRIORITY}"`,
	);
const pairs = z.array(z.looseObject({ key: z.string().min(1), value: z.string() }));

/** The properties that a type of widget must or may have. Other properties are not checked. */
const PROPERTIES: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
	[
		'make-http-request',
		z.looseObject({ content_type: text, body: text, parameters: pairs.max(1_000).exactOptional() }),
	],
	['say-play', z.looseObject({ say: text, play: text, loop: z.int().exactOptional() })],
	['send-message', z.looseObject({ from: z.string().min(1), to: text, body: text })],
	[
		'send-to-flex',
		z.looseObject({
			workflow: z.string().min(1),
			channel: z.string().min(1),
			attributes: text,
			priority: priority.exactOptional(),
			timeout: seconds.exactOptional(),
			waitUrl: text,
			waitUrlMethod: text,
		}),
	],
	['set-variables', z.looseObject({ variables: pairs })],
	['split-based-on', z.looseObject({ input: z.string() })],
]);

/** @returns each problem in a sentence that names the widget and the fix */
export function checkProperties(flow: FlowDefinition): string[] {
	const flags = flow.flags.allow_concurrent_calls
		? []
		: [
				'flags.allow_concurrent_calls: a second call of the same customer can’t be handed off. Set it to true.',
			];
	const size =
		flow.states.length > MAX_WIDGETS
			? [`states: ${flow.states.length} widgets. Studio accepts at most ${MAX_WIDGETS}. Remove some.`]
			: [];
	return [...size, ...flags, ...flow.states.flatMap((state, index) => checkWidget(flow, state, index))];
}

function checkWidget(flow: FlowDefinition, { type, properties }: FlowState, index: number): string[] {
	const parsed = PROPERTIES.get(type)?.safeParse(properties);
	return (parsed?.error?.issues ?? []).map(({ path, message }) => {
		const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
		return `${placeOf(flow, ['states', index, 'properties', ...steps])}: ${message}.`;
	});
}
