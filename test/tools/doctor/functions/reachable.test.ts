/** The check functions/reachable. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { useEmulator } from '../../../emulator/client';
import { viewOf } from '../../../support/account-view';
import { answers, deployed, faults } from '../engine/findings';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

const SILENT = 'no response: connection reset';

test('when no request gets a response, functions/reachable is the only fault, and a deployment fixes it', async () => {
	const project = {
		...deployed,
		smokeTest: async () => answers({ strangers: SILENT, settings: SILENT, version: SILENT }),
	};
	expect(await faults(viewOf(emulator, { project }))).toMatchObject([
		{
			check: 'functions/reachable',
			status: 'wrong',
			fixes: [DEPLOY],
			found: expect.stringContaining(SILENT),
		},
	]);
});
