/**
 * Decides what deploying the flow would do, and does it.
 * @module
 */
import type { Twilio } from 'twilio';
import { HandoffError } from '../../src/http/errors';
import { redact } from '../../src/redact';
import type { FlowDefinition } from '../../studio/definition';
import { diffFlows } from '../../studio/diff/diff';
import { isSame } from '../../studio/json';
import { type FlowValues, renderFlow } from '../../studio/render/render';
import { validateFlow } from '../../studio/validate/validate';
import { hashOf, isDrifted, readStamp, stamp, titleOf, versionOf } from '../../studio/version';
import { findLiveFlow, type LiveFlow, publishFlow, validateWithTwilio } from '../account/live-flow';

export interface FlowPlan {
	readonly action: 'create' | 'update' | 'nothing';
	/** What would change, in lines; empty for a new flow. */
	readonly changes: readonly string[];
	/** Deploying would overwrite an edit somebody made in the Console, or a flow that never was this project's. */
	readonly drifted: boolean;
	readonly live: LiveFlow | undefined;
	readonly definition: FlowDefinition;
	readonly commitMessage: string;
}

/**
 * Renders the flow for one account and compares it with what is live.
 * @param template the flow with its placeholders, as it is in the file
 * @throws {HandoffError} when the flow is not fit to be deployed, with all that is wrong
 */
export function planFlow(
	live: LiveFlow | undefined,
	values: FlowValues,
	gitRevision: string | undefined,
	template: unknown,
): FlowPlan {
	// As it is in the file first: parsing for rendering drops what the schema does not know.
	const problems = validateFlow(template);
	const rendered = problems.length === 0 ? renderFlow(values, template) : undefined;
	if (rendered) problems.push(...validateFlow(rendered, { functionsUrl: values.FUNCTIONS_URL }));
	if (!rendered || problems.length > 0) {
		throw new HandoffError(
			422,
			'invalid_request',
			`The flow is not fit to be deployed:\n  ${problems.join('\n  ')}`,
		);
	}
	const stamped = stamp(rendered, gitRevision);
	const changes = live === undefined ? [] : diffFlows(live.definition, rendered);
	const action = live === undefined ? 'create' : isDeployed(live, rendered) ? 'nothing' : 'update';
	const drifted = live !== undefined && action === 'update' && losesEdit(live, rendered);
	return { action, changes, drifted, live, ...stamped };
}

/** Whether the live flow is this one, and says so. */
function isDeployed({ status, definition: live }: LiveFlow, rendered: FlowDefinition): boolean {
	if (status !== 'published' || isDrifted(live)) return false;
	return hashOf(live) === hashOf(rendered) && readStamp(live.description)?.version === versionOf(rendered);
}

/** An edit that the folder has too, as after a pull, is not lost; of one to the description only the words count. */
function losesEdit({ status, definition: live }: LiveFlow, rendered: FlowDefinition): boolean {
	if (status !== 'published') return true;
	if (!isDrifted(live)) return false;
	const isOurs = readStamp(live.description) !== undefined || titleOf(live) === titleOf(rendered);
	return hashOf(live) !== hashOf(rendered) || !isOurs;
}

/**
 * @throws {HandoffError} when deploying would overwrite an edit somebody made in the Console
 */
export function refuseDrift({ drifted, live, changes }: FlowPlan): void {
	if (!drifted || live === undefined) return;
	const { sid, revision, status } = live;
	const what =
		status === 'published'
			? `Somebody edited the live flow ${sid} (revision ${revision}), or this project never deployed it.`
			: `Somebody is editing the flow ${sid}: revision ${revision} is a draft.`;
	const loss =
		changes.length > 0
			? `Deploying would change:\n  ${redact(changes.join('\n  '))}`
			: 'Deploying would publish this folder’s flow over it.';
	throw new HandoffError(
		409,
		'invalid_request',
		`${what} ${loss}\nnpm run flow -- pull takes the edit into studio/agent-handoff.json; --force (npm run deploy -- --force) overwrites it.`,
	);
}

/**
 * Carries a plan out: Twilio validates first, then publishes.
 * @returns the flow as it runs now
 * @throws {HandoffError} when the live flow is not what was planned for any more
 * @throws {FlowRefusedError} when Twilio does not take it; what ran before still runs
 */
export async function deployFlow(twilio: Twilio, plan: FlowPlan): Promise<LiveFlow> {
	if (plan.action === 'nothing' && plan.live) return plan.live;
	await validateWithTwilio(twilio, plan.definition);
	await refuseToOverwrite(twilio, plan.live);
	return publishFlow(twilio, plan.live?.sid, plan.definition, plan.commitMessage);
}

/**
 * Studio publishes over whatever is there. Between the plan and this, the Functions may have been deployed; between this
 * and publishing there is one request.
 * @param known the flow as it was read; `undefined` when there was none
 * @throws {HandoffError} when it is another one now
 */
async function refuseToOverwrite(twilio: Twilio, known: LiveFlow | undefined): Promise<void> {
	const now = await findLiveFlow(twilio, known?.sid);
	// The definition too: no source says that each save of a draft counts as a revision.
	if (now?.revision === known?.revision && isSame(now?.definition, known?.definition)) return;
	const what = known ? 'was changed' : 'was made';
	throw new HandoffError(
		409,
		'invalid_request',
		`Flow ${now?.sid} ${what} by somebody else meanwhile: it is at revision ${now?.revision} now. Nothing was published over it. Run the command again: it looks at the flow anew.`,
	);
}

/** The revision whose definition runs: a rollback's is the one it went back to. */
export function revisionThatRuns({
	revision,
	commitMessage,
}: Pick<LiveFlow, 'revision' | 'commitMessage'>): number {
	const [, earlier] = /^rollback to revision (\d+)/.exec(commitMessage) ?? [];
	return earlier === undefined ? revision : Number(earlier);
}

/**
 * @throws {HandoffError} when the live flow holds an edit that is nowhere else
 */
export function refuseToLoseEdit({ sid, revision, status, definition }: LiveFlow): void {
	if (status === 'published' && !isDrifted(definition)) return;
	throw new HandoffError(
		409,
		'invalid_request',
		`Flow ${sid} was edited in the Console (revision ${revision}, ${status}), and going back would lose that. npm run flow -- pull takes the edit into studio/agent-handoff.json; --force goes back all the same.`,
	);
}

/**
 * Publishes an earlier revision again.
 * @param live as it was read
 * @param earlier the revision to go back to
 * @throws {HandoffError} when the live flow is another one by now
 * @throws {FlowRefusedError} when Twilio does not take it any more
 */
export async function rollBackFlow(twilio: Twilio, live: LiveFlow, earlier: LiveFlow): Promise<LiveFlow> {
	// Of a rollback, the one that it went back to: a plain rollback passes by all that came after it.
	const message = `rollback to revision ${revisionThatRuns(earlier)}: ${earlier.definition.description}`;
	await refuseToOverwrite(twilio, live);
	return publishFlow(twilio, live.sid, earlier.definition, message);
}
