/**
 * What `handoff verify` found, as Markdown to paste into an issue: no secrets, SIDs and numbers masked.
 * @module
 */
import { redact } from '../../src/redact';
import type { Result, Verification } from './run';

const NOTE =
	'This version, this command included, had not run on a live account when it was released. A refuted guess may be a bug in its probe. For each guess, see docs/guesses.md.';

/** Masks SIDs, ids of conversations, domains of Functions, and phone numbers. */
export function masked(text: string): string {
	return redact(
		text
			.replace(/\b([A-Z]{2})[0-9a-f]{32}\b/g, '$1…')
			.replace(/\b(conv|mem)_([a-z]+)_[0-9a-z]{20,40}\b/g, '$1_$2_…')
			.replace(/\b[\w-]+\.twil\.io\b/g, '….twil.io'),
	);
}

/** @param about the version, and when it ran */
export function report({ results, left }: Verification, about: { version: string; date: Date }): string {
	const count = (status: Result['status']) => results.filter((each) => each.status === status).length;
	const counts = `${count('confirmed')} confirmed, ${count('refuted')} refuted, ${count('open')} open`;
	return [
		`# handoff verify ${about.version}, ${about.date.toISOString().slice(0, 10)}`,
		'',
		`${counts}. ${NOTE}`,
		'',
		'| Guess | Result | Found |',
		'| --- | --- | --- |',
		...results.map(({ id, status, found }) => `| \`${id}\` | ${status} | ${cell(masked(found))} |`),
		...(left.length > 0 ? ['', `Not deleted: ${left.map(masked).join('; ')}.`] : []),
		'',
	].join('\n');
}

function cell(text: string): string {
	return text.replace(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
