/**
 * Compares what is to be deployed with what is live, before anything changes.
 * @module
 */
import type { Settings } from '../../src/settings';
import type { FlowValues } from '../../studio/render/render';
import type { Variables } from '../account/deployed';
import { environmentOf } from '../account/env/environment';
import type { LiveState } from '../account/live-project';
import { SERVICE_NAME } from '../account/project';
import { FLOW_SETTING } from '../account/studio/flow';
import { flowNameOf } from '../account/studio/live-flow';
import { checkContextSize } from './context-size';
import { type FlowPlan, planFlow } from './flow-plan';
import { refuseFlow } from './flow-refusals';
import { findForeign, refuseForeign } from './foreign';
import { desiredVariables, type FunctionsPlan, keyOfAgent, planFunctions } from './functions-plan';
import { type Release, releaseOf } from './history';
import { refuseOlderFunctions } from './older';
import type { Reporting } from './reporting';
import type { Source } from './source';

export interface CompareOptions extends Reporting {
	/** Overwrites edits made to the live flow in the Console. */
	readonly force?: boolean;
	/** Deploys a version older than the live one, or one that was rolled back. */
	readonly allowOlder?: boolean;
	/** Unique name or SID of a service that may be replaced although this project did not deploy it. */
	readonly replaceService?: string | undefined;
}

/** What is to be done, and from what. */
export interface Comparison {
	readonly source: Source;
	/** Those of the run, with the agent's key and the workflow that was found. */
	readonly settings: Settings;
	/** The release that runs before the deployment. */
	readonly before: Release | undefined;
	readonly functions: FunctionsPlan;
	readonly flow: FlowPlan;
	/** Plans the flow again, once the Functions have their domain. */
	readonly planFlowAgain: () => FlowPlan;
}

/**
 * @param values of the flow's placeholders
 * @throws {SetupError} when something there forbids the deployment
 * @throws {HandoffError} when Twilio does not respond or refuses
 */
export async function compare(
	options: CompareOptions,
	state: LiveState,
	source: Source,
	values: FlowValues,
): Promise<Comparison> {
	const { account, runStep } = options;
	const settings = {
		...account.settings,
		...keyOfAgent(account.profile, state.deployment?.variables),
		TWILIO_FLEX_WORKFLOW_SID: values.TWILIO_FLEX_WORKFLOW_SID,
	};
	const flowName = flowNameOf(environmentOf(account.environment));
	const planFlowAgain = () =>
		planFlow(state.flow ?? undefined, withUrl(values, state), source.gitRevision, source.template, flowName);
	const before = await releaseOf(account.twilio, state);
	const variables = variablesFor(settings, state);
	const functions = planFunctions(source.bundle, state.deployment ?? undefined, variables);
	await runStep('Comparing the Functions', () =>
		refuseFunctions(options, state, { source, variables, before, functions }),
	);
	const flow = await runStep(
		'Comparing the flow',
		async () => {
			const plan = planFlowAgain();
			await refuseFlow(account, plan, options, source.where);
			return plan;
		},
		({ action, changes }) =>
			action === 'update' ? `${changes.length} to change` : action === 'create' ? 'new' : 'no change',
	);
	return { source, settings, before, functions, flow, planFlowAgain };
}

/** The variables of the Functions, the SID of the flow among them once there is one. */
export function variablesFor(settings: Settings, { flow }: LiveState): Variables {
	return desiredVariables(flow ? { ...settings, [FLOW_SETTING]: flow.sid } : settings);
}

async function refuseFunctions(
	{ account, allowOlder, replaceService }: CompareOptions,
	{ deployment }: LiveState,
	{
		source: { version, where, bundle },
		variables,
		before,
		functions: { build },
	}: Pick<Comparison, 'source' | 'before' | 'functions'> & { readonly variables: Variables },
): Promise<void> {
	if (!allowOlder && deployment && build !== 'none')
		await refuseOlderFunctions(deployment, version, before, where);
	checkContextSize(deployment?.variables ?? {}, variables);
	// In any other case our record is with what would be replaced.
	if (build !== 'first' && build !== 'foreign') return;
	const environment = environmentOf(account.environment);
	refuseForeign(await findForeign(account.twilio, SERVICE_NAME, environment, bundle), replaceService);
}

function withUrl(values: FlowValues, { deployment }: LiveState): FlowValues {
	return deployment ? { ...values, FUNCTIONS_URL: `https://${deployment.domain}` } : values;
}
