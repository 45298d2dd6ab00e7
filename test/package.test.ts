/** What has to work in cmd.exe and PowerShell as in sh, and from a checkout by git for Windows. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../package.json';
import { ROOT } from '../tools/account/project';

const PROGRAMS = ['npm', 'node', 'tsc', 'tsx', 'jest', 'biome', 'knip'];

test.each(Object.entries(manifest.scripts))(
	'npm run %s is understood by every shell: %s',
	(_name, script) => {
		for (const command of script.split(' && ')) {
			const [program = ''] = command.split(' ');
			expect(PROGRAMS).toContain(program);
			// Variables, their assignment, quotes of sh, globs, pipes, `;` and `\\` mean something else in cmd.exe, or nothing.
			expect(command).toMatch(/^[\w .:/=-]+$/);
		}
	},
);

test('the sources start no script by its bare name: npm and npx are .cmd files on Windows, which need a shell', () => {
	const folders = ['tools', 'emulator', 'bin', 'src', 'studio'];
	const files = folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.[tj]s$/.test(file))
			.map((file) => join(ROOT, folder, file)),
	);
	expect(files.length).toBeGreaterThan(300);
	const bare =
		/\b(?:spawn|spawnSync|execFile|execFileSync)\(\s*['"`](?:npm|npx|tsx|tsc|jest|biome|twilio-run)['"`]/;
	const posix = /['"`](?:\/tmp|\/dev\/null|\/bin\/)/;
	for (const file of files) {
		const text = readFileSync(file, 'utf8');
		expect({ file, found: bare.exec(text) ?? posix.exec(text) }).toEqual({ file, found: null });
	}
});

test('a checkout by git for Windows keeps the line feeds, which the format check and a build’s hash are of', () => {
	const root = mkdtempSync(join(tmpdir(), 'handoff-checkout-'));
	const git = (...args: string[]) =>
		execFileSync('git', ['-c', 'core.autocrlf=true', '-c', 'core.safecrlf=false', ...args], { cwd: root });
	const files = ['.gitattributes', 'package.json', 'build.ts', '.ci/run', 'docs/flow.md', 'docs/console.png'];
	for (const file of files) cpSync(join(ROOT, file), join(root, file));
	git('init', '--quiet');
	git('add', '--all');
	for (const file of files.slice(1)) rmSync(join(root, file));
	git('checkout-index', '--all', '--force');
	for (const file of files) expect(readFileSync(join(root, file))).toEqual(readFileSync(join(ROOT, file)));
	rmSync(root, { recursive: true });
});
