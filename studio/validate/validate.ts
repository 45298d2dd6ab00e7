/**
 * Whether a flow is fit to be deployed: offline, and stricter than Studio, which takes flows that leave customers in
 * silence.
 * @module
 */

import type { FlowDefinition } from '../definition';
import { dotted } from '../json';
import { versionOf } from '../version';
import { checkAccount, TEMPLATE_URL } from './account';
import { checkJsonText } from './json-text';
import { checkLiquid } from './liquid';
import { checkProperties } from './properties';
import { checkResumeConversation } from './resume-conversation';
import { checkStructure, placeOf, unknownPaths } from './structure';
import { checkVariables } from './variables';
import { checkWiring } from './wiring';

export interface ValidateOptions {
	/** Where the Functions are, no slash at the end. Left out for the template, whose placeholders are not filled. */
	readonly functionsUrl?: string;
}

/**
 * Checks a template, or with `functionsUrl` a rendered flow.
 * @returns what is wrong, in sentences that name the widget and what to do; nothing when all is fine
 * @example validateFlow(template) // []
 * @example validateFlow(renderFlow(values), { functionsUrl: values.FUNCTIONS_URL })
 */
export function validateFlow(definition: unknown, options: ValidateOptions = {}): string[] {
	const { functionsUrl = TEMPLATE_URL } = options;
	const { faults, definition: flow } = checkStructure(definition);
	const structure = faults.map(
		({ path, message }) => `${placeOf(definition, path) || 'the definition'}: ${message}.`,
	);
	if (!flow) return structure;
	const liquid = checkLiquid(flow);
	return [
		...structure,
		...unknownPaths(definition, flow).map(
			(path) =>
				`${dotted(path)}: studio/definition.ts knows no such key, and deploying would drop it. Remove it; or add it there, if Studio has it.`,
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
