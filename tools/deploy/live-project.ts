/**
 * What of this project is live: as a deployment reads it before and after.
 * @module
 */

import { type Deployment, readDeployment } from '../account/deployed';
import { environmentOf } from '../account/env/environment';
import { type Account, flowSidOf } from '../account/open';
import { SERVICE_NAME } from '../account/project';
import { findLiveFlow, flowNameOf, type LiveFlow } from '../account/studio/live-flow';

/** As last read; `undefined` before it was read, `null` when there is nothing. */
export interface LiveState {
	deployment?: Deployment | null;
	flow?: LiveFlow | null;
}

/**
 * Reads what is live. What cannot be read counts as unknown, and the other half is kept.
 * @param state takes what was read; its flow, if it has one, is the one that is read again
 * @throws {HandoffError} when a half cannot be read
 * @throws {SetupError} when the flow's setting names none, or it is not a flow definition
 */
export async function readLive({ twilio, settings, environment }: Account, state: LiveState): Promise<void> {
	const flowSid = state.flow?.sid ?? flowSidOf(settings);
	delete state.deployment;
	delete state.flow;
	const name = environmentOf(environment);
	const functions = readDeployment(twilio, SERVICE_NAME, name);
	const [deployment, flow] = await Promise.allSettled([
		functions,
		findLiveFlow(twilio, flowSid, () => functions, flowNameOf(name)),
	]);
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
			: 'Functions that could not be read';
	const studio = flow
		? `flow ${flow.sid} revision ${flow.revision}${flow.status === 'published' ? '' : ` (a ${flow.status})`}`
		: flow === null
			? 'no flow'
			: 'a flow that could not be read';
	return `Live: ${functions}; ${studio}.`;
}
