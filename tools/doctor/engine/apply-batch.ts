/**
 * Applies fixes that were agreed to: those that don't depend on one another in parallel.
 * @module
 */
import { isForReader, SetupError } from '../../account/errors';
import { isRefusal, isUpdate, unlogged, writeEdits } from './apply';
import { applyByDeploying, type DeployOptions } from './deploy-fix';
import type { Fix } from './fix';

/** How setup talks to the user. */
export interface Dialog {
	show(line: string): void;
	/** Shows the progress of a long change; the next line may replace it. */
	progress(line: string): void;
	/** Asks whether to make the change that was just shown. */
	agrees(question: string): Promise<boolean>;
}

export interface BatchOptions extends DeployOptions {
	readonly dialog: Dialog;
}

/** What customers notice is changed in order, and so is what a deployment or a later change may depend on. */
function laneOf({ stage, deploy }: Fix): string {
	if (deploy) return 'deploy';
	return stage === 'settings' || stage === 'traffic' ? stage : 'receiving side';
}

/** Whether fixes may be applied as one batch. */
export function areBatched(fixes: readonly Fix[]): boolean {
	return new Set(fixes.map(laneOf)).size <= 1;
}

/**
 * Applies a batch. Fixes of the same resource wait for each other; those that are adjacent are one write. When one fails,
 * those in progress end, and no other begins.
 * @param fixes as `areBatched` allows
 * @param show shows a fix just before it is applied, and asks whether to continue; `undefined` when that was done
 * @param done takes the titles of those that were applied
 * @throws {SetupError} which one failed, what was done before it, and how to continue
 */
export async function applyBatch(
	fixes: readonly Fix[],
	show: ((fix: Fix) => void) | undefined,
	options: BatchOptions,
	done: string[],
): Promise<void> {
	const chains = chainsOf(fixes);
	let failed = false;
	const inOrder = async (chain: readonly Fix[]) => {
		for (const group of groupsOf(chain, show !== undefined)) {
			if (failed) return;
			if (show) {
				for (const fix of group) show(fix);
				await options.dialog.agrees('Apply this change?');
			}
			await applyGroup(group, options, done);
			const titles = group.map(({ title }) => title).join('; ');
			options.dialog.show(chains.length > 1 ? `  done: ${titles}` : '  done');
		}
	};
	const ends = chains.map((chain) =>
		inOrder(chain).catch((error: unknown) => {
			failed = true;
			throw error;
		}),
	);
	for (const end of await Promise.allSettled(ends)) {
		if (end.status === 'rejected') throw withContext(end.reason, done);
	}
}

function withContext(error: unknown, done: readonly string[]): unknown {
	if (!(error instanceof FailedFix)) return error;
	const before = done.length > 0 ? `Applied before that: ${done.join('; ')}.` : 'Nothing else was changed.';
	return new SetupError(`${error.message}\n${before} Run the command again to continue.`, {
		cause: error.cause,
	});
}

class FailedFix extends SetupError {}

/** Fixes of different resources are in different chains. */
function chainsOf(fixes: readonly Fix[]): Fix[][] {
	const [first] = fixes;
	if (first && laneOf(first) !== 'receiving side') return [[...fixes]];
	let chains: { readonly resources: readonly string[]; readonly fixes: Fix[] }[] = [];
	for (const fix of fixes) {
		const resources = fix.edits.map((each) => `${each.resource} ${'id' in each ? each.id : ''}`);
		const same = chains.filter((chain) => chain.resources.some((each) => resources.includes(each)));
		chains = chains.filter((chain) => !same.includes(chain));
		chains.push({
			resources: [...same.flatMap((chain) => chain.resources), ...resources],
			fixes: [...same.flatMap((chain) => chain.fixes), fix],
		});
	}
	return chains.map((chain) => chain.fixes);
}

/** Adjacent changes of one resource are one group. */
function groupsOf(chain: readonly Fix[], together: boolean): Fix[][] {
	const groups: Fix[][] = [];
	for (const fix of chain) {
		const last = groups.at(-1);
		if (together && last && areOfOneResource([...last, fix])) last.push(fix);
		else groups.push([fix]);
	}
	return groups;
}

function areOfOneResource(fixes: readonly Fix[]): boolean {
	const [first, ...others] = fixes.flatMap(({ edits }) => edits);
	if (!first || !isUpdate(first) || fixes.some(({ deploy }) => deploy)) return false;
	return (
		new Set(fixes.map(({ stage }) => stage)).size === 1 &&
		others.every((each) => isUpdate(each) && each.resource === first.resource && each.id === first.id)
	);
}

/** @param fixes one, or several that are written at once */
async function applyGroup(fixes: readonly Fix[], options: BatchOptions, done: string[]): Promise<void> {
	try {
		await write(fixes, options);
		done.push(...fixes.map(({ title }) => title));
	} catch (error) {
		if (!isForReader(error)) throw error;
		if (fixes.length > 1 && isRefusal(error)) {
			// One by one, so that the one that Twilio rejects is known, and the others are made.
			for (const each of fixes) await applyGroup([each], options, done);
			return;
		}
		const titles = fixes.map(({ title }) => `"${title}"`).join(' and ');
		throw new FailedFix(`${titles} failed: ${error.message}`, { cause: error });
	}
}

async function write(fixes: readonly Fix[], options: BatchOptions): Promise<void> {
	const { undo, dialog, resources, open } = options;
	const deployment = fixes.find(({ deploy }) => deploy);
	if (deployment) return applyByDeploying(deployment, options);
	const logs = fixes.map((fix) => ({ fix, begin: fix.isFinal ? unlogged : undo.change(fix) }));
	const edits = fixes.flatMap((fix) => fix.edits);
	await writeEdits(edits, open(), {
		resources,
		begin: (edit) => {
			// One that uses what was created before it is a copy, and its fix is alone.
			const log = logs.find(({ fix }) => fix.edits.includes(edit)) ?? logs[0];
			return (log?.begin ?? unlogged)(edit);
		},
		progress: (line) => dialog.progress(`  ${line}`),
		notice: (line) => dialog.show(`  ${line}`),
	});
}
