/**
 * Finds words in this repository that readers would not search for, and says what to write instead.
 * `npm run check:words` exits with 1 when it finds one.
 * @module
 */
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';

/** What not to write (words, whole and in any case; in `camelCase` and `snake_case` names too), and what to write. */
const WORDS: readonly (readonly [pattern: string, instead: string])[] = [
	['mend(s|ed|ing)?|heal(s|ed|ing)?|remed(y|ies)', 'fix'],
	['(take|takes|took|taken|taking) back', 'undo'],
	['knows? no', '"X not found"'],
	['nobody|somebody|strangers?', 'who it is: "no agent", "the caller", "unauthenticated requests"'],
	['told|hears? of', '"reported", "receives"'],
	['astray', '"misrouted", "wrong"'],
	['anew', '"again"'],
	['sought', '"searched for"'],
	['dialled|dialling|cancelled|cancelling|labelled|modelled', 'American spelling: one "l"'],
	['(behavio|colo|favo|hono|labo|neighbo)ur\\w*', 'American spelling: "or"'],
	['oddit(y|ies)', '"problem", "unexpected"'],
	['lone(?! (surrogate|high|low))', '"single", "only"'],
	[
		'(apolog|recogn|organ|normal|serial|summar|author|initial)is(e|es|ed|ing|ation)',
		'American spelling: "z"',
	],
	['licence|defence|centre|grey|whilst|amongst|towards', 'American spelling'],
];

/** A check's id, which outlives the words that one would choose today, and the name of its export. */
function withoutIds(name: string, line: string): string {
	return line.replace(/doctor\/functions\//.test(name) ? /\bstrangers\b/g : /\bfunctions\/strangers\b/g, '');
}

/** Not prose of this project, or this list. */
const SKIPPED = /^(package-lock\.json|LICENSE|tools\/words\.ts)$/;

/** @returns one line for each unwanted word of a text, `NAME:LINE: "word": write …` */
function unwanted(name: string, text: string): string[] {
	return text.split('\n').flatMap((line, index) => {
		const words = withoutIds(name, line)
			.replace(/([a-z])(?=[A-Z])/g, '$1 ')
			.replaceAll('_', ' ');
		return WORDS.flatMap(([pattern, instead]) =>
			[...words.matchAll(new RegExp(`\\b(?:${pattern})\\b`, 'gi'))].map(
				([word]) => `${name}:${index + 1}: "${word}": write ${instead}`,
			),
		);
	});
}

// New ones too, before they are added.
const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
	encoding: 'utf8',
});
const files = list.split('\0').filter(Boolean);
const findings = files
	.filter((file) => !SKIPPED.test(file) && lstatSync(file, { throwIfNoEntry: false })?.isFile())
	.flatMap((file) => [
		...unwanted(file, file.replaceAll('-', ' ')),
		...unwanted(file, readFileSync(file, 'utf8')),
	]);
for (const finding of findings) console.error(finding);
process.exitCode = findings.length > 0 ? 1 : 0;
