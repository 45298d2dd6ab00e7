/** Options that npm takes for its own when there is no `--` before them. */
import { createProgram } from '../../../tools/cli/main';
import { argumentsKeptByNpm } from '../../../tools/cli/npm';
import { UsageError } from '../../../tools/cli/ui/terminal';

const kept = (args: readonly string[], options: Readonly<Record<string, string>>, script = args[0]) =>
	argumentsKeptByNpm(createProgram(), args, {
		npm_lifecycle_event: script,
		...Object.fromEntries(Object.entries(options).map(([name, value]) => [`npm_config_${name}`, value])),
	});

test.each([
	[['doctor'], { json: 'true' }, ['--json']],
	[['doctor'], { voice_only: 'true' }, ['--voice-only']],
	[['deploy'], { dry_run: 'true', skip_check: 'true' }, ['--dry-run', '--skip-check']],
	[['flow', 'diff'], { json: 'true' }, ['--json']],
	[['doctor', '--json'], { json: 'true' }, []],
	[['doctor'], { json: '', dry_run: 'true', loglevel: 'silent' }, []],
])('handoff %j under npm run with %j gets %j', (args, options, added) => {
	expect(kept(args, options)).toEqual({ added, notes: [] });
});

test.each([
	[['setup'], { yes: 'true' }, 'npx handoff setup --yes'],
	[['flow', 'rollback', '3'], { force: 'true' }, 'npx handoff flow rollback 3 --force'],
])(
	'consent is not taken from npm: %j with %j gets a note with the right command line',
	(args, options, line) => {
		const { added, notes } = kept(args, options);
		expect(added).toEqual([]);
		expect(notes).toEqual([expect.stringContaining(line)]);
	},
);

test.each([
	[['setup'], { undo: 'true' }],
	[['setup'], { undo: 'setup-undo/a.json' }],
	[['doctor'], { env: 'staging.env' }],
	[['deploy'], { replace_service: 'name' }],
])('an option with a value is refused: %j with %j', (args, options) => {
	expect(() => kept(args, options)).toThrow(UsageError);
	expect(() => kept(args, options)).toThrow('Run: npx handoff');
});

test('under npx, and in a script of another name, npm keeps nothing from the command', () => {
	expect(kept(['doctor'], { json: 'true' }, 'npx')).toEqual({ added: [], notes: [] });
	expect(kept(['doctor'], { json: 'true' }, 'test')).toEqual({ added: [], notes: [] });
});
