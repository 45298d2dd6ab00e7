/** The check functions/strangers. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers, faults, useAccount } from '../engine/findings';

const view = useAccount();

test('when unauthenticated requests succeed, functions/strangers is the only fault, and a deployment fixes it', async () => {
	const project = { smokeTest: async () => answers({ authentication: '200' }) };
	expect(await faults(view({ project }))).toMatchObject([
		{ check: 'functions/strangers', status: 'wrong', fixes: [DEPLOY], found: expect.stringContaining('200') },
	]);
});
