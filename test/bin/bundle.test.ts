/** The bundle that a command runs from, in a project of one source. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/account/project';

const root = mkdtempSync(join(tmpdir(), 'handoff-bundle-'));
const bundle = join(root, 'dist', 'cli', 'handoff.js');

beforeAll(() => {
	cpSync(join(ROOT, 'bin'), join(root, 'bin'), { recursive: true });
	symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
	mkdirSync(join(root, 'tools', 'cli'), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

/** Writes a source of `tools/cli`. */
function write(name: string, text: string): void {
	writeFileSync(join(root, 'tools', 'cli', name), text);
}

function run(): string {
	return execFileSync(process.execPath, [join(root, 'bin', 'handoff.js')], {
		encoding: 'utf8',
		stdio: 'pipe',
	});
}

const MAIN = `import { word } from './word'; export const main = () => console.log(word, __dirname);`;

test('the bundle of the command is made once, and again when a source has changed', () => {
	write('main.ts', MAIN);
	write('word.ts', `export const word: string = 'first';`);
	expect(run()).toBe(`first ${join(root, 'tools', 'cli')}\n`);
	const made = statSync(bundle).mtimeMs;
	expect(run()).toMatch(/^first /);
	expect(statSync(bundle).mtimeMs).toBe(made);
	write('word.ts', `export const word: string = 'other';`);
	expect(run()).toMatch(/^other /);
});

test('an error thrown in the bundled command names its line in the TypeScript source', () => {
	write('main.ts', `\n\nexport const main = () => {\n\tthrow new Error('a bug');\n};`);
	expect(run).toThrow(/tools.cli.main\.ts:4:/);
});

test('a bundle that was cut off while it was written is made again', () => {
	write('main.ts', MAIN);
	write('word.ts', `export const word: string = 'other';`);
	run();
	writeFileSync(bundle, 'half of');
	expect(run()).toMatch(/^other /);
});

test('where the bundle can’t be written, the command runs from its sources', () => {
	write('main.ts', MAIN);
	write('word.ts', `export const word: string = 'other';`);
	rmSync(join(root, 'dist'), { recursive: true, force: true });
	writeFileSync(join(root, 'dist'), 'in the way of the folder');
	expect(run()).toMatch(/^other /);
});
