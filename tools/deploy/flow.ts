/**
 * Decides what deploying the flow would do, and does it.
 * @module
 */
import type { Twilio } from 'twilio';
import { redact } from '../../src/redact';
import { type AnyFlow, type FlowDefinition, flowDefinition, isFlowDefinition } from '../../studio/definition';
import { diffFlows } from '../../studio/diff/diff';
import { isSame } from '../../studio/json';
import { type FlowValues, isRenderingOf, renderFlow } from '../../studio/render/render';
import { validateFlow } from '../../studio/validate/validate';
import { hashOf, isDrifted, readStamp, stamp, titleOf, versionOf } from '../../studio/version';
import { SetupError } from '../account/errors';
import { inWords } from '../account/format';
import {
	FLOW_NAME,
	findLiveFlow,
	type LiveFlow,
	listOurFlows,
	oddities,
	publishFlow,
	validateWithTwilio,
} from '../account/studio/live-flow';

export interface FlowPlan {
	readonly action: 'create' | 'update' | 'nothing';
	/** What would change, in lines; empty for a new flow, and when there is nothing to do. */
	readonly changes: readonly string[];
	/** Deploying would overwrite an edit made in the Console, or a flow that this project never deployed. */
	readonly drifted: boolean;
	/** What to do about it that no command does. */
	readonly advice: string | undefined;
	readonly live: LiveFlow | undefined;
	/** That of a new flow. */
	readonly name: string;
	readonly definition: FlowDefinition;
	readonly commitMessage: string;
}

/**
 * Renders the flow for one account and compares it with what is live.
 * @param template the flow with its placeholders, as it is in the file
 * @param name that of a new flow
 * @throws {SetupError} when the flow is not valid, with every problem
 */
export function planFlow(
	live: LiveFlow | undefined,
	values: FlowValues,
	gitRevision: string | undefined,
	template: unknown,
	name = FLOW_NAME,
): FlowPlan {
	// First as it is in the file: parsing for rendering drops what is not in the schema.
	const problems = validateFlow(template);
	const rendered = problems.length === 0 ? renderFlow(values, template) : undefined;
	if (rendered) problems.push(...validateFlow(rendered, { functionsUrl: values.FUNCTIONS_URL }));
	if (!rendered || problems.length > 0) {
		throw new SetupError(`The flow is not valid:\n  ${problems.join('\n  ')}`);
	}
	const stamped = stamp(rendered, gitRevision);
	const action = live === undefined ? 'create' : isDeployed(live, rendered) ? 'nothing' : 'update';
	const isUpdate = live !== undefined && action === 'update';
	const changes = isUpdate ? diffFlows(live.definition, rendered) : [];
	const drifted = isUpdate && losesEdit(live, rendered);
	const version = versionOf(rendered);
	const isSameVersion = isUpdate && readStamp(live.definition.description)?.version === version;
	const advice =
		isSameVersion && !drifted && !differsInSettings(live.definition, template)
			? `${version} is live with other content. Raise the version in the description of studio/agent-handoff.json, so that the history tells them apart.`
			: undefined;
	return { action, changes, drifted, advice, live, name, ...stamped };
}

/** Whether the live flow is this one, and has its version in its description. */
function isDeployed({ status, definition: live }: LiveFlow, rendered: FlowDefinition): boolean {
	if (status !== 'published' || isDrifted(live)) return false;
	return hashOf(live) === hashOf(rendered) && readStamp(live.description)?.version === versionOf(rendered);
}

/** Whether the flow is the template with other values. */
function differsInSettings(live: AnyFlow, template: unknown): boolean {
	const content = (flow: unknown) => {
		const { description: _, states, ...rest } = flowDefinition.parse(flow);
		return { ...rest, states: [...states].sort((a, b) => (a.name < b.name ? -1 : 1)) };
	};
	return isFlowDefinition(live) && isRenderingOf(content(live), content(template));
}

/** An edit that this folder has too, as after a pull, is not lost. In a description, only the text before the version counts. */
function losesEdit({ status, definition: live }: LiveFlow, rendered: FlowDefinition): boolean {
	if (status !== 'published') return true;
	if (!isDrifted(live)) return false;
	const isOurs = readStamp(live.description) !== undefined || titleOf(live) === titleOf(rendered);
	return hashOf(live) !== hashOf(rendered) || !isOurs;
}

/**
 * @throws {SetupError} when deploying would overwrite an edit made in the Console
 */
export function refuseDrift({ drifted, live, changes }: FlowPlan): void {
	if (!drifted || live === undefined) return;
	const { sid, revision, status } = live;
	const what =
		status === 'published'
			? `The live flow ${sid} (revision ${revision}) was edited in the Console, or this project never deployed it.`
			: `The flow ${sid} is being edited in the Console: revision ${revision} is a draft.`;
	const loss =
		changes.length > 0
			? `Deploying would change:\n  ${redact(changes.join('\n  '))}`
			: 'Deploying would publish this folder’s flow over it.';
	const odd = oddities(live.definition);
	const named = odd.length > 0 ? `\nIt has what this project’s flows have not:\n  ${odd.join('\n  ')}` : '';
	throw new SetupError(
		`${what} ${loss}${named}\nTo keep the edit, run \`npx handoff flow pull\`, which copies it to studio/agent-handoff.json. To overwrite it, run \`npx handoff deploy --force\`.`,
	);
}

/**
 * Carries a plan out: Twilio validates first, while the live flow is compared once more, then publishes.
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
 * Nothing keeps two people from creating the flow at the same moment. The one who lists last sees both.
 * @throws {SetupError} naming the flow to remove: the later one, whoever reports it
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
		`Someone else created a flow at the same time: ${first?.sid} stays. Remove ${inWords(later.map((each) => each.sid))} (Console: Studio > Flows), and run the command again.`,
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
		`Flow ${now?.sid} ${what} while this command ran: it is at revision ${now?.revision} now. Nothing was published over it. Run the command again: it compares with the new revision.`,
	);
}
