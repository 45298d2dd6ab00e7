/**
 * Whether a flow can be deployed. Works offline, and is stricter than Studio, which accepts flows that leave customers
 * without a reply.
 * @module
 */
import type { FlowDefinition } from '../definition';
import { dotted } from '../json';
import { placeOf } from '../place';
import { versionOf } from '../version';
import { checkAccount, TEMPLATE_URL } from './account';
import { checkJsonText } from './json-text';
import { checkLiquid } from './liquid';
import { checkProperties } from './properties';
import { checkResumeConversation } from './resume-conversation';
import { checkStructure, unknownPaths } from './structure';
import { checkVariables } from './variables';
import { checkWiring } from './wiring';

interface ValidateOptions {
	/** The URL of the Functions, without a slash at the end. Leave it out for the template. */
	readonly functionsUrl?: string;
}

/**
 * Checks a template, or with `functionsUrl` a rendered flow.
 * @returns each problem in a sentence that names the widget and the fix; an empty list when there is none
 * @example validateFlow(template) // []
 * @example validateFlow(renderFlow(values), { functionsUrl: values.FUNCTIONS_URL })
 */
export function validateFlow(definition: unknown, options: ValidateOptions = {}): string[] {
	const { functionsUrl = TEMPLATE_URL } = options;
	const { faults, definition: flow } = checkStructure(definition);
	const structure = faults.map(
		({ path, message }) => `${placeOf(definition, path) || 'definition'}: ${message}.`,
	);
	if (!flow) return structure;
	const liquid = checkLiquid(flow);
	return [
		...structure,
		...unknownPaths(definition, flow).map(
			(path) =>
				`${dotted(path)}: unknown key; deploying would drop it. Remove it, or add it to studio/definition.ts if Studio supports it.`,
		),
		...checkVersion(flow),
		...checkWiring(flow),
		...checkResumeConversation(flow),
		...checkProperties(flow),
		...liquid,
		...(liquid.length > 0 ? [] : [...checkVariables(flow), ...checkJsonText(flow)]),
		...checkAccount(flow, functionsUrl),
	];
}

function checkVersion(flow: FlowDefinition): string[] {
	try {
		versionOf(flow);
		return [];
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)];
	}
}
