/**
 * Takes back what setup changed, the last change first.
 * @module
 */
import { HandoffError } from '../../../src/http/errors';
import type { AccountView } from '../../account/account-view';
import { GoneError, SetupError } from '../../account/errors';
import { type Resources, unnoted, writeEdits } from './apply';
import { describeEdit, inverseOf } from './edit';
import type { DeleteEdit, ListEdit, SetEdit } from './fix';
import { liveInWords } from './live';
import type { Dialog } from './set-up';
import type { Change } from './undo-format';

const DEPLOYED =
	'A flow or Functions that were new stay, and so do the Functions’ variables. npm run flow -- history tells what was published; npm run flow -- rollback goes back to any of it.';
const UNFINISHED =
	'  Setup ended before it knew whether this was done. If Twilio was still at it, it may yet come: look with npm run doctor in some minutes, and if so take it back again.';

const AT_REST =
	'Not taken back, since what could not be taken back before it decides where customers go, and they might end with nobody. Fix that first, or take it out of the file if it is to stay as it is, and run this again:';

export interface TakingBack {
	/** The account, with a time limit of its own. */
	readonly open: () => AccountView;
	readonly resources: Resources;
	readonly dialog: Dialog;
	readonly dryRun: boolean;
}

/** `already`: it was as before. `left`: not, or not wholly, taken back. `nothing`: there was nothing to go back to. */
type Outcome = 'taken' | 'already' | 'left' | 'nothing';
/** How many changes ended how. */
export type TakenBack = Readonly<Record<Outcome, number>>;

/**
 * Asks for each change. The steps of one go together: the first that cannot be taken back, since somebody has changed
 * the value again or Twilio fails, ends that change, is said, and does not stop the others. Only a change of customers'
 * traffic does: the others are what brings them to somebody meanwhile.
 * @param changes `readUndoFile`
 */
export async function undoChanges(changes: readonly Change[], options: TakingBack): Promise<TakenBack> {
	const counts = { taken: 0, already: 0, left: 0, nothing: 0 };
	const newestFirst = changes.toReversed();
	const isTraffic = ({ stage }: Change) => stage === 'traffic';
	const all = [...newestFirst.filter(isTraffic), ...newestFirst.filter((change) => !isTraffic(change))];
	for (const [index, change] of all.entries()) {
		const outcome = await takeOneBack(change, options);
		counts[outcome] += 1;
		if (outcome !== 'left' || !isTraffic(change) || options.dryRun) continue;
		const rest = all.slice(index + 1);
		if (rest.length > 0) options.dialog.show(`\n${AT_REST}`);
		for (const { title } of rest) options.dialog.show(`  ${title}`);
		return { ...counts, left: counts.left + rest.length };
	}
	return counts;
}

async function takeOneBack(
	change: Change,
	{ open, resources, dialog, dryRun }: TakingBack,
): Promise<Outcome> {
	dialog.show(`\nTake back: ${change.title}`);
	if (change.before) dialog.show(`  Before it was live: ${liveInWords(change.before)}. ${DEPLOYED}`);
	const steps = change.steps.toReversed();
	const unknown = steps.some(({ edit, created }) => edit.edit === 'create' && created === undefined);
	const unfinished = steps.some(({ state }) => state === 'begun');
	const all = steps.flatMap(undoOf);
	// What may yet come to be used is not deleted.
	const stays = unfinished ? all.filter(({ edit }) => edit === 'delete') : [];
	const edits = all.filter((edit) => !stays.includes(edit));
	for (const edit of edits) {
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
	}
	if (all.length === 0 && !unknown) return 'nothing';
	if (unknown) dialog.show('  One was to be made anew; whether it was, is not known: look in the Console.');
	for (const { resource, id } of stays) {
		dialog.show(`  ${resources[resource].title} ${id} stays: delete it by hand once nothing uses it.`);
	}
	if (dryRun || edits.length === 0 || !(await dialog.agrees('Take it back?'))) return 'left';
	try {
		const written = await writeEdits(edits, open(), {
			resources,
			begin: unnoted,
			progress: (line) => dialog.progress(`  ${line}`),
		});
		dialog.show(written ? '  done' : '  nothing to do: it is as it was before');
		if (unfinished) dialog.show(UNFINISHED);
		if (unknown || stays.length > 0) return 'left';
		return written ? 'taken' : 'already';
	} catch (error) {
		if (!(error instanceof SetupError || error instanceof HandoffError)) throw error;
		if (error instanceof GoneError) {
			dialog.show('  nothing to do: it is gone');
			return 'already';
		}
		dialog.show(`  not done: ${error.message}`);
		return 'left';
	}
}

/** Nothing for what cannot be taken back, or never came to be. */
function undoOf({ edit, created, digest }: Change['steps'][number]): (SetEdit | ListEdit | DeleteEdit)[] {
	if (edit.edit === 'delete') return [];
	if (edit.edit !== 'create') return [inverseOf(edit)];
	if (created === undefined) return [];
	return [{ edit: 'delete', resource: edit.resource, id: created, ...(digest !== undefined && { digest }) }];
}
