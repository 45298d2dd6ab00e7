/**
 * Undoes what setup changed, the last change first.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { GoneError, isForReader } from '../../account/errors';
import { type Resources, unlogged, writeEdits } from './apply';
import type { Dialog } from './apply-fixes';
import { describeEdit, inverseOf } from './edit';
import type { DeleteEdit, ListEdit, SetEdit } from './fix';
import type { Change, Live } from './undo-log';

const DEPLOYED =
	'A new flow, new Functions and their variables stay. To go back to any published revision of the flow: npx handoff flow history, then npx handoff flow rollback.';
const UNFINISHED =
	'  Setup ended before this was confirmed. Twilio may still be at it: run npx handoff doctor in a few minutes, and if the change is there, undo it again.';
const HELD_BACK =
	'Not undone, since a change before it that couldn’t be undone decides where customers’ calls and messages go, and they would reach no one. Fix that first, or remove it from the undo log if it is to stay, and run this again:';

interface UndoOptions {
	/** Opens the account for one change, with its own time limit. */
	readonly open: () => AccountView;
	readonly resources: Resources;
	readonly dialog: Dialog;
	readonly dryRun: boolean;
}

/**
 * `already`: the account was as before. `left`: not undone, or not completely. `nothing`: there was no earlier state to
 * restore.
 */
type Outcome = 'undone' | 'already' | 'left' | 'nothing';
/** How many changes had each outcome. */
type UndoResult = Readonly<Record<Outcome, number>>;

/**
 * Asks for each change. The steps of a change belong together: the first that fails, because the value was changed since
 * or Twilio fails, ends that change and is shown; the other changes go on. Except after a change of customers' traffic:
 * the rest is what serves these customers, so it stays.
 * @param changes `readUndoLog`
 */
export async function undoChanges(changes: readonly Change[], options: UndoOptions): Promise<UndoResult> {
	const counts = { undone: 0, already: 0, left: 0, nothing: 0 };
	const newestFirst = changes.toReversed();
	const isTraffic = ({ stage }: Change) => stage === 'traffic';
	const all = [...newestFirst.filter(isTraffic), ...newestFirst.filter((change) => !isTraffic(change))];
	for (const [index, change] of all.entries()) {
		const outcome = await undoChange(change, options);
		counts[outcome] += 1;
		if (outcome !== 'left' || !isTraffic(change) || options.dryRun) continue;
		const rest = all.slice(index + 1);
		if (rest.length > 0) options.dialog.show(`\n${HELD_BACK}`);
		for (const { title } of rest) options.dialog.show(`  ${title}`);
		return { ...counts, left: counts.left + rest.length };
	}
	return counts;
}

async function undoChange(
	change: Change,
	{ open, resources, dialog, dryRun }: UndoOptions,
): Promise<Outcome> {
	dialog.show(`\nUndo: ${change.title}`);
	if (change.before) dialog.show(`  Live before: ${liveInWords(change.before)}. ${DEPLOYED}`);
	const steps = change.steps.toReversed();
	const unknown = steps.some(({ edit, created }) => edit.edit === 'create' && created === undefined);
	const unfinished = steps.some(({ state }) => state === 'begun');
	const all = steps.flatMap(undoOf);
	// The change may still be made, and use what was created for it.
	const stays = unfinished ? all.filter(({ edit }) => edit === 'delete') : [];
	const edits = all.filter((edit) => !stays.includes(edit));
	for (const edit of edits) {
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
	}
	if (all.length === 0 && !unknown) return 'nothing';
	if (unknown) dialog.show('  Whether a resource was created is unknown: look in the Console.');
	for (const { resource, id } of stays) {
		dialog.show(`  ${resources[resource].title} ${id} stays: delete it when nothing uses it.`);
	}
	if (dryRun || edits.length === 0 || !(await dialog.agrees('Undo it?'))) return 'left';
	try {
		const written = await writeEdits(edits, open(), {
			resources,
			begin: unlogged,
			progress: (line) => dialog.progress(`  ${line}`),
		});
		dialog.show(written ? '  done' : '  nothing to do: it is as before');
		if (unfinished) dialog.show(UNFINISHED);
		if (unknown || stays.length > 0) return 'left';
		return written ? 'undone' : 'already';
	} catch (error) {
		if (!isForReader(error)) throw error;
		if (error instanceof GoneError) {
			dialog.show('  nothing to do: it no longer exists');
			return 'already';
		}
		dialog.show(`  not done: ${error.message}`);
		return 'left';
	}
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
