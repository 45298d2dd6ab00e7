/**
 * Takes back what setup changed, the last change first.
 * @module
 */
import { HandoffError } from '../src/errors';
import type { AccountView } from './account-view';
import { describeEdit, inverseOf } from './edit';
import { SetupError } from './errors';
import { liveInWords } from './live';
import type { Edit } from './mend';
import type { Dialog } from './set-up';
import type { Change } from './undo-file';
import { type Resources, writeEdits } from './write-edits';

const DEPLOYED =
	'A flow or Functions that were new stay, and so do the Functions’ variables. npm run flow -- history tells what was published; npm run flow -- rollback goes back to any of it.';
const UNFINISHED =
	'  Setup ended before it knew whether this was done. If Twilio was still at it, it may yet come: look with npm run doctor in some minutes, and if so take it back again.';

export interface TakingBack {
	/** The account, with a time limit of its own. */
	readonly open: () => AccountView;
	readonly resources: Resources;
	readonly dialog: Dialog;
	readonly dryRun: boolean;
}

/**
 * Asks for each change. The steps of one go together: the first that cannot be taken back, since somebody has changed
 * the value again or Twilio fails, ends that change, is said, and does not stop the others.
 * @param changes `readUndoFile`
 * @returns how many were not, or not wholly, taken back
 */
export async function takeBack(changes: readonly Change[], options: TakingBack): Promise<number> {
	let left = 0;
	for (const change of changes.toReversed()) {
		if (!(await takeOneBack(change, options))) left += 1;
	}
	return left;
}

async function takeOneBack(
	change: Change,
	{ open, resources, dialog, dryRun }: TakingBack,
): Promise<boolean> {
	dialog.show(`\nTake back: ${change.title}`);
	if (change.before) dialog.show(`  Before it was live: ${liveInWords(change.before)}. ${DEPLOYED}`);
	const steps = change.steps.toReversed();
	const unknown = steps.some(({ edit, created }) => edit.edit === 'create' && created === undefined);
	const unfinished = steps.some(({ state }) => state === 'begun');
	// What may yet come to be used is not deleted.
	const edits = steps.flatMap(undoOf).filter(({ edit }) => !unfinished || edit !== 'delete');
	for (const edit of edits) {
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
	}
	if (edits.length === 0 && !unknown) return true;
	if (unknown) dialog.show('  One was to be made anew; whether it was, is not known: look in the Console.');
	if (dryRun || edits.length === 0 || !(await dialog.agrees('Take it back?'))) return false;
	try {
		await writeEdits(edits, open(), {
			resources,
			begin: () => () => {},
			progress: (line) => dialog.progress(`  ${line}`),
		});
	} catch (error) {
		if (!(error instanceof SetupError || error instanceof HandoffError)) throw error;
		dialog.show(`  not done: ${error.message}`);
		return false;
	}
	dialog.show('  done');
	if (unfinished) dialog.show(UNFINISHED);
	return !unknown;
}

/** Nothing for what cannot be taken back, or never came to be. */
function undoOf({ edit, created }: Change['steps'][number]): Edit[] {
	if (edit.edit === 'delete') return [];
	if (edit.edit !== 'create') return [inverseOf(edit)];
	return created === undefined ? [] : [{ edit: 'delete', resource: edit.resource, id: created }];
}
