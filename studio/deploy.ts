/**
 * Decides what deploying the flow would do, and does it.
 * @module
 */
import type { Twilio } from 'twilio';
import { HandoffError } from '../src/errors';
import { redact } from '../src/redact';
import type { FlowDefinition } from './definition';
import { diffFlows } from './diff';
import { type LiveFlow, publishFlow, validateWithTwilio } from './live-flow';
import { type FlowValues, renderFlow } from './render';
import { validateFlow } from './validate';
import { hashOf, isDrifted, readStamp, stamp, versionOf } from './version';

export interface FlowPlan {
	readonly action: 'create' | 'update' | 'nothing';
	/** What would change, in lines; empty for a new flow. */
	readonly changes: readonly string[];
	/** Somebody edited the live flow since it was deployed, or it never was this project's. */
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
	const version = live && (readStamp(live.definition.description)?.version ?? versionOf(rendered));
	const same =
		live?.status === 'published' &&
		hashOf(live.definition) === hashOf(rendered) &&
		version === versionOf(rendered);
	const action = live === undefined ? 'create' : same ? 'nothing' : 'update';
	const drifted =
		action === 'update' && live !== undefined && (live.status !== 'published' || isDrifted(live.definition));
	return { action, changes, drifted, live, ...stamped };
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
	throw new HandoffError(
		409,
		'invalid_request',
		`${what} Deploying would change:\n  ${redact(changes.join('\n  '))}\nnpm run flow -- pull takes the edit into studio/agent-handoff.json; --force (npm run deploy -- --force) overwrites it.`,
	);
}

/**
 * Carries a plan out: Twilio validates first, then publishes.
 * @returns the flow as it runs now
 * @throws {FlowRefusedError} when Twilio does not take it; what ran before still runs
 */
export async function deployFlow(twilio: Twilio, plan: FlowPlan): Promise<LiveFlow> {
	if (plan.action === 'nothing' && plan.live) return plan.live;
	await validateWithTwilio(twilio, plan.definition);
	return publishFlow(twilio, plan.live?.sid, plan.definition, plan.commitMessage);
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
 * @param earlier the revision to go back to
 * @throws {FlowRefusedError} when Twilio does not take it any more
 */
export async function rollBackFlow(twilio: Twilio, live: LiveFlow, earlier: LiveFlow): Promise<LiveFlow> {
	const message = `rollback to revision ${earlier.revision}: ${earlier.definition.description}`;
	return publishFlow(twilio, live.sid, earlier.definition, message);
}
