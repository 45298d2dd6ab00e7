/**
 * Undoes what setup changed, the last change first.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { isForReader, SetupError } from '../../account/errors';
import { type Resources, unlogged, writeEdits } from './apply';
import type { Dialog } from './apply-batch';
import { differences } from './deploy-fix';
import { composed, describeEdit, inverseOf } from './edit';
import type { DeleteEdit, ListEdit, SetEdit } from './fix';
import { type Change, type Live, live } from './undo-log';

const DEPLOYED =
	'New flows, Functions, and variables are kept. To restore any published revision of the flow: npx handoff flow history, then npx handoff flow rollback.';
const UNFINISHED =
	'  Setup ended before Twilio confirmed this change. Run npx handoff doctor in a few minutes. If the change was applied, undo it again.';
const HELD_BACK =
	'Not undone: the change above decides where customers’ calls and messages go, and they would reach no one. Undo it first, or keep it with --skip, and run this command again:';

interface UndoOptions {
	/** Opens the account for one change, with its own time limit. */
	readonly open: () => AccountView;
	readonly resources: Resources;
	readonly dialog: Dialog;
	readonly dryRun: boolean;
	/** Changes to keep, by title or by number. */
	readonly skip?: readonly string[];
}

/**
 * `already`: the account was as before. `left`: not undone, or not completely. `nothing`: there was no earlier state to
 * restore. `skipped`: it is kept.
 */
type Outcome = 'undone' | 'already' | 'left' | 'nothing' | 'skipped';
/** How many changes had each outcome. */
type UndoResult = Readonly<Record<Outcome, number>>;

/**
 * Asks for each change. The steps of a change belong together: the first that fails, because the value has changed
 * or Twilio fails, ends that change and is shown; the other changes go on. Except after a change of customers' traffic:
 * the rest is needed for these customers, so it is kept. A change that is skipped doesn't count as failed.
 * @param changes `readUndoLog`
 * @throws {SetupError} when a change to skip is not found
 */
export async function undoChanges(changes: readonly Change[], options: UndoOptions): Promise<UndoResult> {
	const counts = { undone: 0, already: 0, left: 0, nothing: 0, skipped: 0 };
	const { dialog, dryRun, skip = [] } = options;
	const numberOf = (change: Change) => changes.indexOf(change) + 1;
	const isNamed = (name: string, change: Change) =>
		name === change.title || name === String(numberOf(change));
	const unknown = skip.find((name) => !changes.some((change) => isNamed(name, change)));
	if (unknown !== undefined) {
		const all = changes.map((change) => `${numberOf(change)} "${change.title}"`).join(', ');
		throw new SetupError(`Change ${unknown} not found in the undo log. It has: ${all}. Nothing was undone.`);
	}
	const newestFirst = changes.toReversed();
	const isTraffic = ({ stage }: Change) => stage === 'traffic';
	const all = [...newestFirst.filter(isTraffic), ...newestFirst.filter((change) => !isTraffic(change))];
	for (const [index, change] of all.entries()) {
		const number = numberOf(change);
		if (skip.some((name) => isNamed(name, change))) {
			dialog.show(`\nSkipped ${number}: ${change.title}`);
			counts.skipped += 1;
			continue;
		}
		dialog.show(`\nUndo ${number}: ${change.title}`);
		const outcome = await undoChange(change, options);
		counts[outcome] += 1;
		if (outcome !== 'left' || dryRun) continue;
		dialog.show(`  To keep this change, add: --skip ${number}`);
		if (!isTraffic(change)) continue;
		const rest = all.slice(index + 1);
		if (rest.length > 0) dialog.show(`\n${HELD_BACK}`);
		for (const { title } of rest) dialog.show(`  ${title}`);
		return { ...counts, left: counts.left + rest.length };
	}
	return counts;
}

async function undoChange(change: Change, options: UndoOptions): Promise<Outcome> {
	try {
		return await undoSteps(await stepsOf(change, options), options);
	} catch (error) {
		if (!isForReader(error)) throw error;
		options.dialog.show(`  Not undone: ${error.message}`);
		return 'left';
	}
}

/** Setup that is killed while it deploys can't log what that changed: it is what differs now. */
async function stepsOf(
	{ before, ended, steps }: Change,
	{ open, resources, dialog }: UndoOptions,
): Promise<Change['steps']> {
	if (!before) return steps;
	dialog.show(`  Previously live: ${liveInWords(before)}. ${DEPLOYED}`);
	if (ended || steps.some(({ edit }) => edit.resource === 'live')) return steps;
	const now = live.parse(await resources.live.read(open(), ''));
	dialog.show(`  Setup ended during the deployment. Now live: ${liveInWords(now)}.`);
	const edits = differences('live', { live: before }, { live: now });
	return [...steps, ...edits.map((edit) => ({ state: 'done' as const, edit }))];
}

async function undoSteps(
	made: Change['steps'],
	{ open, resources, dialog, dryRun }: UndoOptions,
): Promise<Outcome> {
	const steps = made.toReversed();
	const unknown = steps.some(({ edit, created }) => edit.edit === 'create' && created === undefined);
	const unfinished = steps.some(({ state }) => state === 'begun');
	const all = composed(steps.flatMap(undoOf));
	// The change may still be made, and use what was created for it.
	const stays = unfinished ? all.filter(({ edit }) => edit === 'delete') : [];
	const edits = all.filter((edit) => !stays.includes(edit));
	for (const edit of edits) {
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
	}
	if (all.length === 0 && !unknown) return 'nothing';
	if (unknown) dialog.show('  A resource may have been created. Check the Console.');
	for (const { resource, id } of stays) {
		dialog.show(`  ${resources[resource].title} ${id} is kept. Delete it when nothing uses it.`);
	}
	if (dryRun || edits.length === 0 || !(await dialog.agrees('Undo this change?'))) return 'left';
	const written = await writeEdits(edits, open(), {
		resources,
		begin: unlogged,
		progress: (line) => dialog.progress(`  ${line}`),
		notice: (line) => dialog.show(`  ${line}`),
		gone: ({ message }) => dialog.show(`  ${message}`),
	});
	dialog.show(written ? '  undone' : '  already undone');
	if (unfinished) dialog.show(UNFINISHED);
	if (unknown || stays.length > 0) return 'left';
	return written ? 'undone' : 'already';
}

/** @returns no edit for a step that can't be undone, or wasn't made */
function undoOf({ edit, created, digest }: Change['steps'][number]): (SetEdit | ListEdit | DeleteEdit)[] {
	if (edit.edit === 'delete') return [];
	if (edit.edit !== 'create') return [inverseOf(edit)];
	if (created === undefined) return [];
	return [{ edit: 'delete', resource: edit.resource, id: created, ...(digest !== undefined && { digest }) }];
}

/** @example 'flow FW… revision 3, no Functions' */
function liveInWords({ flow, functions }: Live): string {
	return [
		flow ? `flow ${flow.sid} revision ${flow.revision}` : 'no flow',
		functions ? `Functions build ${functions.buildSid}` : 'no Functions',
	].join(', ');
}
