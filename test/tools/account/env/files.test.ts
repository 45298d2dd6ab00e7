/** A file is replaced whole or not at all. */
import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReplaceable, replaceFile } from '../../../../tools/account/env/files';
import { SetupError } from '../../../../tools/account/errors';

let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'handoff-files-'));
	file = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a new file is its owner’s alone, in a folder that is made for it', () => {
	const deep = join(folder, 'a', 'b');
	replaceFile(deep, 'one');
	expect(statSync(deep).mode & 0o777).toBe(0o600);
	expect(readdirSync(join(folder, 'a'))).toEqual(['b']);
});

test('a file keeps its mode, and nothing is left beside it', () => {
	writeFileSync(file, 'one');
	chmodSync(file, 0o664);
	checkReplaceable(file, 'two');
	expect(readFileSync(file, 'utf8')).toBe('one');
	replaceFile(file, 'two');
	expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['two', 0o664]);
	expect(readdirSync(folder)).toEqual(['.env']);
});

test.each([true, false])('replacing a symbolic link’s file keeps the link (target exists: %s)', (exists) => {
	mkdirSync(join(folder, 'shared'));
	const target = join(folder, 'shared', 'env');
	if (exists) writeFileSync(target, 'one');
	symlinkSync('shared/env', file);
	replaceFile(file, 'two');
	expect(lstatSync(file).isSymbolicLink()).toBe(true);
	expect(readFileSync(target, 'utf8')).toBe('two');
});

test('a read-only file is not replaced', () => {
	writeFileSync(file, 'one');
	chmodSync(file, 0o444);
	for (const attempt of [checkReplaceable, replaceFile])
		expect(() => attempt(file, 'two')).toThrow(SetupError);
	expect(readFileSync(file, 'utf8')).toBe('one');
	expect(readdirSync(folder)).toEqual(['.env']);
});

// A limit on the size of files ends a write half-way, as a full disk does.
const onUnix = process.platform === 'win32' ? test.skip : test;
onUnix('on a full disk the file stays as it was, to the last byte', () => {
	const before = 'SECRET=kept\n'.repeat(500);
	writeFileSync(file, before);
	const script = `
		const { checkReplaceable, replaceFile } = require(process.argv[2]);
		for (const attempt of [checkReplaceable, replaceFile])
			try { attempt(process.argv[1], 'x'.repeat(100_000)); console.log('written'); }
			catch (error) { console.log(error.name); }`;
	const command = `trap '' XFSZ; ulimit -f 16; exec "$0" --import tsx -e "$1" "$2" "$3"`;
	const helper = join(__dirname, '../../../../tools/account/env/files.ts');
	const output = execFileSync('bash', ['-c', command, process.execPath, script, file, helper], {
		encoding: 'utf8',
	});
	expect(output).toBe('SetupError\nSetupError\n');
	expect(readFileSync(file, 'utf8')).toBe(before);
	expect(readdirSync(folder)).toEqual(['.env']);
});
