/**
 * Applies fixes: shows each, asks, logs and changes, then runs the checks again.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { SetupError } from '../../account/errors';
import { applyBatch, areBatched, type BatchOptions } from './apply-batch';
import type { Finding } from './check';
import { describeEdit } from './edit';
import { type Fix, STAGES } from './fix';

/** An account, just read, and what the checks found in it. */
interface Examined {
	readonly account: AccountView;
	readonly findings: readonly Finding[];
}

interface ApplyFixesOptions extends BatchOptions {
	/** Reads the account again. */
	readonly examine: () => Promise<Examined>;
	readonly dryRun: boolean;
	/** Makes changes that don't depend on one another in parallel: for a run that asks no questions in between. */
	readonly together?: boolean;
}

interface ApplyFixesResult {
	/** What the checks find at the end. */
	readonly examined: Examined;
	/** The titles of the fixes that were applied. */
	readonly done: readonly string[];
	/** The titles of the fixes that were proposed and not applied: declined, or a dry run. */
	readonly left: readonly string[];
}

/** More rounds than there are fixes that depend on one another. */
const MOST_ROUNDS = 8;

/**
 * Applies the fixes of all findings, stage by stage, and runs the checks again after each round, because some problems are
 * visible only when others are fixed. Customers' traffic is sent to the virtual agent last, and only when nothing else is wrong.
 * @throws {SetupError} when a fix fails: which one, what was done before it, and how to continue
 */
export async function applyFixes(options: ApplyFixesOptions): Promise<ApplyFixesResult> {
	const { dialog, dryRun } = options;
	const done: string[] = [];
	const declined = new Set<string>();
	let deployed = 0;
	let batch: Fix[] = [];
	const flush = async (examined: Examined) => {
		const fixes = batch;
		batch = [];
		await applyBatch(fixes, (fix) => show(fix, examined, options), options, done);
	};
	let examined = await options.examine();
	for (let round = 1; round <= MOST_ROUNDS; round++) {
		const proposed = proposals(examined.findings).filter(({ title }) => !declined.has(title));
		const next = dryRun
			? proposed
			: proposed.filter((fix) => blockersOf(fix, examined.findings, declined).length === 0);
		const repeated = next.find(({ title }) => done.filter((each) => each === title).length > 1);
		if (repeated) {
			throw new SetupError(
				`"${repeated.title}" was applied twice, but its check still fails. Run: npx handoff doctor`,
			);
		}
		for (const fix of next) {
			if (fix.deploy && deployed === round) continue;
			if (!dryRun && blockersOf(fix, examined.findings, declined).length > 0) continue;
			if (fix.deploy) deployed = round;
			if (options.together && !dryRun) {
				if (!areBatched([...batch, fix])) await flush(examined);
				batch.push(fix);
				continue;
			}
			show(fix, examined, options);
			if (!dryRun && (await dialog.agrees('Apply this change?'))) {
				await applyBatch([fix], undefined, options, done);
			} else {
				declined.add(fix.title);
				if (!dryRun && fix.deploy) deployed = 0;
			}
		}
		await flush(examined);
		if (dryRun || next.every(({ title }) => declined.has(title))) break;
		examined = await options.examine();
	}
	if (!dryRun) {
		for (const line of blockedLines(examined.findings, declined)) dialog.show(line);
	}
	return { examined, done, left: [...declined] };
}

/** The fixes of all findings, each once, in the order of the stages. */
export function proposals(findings: readonly Finding[]): Fix[] {
	const fixes = findings.flatMap((finding) => (finding.status === 'wrong' ? finding.fixes : []));
	const unique = fixes.filter(
		({ title }, index) => fixes.findIndex((other) => other.title === title) === index,
	);
	return unique.sort((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage));
}

/** Checks without which `npx handoff deploy` stops, or deploys something wrong. */
const BEFORE_DEPLOY = [
	'agent-connect/settings',
	'agent-connect/flow-sid',
	'flex/instance',
	'flex/workflow',
	'flex/task-channels',
	'phone-numbers/number',
	'studio/published',
	'studio/drift',
	'studio/version',
];

/** The findings that have to be fixed before a fix is applied. */
function blockersOf(
	{ stage, needs = [] }: Fix,
	findings: readonly Finding[],
	declined: ReadonlySet<string>,
): Finding[] {
	const fixable = (finding: Finding) => finding.fixes.some((fix) => fix.stage === stage);
	const failing = findings.filter(({ status }) => status === 'wrong' || status === 'unreadable');
	const needed = findings.filter(({ check, status }) => needs.includes(check) && status !== 'ok');
	if (stage === 'traffic') {
		return [...needed, ...failing.filter((finding) => !needed.includes(finding) && !fixable(finding))];
	}
	// A finding stays when all its fixes were declined; otherwise it is fixed first.
	const isUnfixed = ({ fixes }: Finding) => fixes.every(({ title }) => declined.has(title));
	if (stage === 'deploy')
		return failing.filter((each) => BEFORE_DEPLOY.includes(each.check) && isUnfixed(each));
	return needed;
}

/** Lines that explain why fixes were not proposed. */
function blockedLines(findings: readonly Finding[], declined: ReadonlySet<string>): string[] {
	const reasons = {
		deploy: 'Not deployed because of remaining problems',
		flex: 'Not applied because of remaining problems',
		traffic: 'Not applied because customers would reach no one, or a virtual agent that can’t hand off',
	};
	return (['deploy', 'flex', 'traffic'] as const).flatMap((stage) => {
		const held = proposals(findings)
			.filter((fix) => fix.stage === stage && !declined.has(fix.title))
			.map((fix) => ({ fix, blockers: blockersOf(fix, findings, declined) }))
			.filter(({ blockers }) => blockers.length > 0);
		if (held.length === 0) return [];
		const titles = held.map(({ fix }) => `  ${fix.title}`);
		const checks = held.flatMap(({ blockers }) => blockers.map(({ check, found }) => `  ${check}: ${found}`));
		return [`\n${reasons[stage]}:`, ...titles, 'Fix first:', ...new Set(checks)];
	});
}

function show(fix: Fix, { findings }: Examined, { dialog, resources }: ApplyFixesOptions): void {
	// One deployment is enough for all fixes that need one.
	const isSame = (other: Fix) => other.title === fix.title || (fix.deploy && other.deploy);
	const reasons = findings.filter(({ fixes }) => fixes.some(isSame));
	dialog.show(`\n${fix.title}`);
	for (const { check, found } of reasons) dialog.show(`  Reason: ${check}: ${found}`);
	for (const edit of fix.edits) {
		for (const line of describeEdit(edit, resources[edit.resource].title)) dialog.show(`  ${line}`);
	}
	if (fix.isFinal) dialog.show('  This can’t be undone.');
	// If these checks fail, that would stop too.
	const wouldStop = findings.some(
		({ check, status, fixes }) =>
			BEFORE_DEPLOY.includes(check) && status === 'wrong' && !fixes.some((each) => each.deploy),
	);
	if (fix.deploy && !wouldStop) dialog.show('  To see what it changes: npx handoff deploy --dry-run');
}
