/** The check functions/deployed. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { faults, useAccount } from '../engine/findings';

const view = useAccount();

test('when the Functions are not deployed, functions/deployed is the only fault, and a deployment fixes it', async () => {
	const project = { deployment: async () => undefined };
	expect(await faults(view({ project }))).toMatchObject([
		{ check: 'functions/deployed', status: 'wrong', fixes: [DEPLOY] },
	]);
});
