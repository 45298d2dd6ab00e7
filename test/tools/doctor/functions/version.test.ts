/** The check functions/version. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { useEmulator } from '../../../emulator/client';
import { viewOf } from '../../../support/account-view';
import { answers, deployed, faults } from '../engine/findings';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('when another version is live, functions/version is the only fault, and a deployment fixes it', async () => {
	const project = { ...deployed, smokeTest: async () => answers({ version: '200 {"version":"0.9.0"}' }) };
	expect(await faults(viewOf(emulator, { project }))).toMatchObject([
		{ check: 'functions/version', status: 'wrong', fixes: [DEPLOY], found: expect.stringContaining('0.9.0') },
	]);
});
