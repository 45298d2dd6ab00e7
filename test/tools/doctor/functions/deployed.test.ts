/** The check functions/deployed. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test('when the Functions are not deployed, functions/deployed is the only fault, and a deployment fixes it', async () => {
	account.options = { project: { deployment: async () => undefined } };
	expect(await account.onlyWrong('functions/deployed')).toMatchObject({ fixes: [DEPLOY] });
});
