/**
 * What a deployment will change, of Functions and flow, and how that is shown.
 * @module
 */
import { redact } from '../../src/redact';
import type { FlowPlan } from './flow-plan';
import type { FunctionsPlan } from './functions-plan';

export interface DeploymentPlan {
	readonly functions: FunctionsPlan;
	readonly flow: FlowPlan;
	/** The same in words, a line each: names of variables, never values. */
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
		first: ['Functions: the first build'],
		changed: ['Functions: a new build, since the code changed'],
		foreign: ['Functions: a new build, since what is live was not deployed by this command'],
	};
	const lines = [
		...(promoted && build !== 'none' ? [`Functions: build ${promoted.buildSid}`] : builds[build]),
		...variables.set.map((name) => `Functions: sets ${name}`),
		...variables.change.map((name) => `Functions: changes ${name}`),
		...variables.remove.map((name) => `Functions: removes ${name}`),
		...(action === 'create' ? ['Flow: a new one'] : []),
		...(action === 'update' ? changes.map((change) => `Flow ${live?.sid}: ${change}`) : []),
		...(advice === undefined ? [] : [`Flow ${live?.sid}: ${advice}`]),
	];
	return lines.map(redact);
}
