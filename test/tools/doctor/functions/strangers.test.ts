/** The check functions/strangers. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test('when unauthenticated requests succeed, functions/strangers is the only fault, and a deployment fixes it', async () => {
	account.options = { project: { smokeTest: async () => answers({ authentication: '200' }) } };
	const { found, fixes } = await account.onlyWrong('functions/strangers');
	expect(fixes).toEqual([DEPLOY]);
	expect(found).toContain('200');
});
