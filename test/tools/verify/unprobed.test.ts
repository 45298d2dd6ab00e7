/**
 * Every guess has an id, and is known by it in the code, in docs/guesses.md and to `handoff verify`.
 * @module
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNKNOWNS } from '../../../emulator/core/unknowns';
import { ROOT } from '../../../tools/account/project';
import { PROBES } from '../../../tools/verify/probes';
import { UNPROBED } from '../../../tools/verify/unprobed';

/** The files that speak of guesses, with their texts. */
const files = execFileSync(
	'git',
	['grep', '--untracked', '-l', 'GUESS', '--', ':!test', ':!docs/guesses.md'],
	{
		cwd: ROOT,
		encoding: 'utf8',
	},
)
	.split('\n')
	.filter(Boolean)
	.map((file): [string, string] => [file, readFileSync(join(ROOT, file), 'utf8')]);

/** Each id with the files whose comments have it. */
function inCode(): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const [file, text] of files) {
		for (const [, id = ''] of text.matchAll(/GUESS\(([a-z0-9-]+)\)/g)) {
			const known = found.get(id) ?? [];
			found.set(id, known.includes(file) ? known : [...known, file]);
		}
	}
	// What stands for any of them.
	found.delete('id');
	return found;
}

/** Each id of docs/guesses.md with the files it names. */
function inDocs(): Map<string, string[]> {
	const text = readFileSync(join(ROOT, 'docs/guesses.md'), 'utf8');
	const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \| ([^|]+) \|/gm)];
	return new Map(
		rows.map(([, id = '', files = '']) => [
			id,
			[...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
		]),
	);
}

const sorted = (ids: Iterable<string>) => [...ids].sort();

test('the guesses in the code, in docs/guesses.md and of verify are the same', () => {
	const code = inCode();
	expect(sorted(inDocs().keys())).toEqual(sorted(code.keys()));
	expect(sorted([...PROBES.map(({ id }) => id), ...Object.keys(UNPROBED)])).toEqual(sorted(code.keys()));
});

test('docs/guesses.md names the files in which each guess is', () => {
	const code = inCode();
	const sortedFiles = (files: Map<string, string[]>) =>
		Object.fromEntries([...files].map(([id, names]) => [id, sorted(names)]));
	expect(sortedFiles(inDocs())).toEqual(sortedFiles(code));
});

test('no comment has a guess without an id', () => {
	const code = files.filter(([file]) => file.endsWith('.ts'));
	const lines = code.flatMap(([file, text]) =>
		text.split('\n').flatMap((line) => (/\bGUESS\b(?!\()/.test(line) ? [`${file}: ${line}`] : [])),
	);
	expect(lines).toEqual([]);
});

test('the emulator can answer every guess that has a probe the other way', () => {
	const others = ['send-to-flex-limit', 'send-to-flex-priority'];
	expect(sorted(UNKNOWNS)).toEqual(sorted([...PROBES.map(({ id }) => id), ...others]));
});
