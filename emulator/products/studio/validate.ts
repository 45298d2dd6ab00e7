/**
 * What Studio checks of a flow definition before it takes it.
 * @module
 */
import { type FlowDefinition, isFlowDefinition } from '../../../studio/definition';
import { checkStructure } from '../../../studio/validate/structure';
import { checkWidgets } from './schemas';

/** One fault, as Studio reports it in `details.errors`: where, as a JSON pointer, and what. */
export interface DefinitionError {
	readonly property_path: string;
	readonly message: string;
}

/**
 * Checks what makes the text a flow at all and what Twilio's JSON Schemas ask of its widgets, and no more: Studio takes
 * flows that lead customers into silence.
 * @param text the definition as JSON text, the way the API takes it.
 * @returns the definition, or every fault found.
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
	const faults = [...structure.faults, ...checkWidgets(structure.definition)];
	// As it was sent, see studio/version.ts.
	if (faults.length === 0 && isFlowDefinition(json)) return { definition: json };
	return {
		errors: faults.map(({ path, message }) => ({ property_path: ['#', ...path].join('/'), message })),
	};
}
