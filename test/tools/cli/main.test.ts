/** The command line as a person meets it: one real process for each line. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, VERSION } from '../../../tools/account/project';
import { createProgram } from '../../../tools/cli/main';

interface Outcome {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** From a folder that is not the project's. */
function handoff(...args: string[]): Promise<Outcome> {
	const { ACCOUNT_SID: _, TWILIO_ACCOUNT_SID: __, HANDOFF_ENV_FILE: ___, ...env } = process.env;
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			[join(ROOT, 'bin', 'handoff.js'), ...args],
			{ cwd: tmpdir(), env },
			(error, stdout, stderr) =>
				resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr }),
		);
	});
}

test('handoff runs without a build, from any folder', async () => {
	expect(await handoff('--version')).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
});

test.each([
	['doctro', 'doctor'],
	['doctor --jsn', '--json'],
	['deploy --dryrun', '--dry-run'],
	['flow histroy', 'history'],
])('handoff %s could not run (exit code 3), and the message suggests %s', async (line, suggestion) => {
	const { code, stderr } = await handoff(...line.split(' '));
	expect(code).toBe(3);
	expect(stderr).toContain(`Did you mean ${suggestion}?`);
	expect(stderr).toMatch(/\nRun: npx handoff .*--help\n$/);
	expect(stderr).not.toContain('    at ');
});

test.each(['doctor', 'setup --dry-run', 'trace CA1', 'recent', 'deploy', 'flow history'])(
	'handoff %s without a settings file could not run (exit code 3), and says so in one line',
	async (line) => {
		const file = join(tmpdir(), 'no-such.env');
		const outcome = await handoff(...line.split(' '), '--env', file);
		expect(outcome).toEqual({
			code: 3,
			stdout: '',
			stderr: `Settings file ${file} not found. Run: cp .env.example ${file}\n`,
		});
	},
);

test('handoff trace without an id says what to type', async () => {
	const { code, stderr } = await handoff('trace');
	expect(code).toBe(3);
	expect(stderr).toContain('Run: npx handoff trace <id>');
});

test.each([
	['setup --json', '--dry-run'],
	['setup --undo x.json --dry-run --json', '--undo'],
	['setup --skip 1', '--undo'],
	['verify --json', '--yes'],
	['promote staging staging', 'environments'],
])(
	'handoff %s could not run (exit code 3), and the message names %s and a command to type',
	async (line, named) => {
		const { code, stdout, stderr } = await handoff(...line.split(' '));
		expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
		const [command] = line.split(' ');
		expect(stderr).toMatch(new RegExp(`${named}.*\\. Run: npx handoff ${command} .*\n$`));
	},
);

test('the help of every command, and of every command of the flow, lists the exit codes once', () => {
	const program = createProgram();
	const flow = program.commands.find((command) => command.name() === 'flow');
	for (const command of [program, ...program.commands, ...(flow?.commands ?? [])]) {
		let help = '';
		command.configureOutput({ writeOut: (text) => (help += text) });
		command.outputHelp();
		expect(help.match(/^Exit codes:.* 0 .* 1 .* 2 .* 3 /gm)).toHaveLength(1);
	}
});

test('every command has a description and help', () => {
	const names = createProgram().commands.map((command) => {
		expect(command.description()).not.toBe('');
		expect(command.helpInformation()).toContain('--env <file>');
		return command.name();
	});
	expect(names).toEqual([
		...['doctor', 'setup', 'trace', 'recent', 'verify', 'deploy', 'promote', 'history', 'rollback', 'flow'],
		...['start', 'demo'],
	]);
});
