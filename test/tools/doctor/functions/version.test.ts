/** The check functions/version. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test('when another version is live, functions/version is the only fault, and a deployment fixes it', async () => {
	account.options = { project: { smokeTest: async () => answers({ version: '200 {"version":"0.9.0"}' }) } };
	const { found, fixes } = await account.onlyWrong('functions/version');
	expect(fixes).toEqual([DEPLOY]);
	expect(found).toContain('0.9.0');
});
