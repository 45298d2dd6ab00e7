/**
 * Takes back what setup changed, the last change first.
 * @module
 */
import { HandoffError } from '../src/errors';
import type { AccountView } from './account-view';
import { describeEdit, inverseOf } from './edit';
import { SetupError } from './errors';
import type { Edit } from './mend';
import type { Dialog } from './set-up';
import type { UndoEntry } from './undo-file';
import { type Resources, writeEdits } from './write-edits';

const DEPLOYED =
	'  A deployment goes back with npm run flow -- rollback for the flow, and for the Functions in the Console (Functions and Assets, Services, Deployments: activate the build before).';

/**
 * Asks for each change. One that cannot be taken back, since somebody has changed the value again, is said and does not
 * stop the others.
 * @param entries `readUndoFile`
 * @returns how many were not taken back
 */
export async function takeBack(
	entries: readonly UndoEntry[],
	account: AccountView,
	resources: Resources,
	dialog: Dialog,
	dryRun: boolean,
): Promise<number> {
	let left = 0;
	for (const entry of entries.toReversed()) {
		dialog.show(`\nTake back: ${entry.title}`);
		const edit = undoOf(entry);
		if (edit === undefined) {
			dialog.show(entry.edit === null ? DEPLOYED : '  It may have been made, or not: look in the Console.');
			left += 1;
			continue;
		}
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
		if (dryRun || !(await dialog.agrees('Take it back?'))) {
			left += 1;
			continue;
		}
		try {
			const begin = () => () => {};
			const progress = (line: string) => dialog.progress(`  ${line}`);
			await writeEdits([edit], account, { resources, begin, progress });
			dialog.show('  done');
		} catch (error) {
			if (!(error instanceof SetupError || error instanceof HandoffError)) throw error;
			dialog.show(`  not done: ${error.message}`);
			left += 1;
		}
	}
	return left;
}

/** `undefined` when there is nothing that could be done about it here. */
function undoOf({ edit, created }: UndoEntry): Edit | undefined {
	if (edit === null || edit.edit === 'delete') return undefined;
	if (edit.edit !== 'create') return inverseOf(edit);
	return created === undefined ? undefined : { edit: 'delete', resource: edit.resource, id: created };
}
