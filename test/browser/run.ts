/**
 * `npm run test:browser`: the tests of the console in a real browser, those with the real Twilio Agent Connect included
 * where Python can have it.
 */
import { hasPython, installPython, runJest } from '../python';
import { TAC } from '../tac/package';
import { findChromium } from './chromium';

function runTests(): number {
	if (findChromium() === undefined) {
		console.log('Chromium is not on this machine: the tests in test/browser are left out.');
		return 0;
	}
	const installed = hasPython() ? installPython(TAC) : undefined;
	if (!installed) console.log(`No Python here has ${TAC}: the tests with the real TAC are left out.`);
	try {
		return runJest('test/browser', installed && { TEST_PYTHON: installed.python });
	} finally {
		installed?.remove();
	}
}

process.exitCode = runTests();
