/**
 * `npm run test:tac`: installs Twilio Agent Connect into a throw-away Python environment, runs the tests that need
 * it, and takes the environment away again. Without Python 3 it says so and does nothing.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = 'twilio-agent-connect==2.5.0';

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
	return spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
}

/** TAC 2.5 needs Python 3.10; the `venv` module is a package of its own on some systems. */
function hasPython(): boolean {
	const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
	return spawnSync('python3', ['-c', check]).status === 0;
}

function main(): number {
	if (!hasPython()) {
		console.log(
			'Python 3.10 or later (with venv) is not on this machine: the tests against the real TAC are left out.',
		);
		return 0;
	}
	const directory = mkdtempSync(join(tmpdir(), 'handoff-tac-'));
	try {
		const python = join(directory, 'bin', 'python3');
		if (run('python3', ['-m', 'venv', directory]) !== 0) return 1;
		if (run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PACKAGE]) !== 0)
			return 1;
		const jest = require.resolve('jest/bin/jest');
		return run(process.execPath, [jest, 'test/tac', '--testPathIgnorePatterns=/node_modules/'], {
			...process.env,
			TAC_PYTHON: python,
		});
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

process.exitCode = main();
