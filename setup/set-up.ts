/**
 * Mends what is wrong: asks, writes down what was there, changes it, and looks again.
 * @module
 */
import { HandoffError } from '../src/errors';
import type { AccountView } from './account-view';
import type { Finding } from './check';
import { describeEdit } from './edit';
import { SetupError } from './errors';
import { type Mend, STAGES } from './mend';
import { canBeWrittenDown, type UndoFile } from './undo-file';
import { type Resources, writeEdits } from './write-edits';

/** An account, freshly read, and what the checks found in it. */
export interface Examined {
	readonly account: AccountView;
	readonly findings: readonly Finding[];
}

/** How setup talks with the person at the terminal. */
export interface Dialog {
	show(line: string): void;
	/** The line may be replaced by the next: news of a change that takes long. */
	progress(line: string): void;
	/** Whether to make the change that was just shown. */
	agrees(question: string): Promise<boolean>;
}

export interface SetUpOptions {
	/** Reads everything anew. */
	readonly examine: () => Promise<Examined>;
	readonly resources: Resources;
	readonly dialog: Dialog;
	readonly undo: UndoFile;
	/** Runs `npm run deploy`. @throws {SetupError} when that fails */
	readonly deploy: () => Promise<void>;
	readonly dryRun: boolean;
}

export interface SetUpResult {
	/** What the checks find now. */
	readonly examined: Examined;
	/** The titles of the changes made. */
	readonly done: readonly string[];
	/** Those that were proposed, and not made: declined, or a dry run. */
	readonly left: readonly string[];
}

/** More rounds than there are things that wait for one another. */
const MOST_ROUNDS = 8;

/**
 * Makes the changes that the findings call for, stage by stage, and looks again after each round, since some faults
 * show only when others are gone. Customers' traffic is turned to the agent last, and only when nothing else is wrong.
 * @throws {SetupError} when a change fails: which, what was done before it, and how to go on
 */
export async function setUp(options: SetUpOptions): Promise<SetUpResult> {
	const { dialog, dryRun } = options;
	const done: string[] = [];
	const declined = new Set<string>();
	let examined = await options.examine();
	for (let round = 1; round <= MOST_ROUNDS; round++) {
		const proposed = proposals(examined.findings).filter(({ title }) => !declined.has(title));
		const ready = dryRun || isReadyForTraffic(examined.findings);
		const next = proposed.filter(({ stage }) => ready || stage !== 'traffic');
		const stuck = next.find(({ title }) => done.filter((each) => each === title).length > 1);
		if (stuck) {
			throw new SetupError(
				`"${stuck.title}" was done, and the check that asked for it still fails. Run npm run doctor.`,
			);
		}
		if (next.length === 0) {
			if (proposed.length > 0) dialog.show(`\n${heldBack(proposed, examined.findings)}`);
			break;
		}
		for (const mend of next) {
			show(mend, examined, options);
			if (dryRun || !isReversible(mend, examined, options) || !(await dialog.agrees('Change it?'))) {
				declined.add(mend.title);
				continue;
			}
			await make(mend, examined.account, options, done);
			done.push(mend.title);
		}
		if (dryRun || next.every(({ title }) => declined.has(title))) break;
		examined = await options.examine();
	}
	return { examined, done, left: [...declined] };
}

/** The changes to make, each once, in the order of the stages. */
export function proposals(findings: readonly Finding[]): Mend[] {
	const mends = findings.flatMap((finding) => (finding.status === 'wrong' ? finding.mends : []));
	const unique = mends.filter(
		({ title }, index) => mends.findIndex((other) => other.title === title) === index,
	);
	return unique.sort((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage));
}

/** Nothing is wrong or unknown but where the traffic goes. */
function isReadyForTraffic(findings: readonly Finding[]): boolean {
	return inTheWay(findings).length === 0;
}

function inTheWay(findings: readonly Finding[]): Finding[] {
	return findings.filter(
		({ status, mends }) =>
			status === 'unreadable' || (status === 'wrong' && !mends.some(({ stage }) => stage === 'traffic')),
	);
}

function heldBack(proposed: readonly Mend[], findings: readonly Finding[]): string {
	const titles = proposed.map(({ title }) => `  ${title}`).join('\n');
	const checks = inTheWay(findings).map(({ check, found }) => `  ${check}: ${found}`);
	return `Not done, since customers would be turned to an agent that cannot hand them over yet:\n${titles}\nFirst mend:\n${checks.join('\n')}`;
}

function show(mend: Mend, { findings }: Examined, { dialog, resources }: SetUpOptions): void {
	const reasons = findings.filter(({ mends }) => mends.some(({ title }) => title === mend.title));
	dialog.show(`\n${mend.title}`);
	for (const { check, found } of reasons) dialog.show(`  since ${check}: ${found}`);
	for (const edit of mend.edits) {
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
	}
	if (mend.deploy) dialog.show('  what it would change: npm run deploy -- --dry-run');
}

/** Setup makes no change that it could not take back. */
function isReversible({ edits }: Mend, { account }: Examined, { dialog }: SetUpOptions): boolean {
	if (edits.every((edit) => canBeWrittenDown(edit, account.environment))) return true;
	dialog.show(
		'  not done: what is there now holds a phone number or a credential, which setup would have to write into its undo file. Change it by hand.',
	);
	return false;
}

async function make(
	mend: Mend,
	account: AccountView,
	options: SetUpOptions,
	done: readonly string[],
): Promise<void> {
	const { undo, dialog, deploy, resources } = options;
	try {
		if (mend.deploy) {
			const finish = undo.begin(mend.title, null);
			await deploy();
			finish();
		}
		await writeEdits(mend.edits, account, {
			resources,
			begin: (edit) => undo.begin(mend.title, edit),
			progress: (line) => dialog.progress(`  ${line}`),
		});
		dialog.show('  done');
	} catch (error) {
		if (!(error instanceof SetupError || error instanceof HandoffError)) throw error;
		const before = done.length > 0 ? `Done before it: ${done.join('; ')}.` : 'Nothing was changed before it.';
		const wayBack = undo.isEmpty ? '' : ` To take it back: npm run setup -- --undo ${undo.path}.`;
		throw new SetupError(
			`"${mend.title}" failed: ${error.message}\n${before} Run the command again to go on from here.${wayBack}`,
			{ cause: error },
		);
	}
}
