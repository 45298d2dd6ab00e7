/**
 * What Twilio's published JSON Schemas ask of a flow's widgets.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/schemas
 * @module
 */
import { z } from 'zod';
import type { FlowDefinition } from '../../../studio/definition';
import type { Fault } from '../../../studio/validate/structure';

const MAX_STATES = 1000;

const text = z.string().exactOptional();
const pairs = z
	.array(z.object({ key: z.string(), value: z.string() }))
	.max(1000)
	.exactOptional();

/** By type of widget, those that this project's flow has. Properties that a schema does not name are left alone. */
const PROPERTIES: Readonly<Record<string, z.ZodType>> = {
	'connect-call-to': z.looseObject({
		noun: z.string(),
		to: text,
		caller_id: text,
		record: z.boolean().exactOptional(),
		timeout: z.int().exactOptional(),
	}),
	'make-http-request': z.looseObject({
		url: z.string(),
		method: text,
		body: text,
		content_type: text,
		parameters: pairs,
		add_twilio_auth: z.boolean().exactOptional(),
	}),
	'say-play': z.looseObject({
		say: text,
		play: text,
		voice: text,
		language: text,
		loop: z.int().exactOptional(),
	}),
	'send-message': z.looseObject({
		from: z.string(),
		to: text,
		body: text,
		service: text,
		channel: text,
		attributes: text,
		media_url: text,
	}),
	'send-to-flex': z.looseObject({
		workflow: z.string(),
		channel: z.string(),
		attributes: text,
		priority: text,
		timeout: text,
		waitUrl: text,
		waitUrlMethod: text,
	}),
	'set-variables': z.looseObject({ variables: pairs }),
	'split-based-on': z.looseObject({ input: z.string() }),
};

/**
 * Checks how many widgets there are, and the types of their properties.
 * @param definition as `checkStructure` returned it: nothing when there is none
 */
export function checkWidgets({ states }: Pick<FlowDefinition, 'states'> = { states: [] }): Fault[] {
	const faults = states.flatMap(({ type, properties }, index): Fault[] => {
		const issues = PROPERTIES[type]?.safeParse(properties).error?.issues ?? [];
		return issues.map(({ path, message }) => ({
			path: [
				'states',
				index,
				'properties',
				...path.map((step) => (typeof step === 'number' ? step : String(step))),
			],
			message,
		}));
	});
	if (states.length <= MAX_STATES) return faults;
	return [
		{ path: ['states'], message: `${states.length} widgets, at most ${MAX_STATES} are allowed` },
		...faults,
	];
}
