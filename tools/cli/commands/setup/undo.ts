/**
 * `handoff setup --undo FILE`: undoes what an earlier run changed.
 * @module
 */
import { relative } from 'node:path';
import type { AccountView } from '../../../account/account-view';
import { SetupError } from '../../../account/errors';
import type { Resources } from '../../../doctor/engine/apply';
import type { Dialog } from '../../../doctor/engine/apply-batch';
import { undoChanges } from '../../../doctor/engine/undo';
import { laterUndoLogs, markUndone, readUndoLog } from '../../../doctor/engine/undo-log';
import { print } from '../../ui/print';

/** As it is typed in this folder. */
export const pathFromHere = (path: string) => relative(process.cwd(), path);

interface Undoing {
	readonly account: AccountView;
	readonly accountSid: string;
	readonly open: () => AccountView;
	readonly resources: Resources;
	readonly dialog: Dialog;
	readonly dryRun: boolean;
	readonly skip: readonly string[];
}

/**
 * @param file the undo log of that run
 * @throws {SetupError} when it isn’t an undo log, or a later run has to be undone first
 */
export async function undoRun(file: string, startedAt: string, run: Undoing): Promise<void> {
	const { accountSid, dryRun } = run;
	const changes = readUndoLog(file, accountSid);
	const [later] = laterUndoLogs(file, accountSid);
	if (later !== undefined) {
		throw new SetupError(
			`A later setup run may depend on these changes. Undo it first: npx handoff setup --undo ${pathFromHere(later)}`,
		);
	}
	const { undone, already, left, skipped } = await undoChanges(changes, run);
	if (dryRun) {
		print('\nDry run: nothing was undone.');
		return;
	}
	const total = undone + already + left + skipped;
	const rest = already > 0 ? ` ${already} already undone.` : '';
	const kept = skipped > 0 ? ` ${skipped} skipped.` : '';
	print(
		total > 0
			? `\n${undone} of ${total} changes undone.${rest}${kept}`
			: '\nNothing to undo. Resources created by a first deployment are kept.',
	);
	process.exitCode = left === 0 ? 0 : 1;
	if (left === 0) markUndone(file, startedAt);
}
