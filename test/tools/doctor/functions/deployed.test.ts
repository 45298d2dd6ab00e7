/** The check functions/deployed. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { useEmulator } from '../../../emulator/client';
import { viewOf } from '../../../support/account-view';
import { deployed, faults } from '../engine/findings';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('when the Functions are not deployed, functions/deployed is the only fault, and a deployment fixes it', async () => {
	const project = { ...deployed, deployment: async () => undefined };
	expect(await faults(viewOf(emulator, { project }))).toMatchObject([
		{ check: 'functions/deployed', status: 'wrong', fixes: [DEPLOY] },
	]);
});
