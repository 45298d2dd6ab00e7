/** The check functions/reachable. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers, faults, useAccount } from '../engine/findings';

const view = useAccount();

const SILENT = 'no response: connection reset';

test('when no request gets a response, functions/reachable is the only fault, and a deployment fixes it', async () => {
	const project = {
		smokeTest: async () => answers({ authentication: SILENT, settings: SILENT, version: SILENT }),
	};
	expect(await faults(view({ project }))).toMatchObject([
		{
			check: 'functions/reachable',
			status: 'wrong',
			fixes: [DEPLOY],
			found: expect.stringContaining(SILENT),
		},
	]);
});
