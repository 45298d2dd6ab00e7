/**
 * Rolls the flow back to an earlier revision.
 * @module
 */
import type { Twilio } from 'twilio';
import { hashOf, isDrifted } from '../../studio/version';
import { SetupError } from '../account/errors';
import { type LiveFlow, listRevisions, publishFlow, readRevision } from '../account/studio/live-flow';
import { refuseToOverwrite } from './flow';

/** The revision whose definition runs; after a rollback, the one that was rolled back to. */
export function revisionThatRuns({
	revision,
	commitMessage,
}: Pick<LiveFlow, 'revision' | 'commitMessage'>): number {
	const [, earlier] = /^rollback to revision (\d+)/.exec(commitMessage) ?? [];
	return earlier === undefined ? revision : Number(earlier);
}

/**
 * @throws {SetupError} when the live flow holds an edit that is nowhere else
 */
export function refuseToLoseEdit({ sid, revision, status, definition }: LiveFlow): void {
	if (status === 'published' && !isDrifted(definition)) return;
	const loss =
		status === 'published'
			? 'a rollback would discard the edits. To keep them, run `npx handoff flow pull`, which copies them to studio/agent-handoff.json. To discard them, add --force.'
			: 'that draft isn’t published. To roll back the published revision and keep the draft, add --force.';
	throw new SetupError(
		`Flow ${sid} was edited in the Console (revision ${revision}, ${status}), and ${loss}`,
	);
}

/**
 * Finds the revision to go back to, and publishes it again.
 * @param live the newest revision, as it was read
 * @param wanted the revision to go back to; by default the last published one that differs from what runs
 * @returns the revision that was published again, and the flow as it runs now
 * @throws {SetupError} when there is nothing to go back to, or the flow has changed since it was read
 * @throws {FlowRefusedError} when Twilio no longer accepts it
 */
export async function rollBack(
	twilio: Twilio,
	live: LiveFlow,
	wanted?: number,
): Promise<{ readonly earlier: LiveFlow; readonly now: LiveFlow }> {
	const running = await whatRuns(twilio, live);
	const earlier =
		wanted === undefined
			? await lastThatDiffers(twilio, running)
			: await readRevision(twilio, live.sid, wanted);
	const isSame = hashOf(earlier.definition) === hashOf(running.definition);
	if (isSame || earlier.status !== 'published') {
		const why = isSame ? 'is already live' : 'is a draft that was never published';
		throw new SetupError(`Revision ${earlier.revision} ${why}. To list revisions: npx handoff flow history`);
	}
	return { earlier, now: await rollBackFlow(twilio, live, earlier) };
}

/**
 * The last published revision: Studio runs no draft.
 * @param live the newest revision
 * @throws {SetupError} when the flow was never published
 */
export async function whatRuns(twilio: Twilio, live: LiveFlow): Promise<LiveFlow> {
	if (live.status === 'published') return live;
	const published = (await listRevisions(twilio, live.sid)).find(({ status }) => status === 'published');
	if (published) return readRevision(twilio, live.sid, published.revision);
	throw new SetupError(`Flow ${live.sid} was never published. It has only a draft.`);
}

async function lastThatDiffers(twilio: Twilio, running: LiveFlow): Promise<LiveFlow> {
	for (const { revision, status } of await listRevisions(twilio, running.sid)) {
		// After a rollback, further back: the revisions in between were rolled back already.
		if (revision >= revisionThatRuns(running) || status !== 'published') continue;
		const earlier = await readRevision(twilio, running.sid, revision);
		if (hashOf(earlier.definition) !== hashOf(running.definition)) return earlier;
	}
	throw new SetupError(`Flow ${running.sid} has no earlier published revision to roll back to.`);
}

/**
 * Publishes an earlier revision again. A draft is saved again on top of it.
 * @param live the newest revision, as it was read
 * @param earlier the revision to go back to
 * @returns the flow as it runs now
 * @throws {SetupError} when the live flow has changed since it was read, or the draft is no longer the newest revision
 * @throws {FlowRefusedError} when Twilio no longer accepts it
 */
export async function rollBackFlow(twilio: Twilio, live: LiveFlow, earlier: LiveFlow): Promise<LiveFlow> {
	// For a rollback, the revision it went back to: the next rollback then skips everything in between.
	const message = `rollback to revision ${revisionThatRuns(earlier)}: ${earlier.definition.description ?? ''}`;
	await refuseToOverwrite(twilio, live);
	const now = await publishFlow(twilio, live, earlier.definition, message);
	if (live.status === 'published') return now;
	await publishFlow(twilio, live, live.definition, live.commitMessage, 'draft').catch((cause: unknown) => {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new SetupError(
			`Rolled back to revision ${earlier.revision}, published as revision ${now.revision}, but the draft couldn’t be saved again. It is still revision ${live.revision}: ${why}`,
			{ cause },
		);
	});
	return now;
}
