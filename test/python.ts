/**
 * Runs tests that need a Python package: installed into a throw-away environment, which is gone afterwards.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
	return spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
}

/** Python 3.10 or later; the `venv` module is a package of its own on some systems. */
export function hasPython(): boolean {
	const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
	return spawnSync('python3', ['-c', check]).status === 0;
}

/** A Python with a package, in a folder of its own. */
export interface PythonWith {
	readonly python: string;
	remove(): void;
}

/**
 * Installs a package into a throw-away environment.
 * @param packageSpec `name==version`
 * @returns `undefined` when that fails
 */
export function installPython(packageSpec: string): PythonWith | undefined {
	const directory = mkdtempSync(join(tmpdir(), 'handoff-python-'));
	const remove = () => rmSync(directory, { recursive: true, force: true });
	const python = join(directory, 'bin', 'python3');
	const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', packageSpec];
	if (run('python3', ['-m', 'venv', directory]) === 0 && run(python, install) === 0)
		return { python, remove };
	remove();
	return undefined;
}

/** Runs the tests of a folder that `npm test` leaves out. @returns the exit code */
export function runJest(folder: string, env: NodeJS.ProcessEnv = {}): number {
	const jest = require.resolve('jest/bin/jest');
	const args = [jest, folder, '--testPathIgnorePatterns=/node_modules/'];
	return run(process.execPath, args, { ...process.env, ...env });
}

/**
 * Runs the tests of a folder with the package at hand, its Python in the environment variable `TEST_PYTHON`. Without
 * Python 3.10 it says so and runs none.
 * @param packageSpec `name==version`
 * @param folder such as `test/tac`
 * @returns the exit code
 */
export function runWithPython(packageSpec: string, folder: string): number {
	if (!hasPython()) {
		console.log(
			`Python 3.10 or later (with venv) is not on this machine: the tests in ${folder} are left out.`,
		);
		return 0;
	}
	const installed = installPython(packageSpec);
	if (!installed) return 1;
	try {
		return runJest(folder, { TEST_PYTHON: installed.python });
	} finally {
		installed.remove();
	}
}
