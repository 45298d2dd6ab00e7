/**
 * What a deployment will change in the Functions and the flow, and how that is shown.
 * @module
 */
import { redact } from '../../src/redact';
import type { FlowPlan } from './flow-plan';
import type { FunctionsPlan } from './functions-plan';

export interface DeploymentPlan {
	readonly functions: FunctionsPlan;
	readonly flow: FlowPlan;
	/** The same in words, one line per change: names of variables, never values. */
	readonly changes: readonly string[];
}

/** @param promoted the build that is to run, when it is there already */
export function planDeployment(
	functions: FunctionsPlan,
	flow: FlowPlan,
	promoted?: { readonly buildSid: string },
): DeploymentPlan {
	return { functions, flow, changes: changesOf(functions, flow, promoted) };
}

function changesOf(
	{ build, variables }: FunctionsPlan,
	{ action, changes, advice, live }: FlowPlan,
	promoted: { readonly buildSid: string } | undefined,
): string[] {
	const builds = {
		none: [],
		first: ['Functions: create the first build'],
		changed: ['Functions: create a new build (the code changed)'],
		foreign: ['Functions: create a new build (this command didn’t deploy the live one)'],
	};
	const lines = [
		...(promoted && build !== 'none' ? [`Functions: activate build ${promoted.buildSid}`] : builds[build]),
		...variables.set.map((name) => `Functions: set ${name}`),
		...variables.change.map((name) => `Functions: change ${name}`),
		...variables.remove.map((name) => `Functions: remove ${name}`),
		...(action === 'create' ? ['Flow: create'] : []),
		...(action === 'update' ? changes.map((change) => `Flow ${live?.sid}: ${change}`) : []),
		...(advice === undefined ? [] : [`Flow ${live?.sid}: ${advice}`]),
	];
	return lines.map(redact);
}
