/** The check functions/version. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers, faults, useAccount } from '../engine/findings';

const view = useAccount();

test('when another version is live, functions/version is the only fault, and a deployment fixes it', async () => {
	const project = { smokeTest: async () => answers({ version: '200 {"version":"0.9.0"}' }) };
	expect(await faults(view({ project }))).toMatchObject([
		{ check: 'functions/version', status: 'wrong', fixes: [DEPLOY], found: expect.stringContaining('0.9.0') },
	]);
});
