/**
 * Publishes the flow as planned, unless the live flow has changed since.
 * @module
 */
import type { Twilio } from 'twilio';
import { isSame } from '../../studio/json';
import { SetupError } from '../account/errors';
import { inWords } from '../account/format';
import {
	FLOW_NAME,
	findLiveFlow,
	type LiveFlow,
	listOurFlows,
	publishFlow,
	validateWithTwilio,
} from '../account/studio/live-flow';
import type { FlowPlan } from './flow-plan';

/**
 * Carries out a plan: Twilio validates first, while the live flow is compared again, then publishes.
 * @returns the flow as it runs now
 * @throws {SetupError} when the live flow has changed since the plan
 * @throws {FlowRefusedError} when Twilio refuses it; what ran before still runs
 */
export async function deployFlow(twilio: Twilio, plan: FlowPlan): Promise<LiveFlow> {
	if (plan.action === 'nothing' && plan.live) return plan.live;
	await Promise.all([
		validateWithTwilio(twilio, plan.definition),
		refuseToOverwrite(twilio, plan.live, plan.name),
	]);
	const now = await publishFlow(twilio, plan.live ?? plan, plan.definition, plan.commitMessage);
	if (!plan.live) await refuseTwo(twilio, now, plan.name);
	return now;
}

/**
 * Two people may create the flow at the same moment. The one who lists last sees both.
 * @throws {SetupError} naming the flow to delete: always the later one
 */
async function refuseTwo(twilio: Twilio, { sid }: LiveFlow, name: string): Promise<void> {
	const ours = (await listOurFlows(twilio, name)).filter(({ friendlyName }) => friendlyName === name);
	const createdAt = (flow: (typeof ours)[number] | undefined) => flow?.dateCreated.getTime() ?? 0;
	const own = createdAt(ours.find((each) => each.sid === sid));
	// Who is strictly later will see this one.
	if (ours.every((each) => each.sid === sid || createdAt(each) > own)) return;
	const [first, ...later] = ours.sort(
		(one, other) => createdAt(one) - createdAt(other) || (one.sid < other.sid ? -1 : 1),
	);
	throw new SetupError(
		`Someone else created a flow at the same time: ${first?.sid} is in use. Delete ${inWords(later.map((each) => each.sid))} (Console: Studio > Flows), then run the command again.`,
	);
}

/**
 * Studio publishes over any revision. Between the plan and this, the Functions may have been deployed; between this and
 * publishing there is one request.
 * @param known the flow as it was read; `undefined` when there was none
 * @param name that of a new flow
 * @throws {SetupError} when it has changed since
 */
export async function refuseToOverwrite(
	twilio: Twilio,
	known: LiveFlow | undefined,
	name = FLOW_NAME,
): Promise<void> {
	const now = await findLiveFlow(twilio, known?.sid, undefined, name);
	// The definition too: it is not documented that each save of a draft counts as a revision.
	if (now?.revision === known?.revision && isSame(now?.definition, known?.definition)) return;
	const what = known ? 'was changed' : 'was created';
	throw new SetupError(
		`Flow ${now?.sid} ${what} while this command ran: it is now at revision ${now?.revision}. Nothing was published. Run the command again to compare with that revision.`,
	);
}
