/**
 * What setup shows at its end.
 * @module
 */
import { plural } from '../../account/format';
import type { Resources } from '../../doctor/engine/apply';
import type { Finding } from '../../doctor/engine/check';
import { describeEdit } from '../../doctor/engine/edit';
import { isHealthy } from '../../doctor/engine/run';
import { PRODUCTS } from '../../doctor/products';
import { painter, wantsColor } from './colors';
import { findingLines, problemLines } from './findings';
import { widthOf } from './layout';
import { print } from './print';
import { changesFor } from './setup-dialog';

/** The problems that no change fixes; the changes were shown before. @param left the titles of the changes */
export function showDryRun(findings: readonly Finding[], left: readonly string[]): void {
	const width = widthOf(process.stdout);
	const paint = painter(wantsColor(process.stdout, process.env));
	const others = findings.filter(({ fixes, status }) => status !== 'note' && fixes.length === 0);
	for (const lines of problemLines(others, { paint, width })) {
		print(`\n${lines.join('\n')}`, { isColored: true });
	}
	if (left.length > 0) {
		print(
			'\nDry run: nothing was changed. After these changes, setup checks the account again and may find more.',
		);
	} else if (isHealthy(findings)) {
		print('Dry run: setup has nothing to change.');
	} else {
		const isUnread = findings.some(({ status }) => status === 'unreadable');
		const why = isUnread ? 'Some checks couldn’t run, so there may be more to fix.' : '';
		print(`\nDry run: nothing was changed. Setup can’t fix the problems above. ${why}`.trimEnd());
	}
}

/** What the checks find at the end, and how many changes were made. @param done their titles */
export function showSummary(findings: readonly Finding[], done: readonly string[]): void {
	const color = wantsColor(process.stdout, process.env);
	const lines = findingLines(PRODUCTS, findings, { color, width: widthOf(process.stdout) });
	print(`\n${lines.join('\n')}`, { isColored: true });
	const left = changesFor(findings).length;
	print(
		done.length + left === 0
			? '\nNothing was changed.'
			: `\n${plural(done.length, 'change')} made, ${left} remaining.`,
	);
}

/** What setup would change, and what it can’t fix, for machines. */
export function dryRunJson(accountSid: string, findings: readonly Finding[], resources: Resources): string {
	const changes = changesFor(findings).map(({ title, stage, edits, deploy }) => ({
		title,
		stage,
		deploys: deploy === true,
		edits: edits.flatMap((edit) => describeEdit(edit, resources[edit.resource].title)),
		checks: findings
			.filter(({ fixes }) => fixes.some((fix) => fix.title === title))
			.map(({ check }) => check),
	}));
	const left = findings
		.filter(({ status, fixes }) => (status === 'wrong' || status === 'unreadable') && fixes.length === 0)
		.map(({ check, status, found, advice }) => ({ check, status, found, advice }));
	return JSON.stringify({ accountSid, healthy: isHealthy(findings) ?? null, changes, left }, undefined, 2);
}
