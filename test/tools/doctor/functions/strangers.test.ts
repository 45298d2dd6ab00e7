/** The check functions/strangers. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { useEmulator } from '../../../emulator/client';
import { viewOf } from '../../../support/account-view';
import { answers, deployed, faults } from '../engine/findings';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('when unauthenticated requests succeed, functions/strangers is the only fault, and a deployment fixes it', async () => {
	const project = { ...deployed, smokeTest: async () => answers({ strangers: '200' }) };
	expect(await faults(viewOf(emulator, { project }))).toMatchObject([
		{ check: 'functions/strangers', status: 'wrong', fixes: [DEPLOY], found: expect.stringContaining('200') },
	]);
});
