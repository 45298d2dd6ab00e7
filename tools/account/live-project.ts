/**
 * The live deployment of this project: which Functions, and which flow.
 * @module
 */
import { requireSetting, type Settings } from '../../src/settings';
import { type Deployment, readDeployment } from './deployed';
import { environmentOf } from './env/environment';
import { lazy } from './lazy';
import type { Account } from './open';
import { SERVICE_NAME } from './project';
import { FLOW_SETTING } from './studio/flow';
import { findLiveFlow, flowNameOf, type LiveFlow } from './studio/live-flow';

/**
 * Where the project is in the account, by the settings of its environment. Each half is read when it is first needed,
 * once; both throw a HandoffError when Twilio fails.
 * @param flowSid its flow, where that is known
 * @example const [deployment, flow] = await Promise.all([project.deployment(), project.flow()]);
 */
export function findProject(
	{ twilio, settings, environment }: Pick<Account, 'twilio' | 'settings' | 'environment'>,
	flowSid?: string,
) {
	const suffix = environmentOf(environment);
	/** The name of a new flow. */
	const flowName = flowNameOf(suffix);
	/** `undefined` when nothing is deployed. */
	const deployment = lazy(() => readDeployment(twilio, SERVICE_NAME, suffix));
	/** As `findLiveFlow`, with the SID that is known or set. */
	const flow = lazy(async () => findLiveFlow(twilio, flowSid ?? flowSidOf(settings), deployment, flowName));
	/** The flow of this project's name, whatever the setting says. */
	const flowByName = () => findLiveFlow(twilio, undefined, deployment, flowName);
	return { flowName, deployment, flow, flowByName };
}

/** @throws {MisconfiguredError} when it is malformed: it becomes part of a URL */
function flowSidOf(settings: Settings): string | undefined {
	return settings[FLOW_SETTING] === undefined ? undefined : requireSetting(settings, FLOW_SETTING);
}

/** As last read; `undefined` before it was read, `null` when there is nothing. */
export interface LiveState {
	deployment?: Deployment | null;
	flow?: LiveFlow | null;
}

/**
 * Reads what is live. What cannot be read counts as unknown, and the other half is kept.
 * @param state takes what was read; its flow, if it has one, is the one that is read again
 * @throws {HandoffError} when a half cannot be read
 * @throws {SetupError} when the flow of the setting is not found, or it isn't a flow definition
 */
export async function readLive(account: Account, state: LiveState): Promise<void> {
	const project = findProject(account, state.flow?.sid);
	delete state.deployment;
	delete state.flow;
	const [deployment, flow] = await Promise.allSettled([project.deployment(), project.flow()]);
	if (deployment.status === 'fulfilled') state.deployment = deployment.value ?? null;
	if (flow.status === 'fulfilled') state.flow = flow.value ?? null;
	for (const half of [deployment, flow]) if (half.status === 'rejected') throw half.reason;
}

/** @example 'Live: no Functions; no flow.' */
export function whatIsLive({ deployment, flow }: LiveState): string {
	const functions = deployment
		? `Functions at https://${deployment.domain} (build ${deployment.buildSid})`
		: deployment === null
			? 'no Functions'
			: 'Functions unknown (could not be read)';
	const studio = flow
		? `flow ${flow.sid} revision ${flow.revision}${flow.status === 'published' ? '' : ` (a ${flow.status})`}`
		: flow === null
			? 'no flow'
			: 'flow unknown (could not be read)';
	return `Live: ${functions}; ${studio}.`;
}
