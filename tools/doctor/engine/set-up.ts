/**
 * Fixes what is wrong: asks, writes down what was there, changes it, and looks again.
 * @module
 */
import { HandoffError } from '../../../src/http/errors';
import type { AccountView } from '../../account/account-view';
import { SetupError } from '../../account/errors';
import { writeEdits } from './apply';
import type { Finding } from './check';
import { canBeWrittenDown } from './concealment';
import { type Deploying, makeByDeploying } from './deploying';
import { describeEdit } from './edit';
import { type Fix, STAGES } from './fix';

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

export interface ApplyFixesOptions extends Deploying {
	/** Reads everything anew. */
	readonly examine: () => Promise<Examined>;
	readonly dialog: Dialog;
	readonly dryRun: boolean;
}

export interface ApplyFixesResult {
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
export async function applyFixes(options: ApplyFixesOptions): Promise<ApplyFixesResult> {
	const { dialog, dryRun } = options;
	const done: string[] = [];
	const declined = new Set<string>();
	let deployed = 0;
	let examined = await options.examine();
	for (let round = 1; round <= MOST_ROUNDS; round++) {
		const proposed = proposals(examined.findings).filter(({ title }) => !declined.has(title));
		const next = dryRun
			? proposed
			: proposed.filter((fix) => inTheWay(fix, examined.findings, declined).length === 0);
		const stuck = next.find(({ title }) => done.filter((each) => each === title).length > 1);
		if (stuck) {
			throw new SetupError(
				`"${stuck.title}" was done, and the check that asked for it still fails. Run npm run doctor.`,
			);
		}
		for (const fix of next) {
			if (fix.deploy && deployed === round) continue;
			if (!dryRun && inTheWay(fix, examined.findings, declined).length > 0) continue;
			show(fix, examined, options);
			if (dryRun || !isReversible(fix, examined, options) || !(await dialog.agrees('Change it?'))) {
				declined.add(fix.title);
				continue;
			}
			await make(fix, options, done);
			done.push(fix.title);
			if (fix.deploy) deployed = round;
		}
		if (dryRun || next.every(({ title }) => declined.has(title))) break;
		examined = await options.examine();
	}
	if (!dryRun) {
		for (const line of heldBack(examined.findings, declined)) dialog.show(line);
	}
	return { examined, done, left: [...declined] };
}

/** The changes to make, each once, in the order of the stages. */
export function proposals(findings: readonly Finding[]): Fix[] {
	const fixes = findings.flatMap((finding) => (finding.status === 'wrong' ? finding.fixes : []));
	const unique = fixes.filter(
		({ title }, index) => fixes.findIndex((other) => other.title === title) === index,
	);
	return unique.sort((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage));
}

/** What `npm run deploy` would stop at, or put live though it is wrong. */
const BEFORE_DEPLOY = [
	'agent-connect/settings',
	'agent-connect/flow-sid',
	'flex/instance',
	'flex/workflow',
	'flex/task-channels',
	'phone-numbers/number',
	'studio/published',
	'studio/drift',
];

/** The findings that have to go before a change is made. */
function inTheWay(
	{ stage, needs = [] }: Fix,
	findings: readonly Finding[],
	declined: ReadonlySet<string>,
): Finding[] {
	const fixable = (finding: Finding) => finding.fixes.some((fix) => fix.stage === stage);
	const bad = findings.filter(({ status }) => status === 'wrong' || status === 'unreadable');
	const needed = findings.filter(({ check, status }) => needs.includes(check) && status !== 'ok');
	if (stage === 'traffic') {
		return [...needed, ...bad.filter((finding) => !needed.includes(finding) && !fixable(finding))];
	}
	// Declined counts as for ever, and what is not declined is fixed before.
	const stays = ({ fixes }: Finding) => fixes.every(({ title }) => declined.has(title));
	if (stage === 'deploy') return bad.filter((each) => BEFORE_DEPLOY.includes(each.check) && stays(each));
	return [];
}

/** Why changes were not even proposed. */
function heldBack(findings: readonly Finding[], declined: ReadonlySet<string>): string[] {
	const reasons = {
		deploy: 'Not deployed, since npm run deploy would stop at what is still wrong, or put it live',
		traffic:
			'Not done, since customers would be left with nobody, or with an agent that cannot hand them over',
	};
	return (['deploy', 'traffic'] as const).flatMap((stage) => {
		const held = proposals(findings)
			.filter((fix) => fix.stage === stage && !declined.has(fix.title))
			.map((fix) => ({ fix, obstacles: inTheWay(fix, findings, declined) }))
			.filter(({ obstacles }) => obstacles.length > 0);
		if (held.length === 0) return [];
		const titles = held.map(({ fix }) => `  ${fix.title}`);
		const checks = held.flatMap(({ obstacles }) =>
			obstacles.map(({ check, found }) => `  ${check}: ${found}`),
		);
		return [`\n${reasons[stage]}:`, ...titles, 'First fix:', ...new Set(checks)];
	});
}

function show(fix: Fix, { findings }: Examined, { dialog, resources }: ApplyFixesOptions): void {
	// One deployment serves all that ask for one.
	const isSame = (other: Fix) => other.title === fix.title || (fix.deploy && other.deploy);
	const reasons = findings.filter(({ fixes }) => fixes.some(isSame));
	dialog.show(`\n${fix.title}`);
	for (const { check, found } of reasons) dialog.show(`  since ${check}: ${found}`);
	for (const edit of fix.edits) {
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
	}
	if (fix.deploy) dialog.show('  what it would change: npm run deploy -- --dry-run');
}

/** Setup makes no change that it could not take back. */
function isReversible({ edits }: Fix, { account }: Examined, { dialog }: ApplyFixesOptions): boolean {
	if (edits.every((edit) => canBeWrittenDown(edit, account.environment))) return true;
	dialog.show(
		'  not done: what is there now holds a phone number or a credential, which setup would have to write into its undo file. Change it by hand.',
	);
	return false;
}

async function make(fix: Fix, options: ApplyFixesOptions, done: readonly string[]): Promise<void> {
	const { undo, dialog, resources, open } = options;
	try {
		if (fix.deploy) await makeByDeploying(fix, options);
		else {
			await writeEdits(fix.edits, open(), {
				resources,
				begin: undo.change(fix),
				progress: (line) => dialog.progress(`  ${line}`),
			});
		}
		dialog.show('  done');
	} catch (error) {
		if (!(error instanceof SetupError || error instanceof HandoffError)) throw error;
		const before = done.length > 0 ? `Done before it: ${done.join('; ')}.` : 'Nothing was changed before it.';
		throw new SetupError(
			`"${fix.title}" failed: ${error.message}\n${before} Run the command again to go on from here.`,
			{ cause: error },
		);
	}
}
