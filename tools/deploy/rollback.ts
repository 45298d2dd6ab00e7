/**
 * Rolls Functions and flow back together to the previous deployment.
 * @module
 */

import { type Deployment, readBuild } from '../account/deployed';
import { environmentOf } from '../account/env/environment';
import { SetupError } from '../account/errors';
import type { LiveState } from '../account/live-project';
import type { Account } from '../account/open';
import { type LiveFlow, readRevision } from '../account/studio/live-flow';
import { activateBuild, applyVariables } from './activate';
import { refuseToLoseEdit, rollBackFlow } from './flow-rollback';
import { refuseOthersFlow } from './foreign';
import { DEPLOYMENT_RECORD, deploymentRecord, keyOfAgent } from './functions-plan';
import {
	formatHistory,
	HISTORY,
	isSameRelease,
	olderThan,
	type Release,
	readHistory,
	releaseOf,
} from './history';
import { type LiveProject, type Reporting, reporting, showAccount } from './reporting';
import { liveVersion } from './smoke-test';
import { testEndpoints } from './test-endpoints';

export interface RollbackPlan {
	readonly from: Release;
	readonly to: Release;
	/** The same in words. */
	readonly changes: readonly string[];
}

interface RollbackOptions extends Reporting {
	/** Receives what will change, before anything does. It may ask first. */
	readonly onPlan: (plan: RollbackPlan) => void | Promise<void>;
	/** Ends after the plan. */
	readonly dryRun: boolean;
	/** Overwrites edits made to the live flow in the Console. */
	readonly force: boolean;
}

/**
 * The flow goes first: an earlier flow calls nothing that later Functions lack. Settings stay: their earlier values, secrets
 * among them, are stored nowhere.
 * @returns what is live then
 * @throws {SetupError} when there is nothing to go back to, or an edit would be lost
 * @throws {HandoffError} when Twilio refuses or does not respond
 */
export function rollBackProject(options: RollbackOptions): Promise<LiveProject> {
	return reporting(options, (state) => rollBack(options, state));
}

async function rollBack(options: RollbackOptions, state: LiveState): Promise<void> {
	const { account, runStep } = options;
	await showAccount(options, state);
	const { deployment, flow } = state;
	if (!deployment || !flow)
		throw new SetupError('The Functions and the flow aren’t both deployed. Nothing was changed.');
	const live = { deployment, flow };
	const way = await runStep('Looking up what ran before', () => findWay(options, live));
	const { from, to, earlier } = way;
	await options.onPlan({ from, to, changes: changesOf(from, to, flow.sid) });
	if (options.dryRun) return;
	if (to.revision !== from.revision) {
		state.flow = await runStep(
			'Studio flow',
			() => rollBackFlow(account.twilio, flow, earlier),
			({ sid, revision }) => `${sid} revision ${to.revision}, published as revision ${revision}`,
		);
	}
	await runStep('Functions', async () => {
		state.deployment = await rollBackFunctions(account, deployment, way);
	});
	await runStep('Testing the live endpoints', async () => {
		const version = to.version || (await liveVersion(`https://${deployment.domain}`)) || 'unknown';
		const settings = { ...account.settings, ...keyOfAgent(account.profile, deployment.variables) };
		return testEndpoints({ ...account, settings }, deployment.domain, version);
	});
}

/** The way back. */
interface Way extends Pick<RollbackPlan, 'from' | 'to'> {
	/** The history as it is. */
	readonly releases: readonly Release[];
	/** The flow to go back to. */
	readonly earlier: LiveFlow;
}

async function findWay(
	{ account: { twilio, environment }, force }: RollbackOptions,
	live: { readonly deployment: Deployment; readonly flow: LiveFlow },
): Promise<Way> {
	const { deployment, flow } = live;
	await refuseOthersFlow(twilio, environmentOf(environment), flow);
	const from = await releaseOf(twilio, live);
	const releases = readHistory(deployment.variables, flow.sid);
	const to = from && olderThan(releases, from).find((each) => !isSameRelease(each, from));
	if (!from || !to) {
		throw new SetupError(
			'No earlier deployment to roll back to. Nothing was changed. To list deployments: npx handoff history',
		);
	}
	if (to.revision !== from.revision && !force) refuseToLoseEdit(flow);
	return { from, to, releases, earlier: await readRevision(twilio, flow.sid, to.revision) };
}

/** @returns what is live then */
async function rollBackFunctions(
	{ twilio, environment }: Account,
	deployment: Deployment,
	{ from, to, releases }: Way,
): Promise<Deployment> {
	const { serviceSid } = deployment;
	const suffix = environmentOf(environment);
	if (to.buildSid !== from.buildSid) {
		const beforeActivation = async () => {
			const now = await readBuild(twilio, serviceSid, suffix);
			if (now !== from.buildSid) throw new SetupError(`Someone else deployed build ${now} in the meantime.`);
		};
		await activateBuild(twilio, { serviceSid, ...to }, suffix, { beforeActivation });
	}
	const isKnown = releases.some((each) => isSameRelease(each, from));
	const record = {
		[DEPLOYMENT_RECORD]: deploymentRecord(to, to.buildSid),
		// It keeps what was rolled back, so that the next deployment doesn't bring that back unasked.
		[HISTORY]: formatHistory(isKnown ? releases : [from, ...releases]),
	};
	await applyVariables(twilio, deployment, to.buildSid === from.buildSid ? without(record) : record, []);
	return { ...deployment, buildSid: to.buildSid, variables: { ...deployment.variables, ...record } };
}

/** The record of a build that stays, with its whole hash, stays. */
function without({ [HISTORY]: history = '' }: Readonly<Record<string, string>>) {
	return { [HISTORY]: history };
}

function changesOf(from: Release, to: Release, flowSid: string): string[] {
	const named = ({ buildSid, version }: Release) => `build ${buildSid}${version && ` (${version})`}`;
	return [
		...(from.buildSid === to.buildSid ? [] : [`Functions: restore ${named(to)} (replaces ${named(from)})`]),
		...(from.revision === to.revision
			? []
			: [`Flow ${flowSid}: restore revision ${to.revision} (replaces ${from.revision})`]),
	];
}
