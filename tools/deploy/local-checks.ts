/**
 * Checks before a deployment that need no account.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { requireSetting, SETTING_NAMES, type Settings } from '../../src/settings';
import { SetupError } from '../account/errors';
import { isServiceName, ROOT, SERVICE_NAME } from '../account/project';

/** Types, lint, and format. @throws {SetupError} with what is wrong */
export function checkCode(): void {
	// By a shell: on Windows npm is a script, which nothing else starts.
	const options = { cwd: ROOT, encoding: 'utf8', shell: true } as const;
	const { status, stdout, stderr } = spawnSync('npm run --silent check:code', options);
	if (status !== 0)
		throw new SetupError(`npm run check:code failed. Nothing was changed.\n${stdout}${stderr}`);
}

/**
 * @throws {MisconfiguredError} naming a setting that is missing or malformed
 * @throws {SetupError} when the project's name can't be that of a service
 */
export function checkSettings(settings: Settings): void {
	for (const name of SETTING_NAMES) if (settings[name] !== undefined) requireSetting(settings, name);
	for (const name of ['TWILIO_API_KEY', 'TWILIO_API_SECRET'] as const) requireSetting(settings, name);
	if (!isServiceName(SERVICE_NAME)) {
		throw new SetupError(
			`Invalid name "${SERVICE_NAME}" in package.json. The Functions service has the same name: up to 50 letters, digits, and dashes. Nothing was changed.`,
		);
	}
}
