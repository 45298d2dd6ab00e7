/**
 * Reasons not to deploy a flow as planned.
 * @module
 */
import { versionOf } from '../../studio/version';
import { environmentOf } from '../account/env/environment';
import type { Account } from '../account/open';
import { type FlowPlan, refuseDrift } from './flow-plan';
import { refuseOthersFlow } from './foreign';
import { refuseOlder, whyOlder } from './older';

interface Overrides {
	/** Overwrites edits made to the live flow in the Console. */
	readonly force?: boolean | undefined;
	/** Deploys a version older than the live one, or one that was rolled back. */
	readonly allowOlder?: boolean | undefined;
}

/**
 * @param where what has the plan's version; by default this folder
 * @throws {SetupError} when the flow is another environment's, has an edit that would be lost, or is newer
 * @throws {HandoffError} when Twilio does not respond or refuses
 */
export async function refuseFlow(
	{ twilio, environment }: Pick<Account, 'twilio' | 'environment'>,
	plan: FlowPlan,
	{ force, allowOlder }: Overrides,
	where?: string,
): Promise<void> {
	const { action, live, definition } = plan;
	await refuseOthersFlow(twilio, environmentOf(environment), live);
	if (!force) refuseDrift(plan);
	if (!allowOlder && action === 'update' && live)
		refuseOlder(await whyOlder(twilio, live, versionOf(definition), where), where);
}
