/**
 * How Studio validates a flow definition. Deliberately separate from studio/validate, which decides what this project
 * deploys: the emulator accepts what Studio accepts, and that includes flows that leave customers without an answer.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/schemas
 * @module
 */
import { z } from 'zod';
import { type FlowDefinition, isFlowDefinition } from '../../../studio/definition';
import { checkStructure, type Fault } from '../../../studio/validate/structure';

/** One fault, as Studio reports it in `details.errors`: a JSON pointer and a message. */
export interface DefinitionError {
	readonly property_path: string;
	readonly message: string;
}

const MAX_STATES = 1000;

const text = z.string().exactOptional();
const pairs = z
	.array(z.object({ key: z.string(), value: z.string() }))
	.max(1000)
	.exactOptional();

/** By type of widget, those of this project's flow. Properties that a schema does not name are not checked. */
const PROPERTIES: Readonly<Record<string, z.ZodType>> = {
	'connect-call-to': z.looseObject({
		noun: z.string(),
		to: text,
		sip_endpoint: text,
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
 * Checks the structure of a flow, and its widgets by Twilio's JSON Schemas.
 * @param text the definition as JSON text, as the API accepts it
 * @returns the definition, or every fault
 */
export function validateDefinition(
	text: string,
): { definition: FlowDefinition } | { errors: DefinitionError[] } {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return { errors: [{ property_path: '#', message: 'definition is not valid JSON' }] };
	}
	const structure = checkStructure(json);
	const faults = [...structure.faults, ...checkWidgets(structure.definition?.states ?? [])];
	// Unparsed, so that no key is dropped: see studio/version.ts.
	if (faults.length === 0 && isFlowDefinition(json)) return { definition: json };
	return {
		errors: faults.map(({ path, message }) => ({ property_path: ['#', ...path].join('/'), message })),
	};
}

/** Checks the number of widgets, and the types of their properties. */
function checkWidgets(states: FlowDefinition['states']): Fault[] {
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
		{ path: ['states'], message: `${states.length} widgets, but at most ${MAX_STATES} are allowed` },
		...faults,
	];
}
