/** `npm run test:browser`: the tests of the console in a real browser. */
import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium';

if (findChromium() === undefined) {
	console.log('Chromium is not on this machine: the tests in test/browser are left out.');
} else {
	const jest = [require.resolve('jest/bin/jest'), 'test/browser', '--testPathIgnorePatterns=/node_modules/'];
	process.exitCode = spawnSync(process.execPath, jest, { stdio: 'inherit' }).status ?? 1;
}
