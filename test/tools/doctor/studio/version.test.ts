/** The check studio/version. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'studio/version';

const account = useAccount();

test('a flow as in this folder is ok', async () => {
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'ok',
		found: expect.stringContaining('1.0.0'),
	});
});

test('an earlier version is the only fault, and a deployment fixes it', async () => {
	account.setFlow({ version: '0.9.0' });
	const fault = await account.onlyWrong(CHECK);
	expect(fault).toMatchObject({ fixes: [{ deploy: true }] });
	expect(fault.found).toMatch(/0\.9\.0.*1\.0\.0/);
});

test('other settings in the same version are the only fault; three changes are shown and the others counted', async () => {
	account.setFlow({ changes: async () => ['one', 'two', 'three', 'four'] });
	const fault = await account.onlyWrong(CHECK);
	expect(fault).toMatchObject({ fixes: [{ deploy: true }] });
	expect(fault.found).toMatch(/one; two; three; and 1 more$/);
});

test('a newer version, or one that a rollback went back to, is the only fault, and no deployment replaces it', async () => {
	const older = 'version 2.0.0 is live, but this folder has the older version 1.0.0';
	account.setFlow({ version: '2.0.0', older });
	expect(await account.onlyWrong(CHECK)).toMatchObject({ fixes: [], found: older });
});

test('a flow that can’t be compared is skipped', async () => {
	account.setFlow({ changes: async () => undefined });
	expect(await account.finding(CHECK)).toMatchObject({ status: 'skipped' });
});

test('without deployed Functions the flow is skipped, and only functions/deployed is wrong', async () => {
	account.setFlow({ changes: async () => ['their address'] }, { deployment: async () => undefined });
	await account.onlyWrong('functions/deployed');
	expect(await account.finding(CHECK)).toMatchObject({ status: 'skipped' });
});

test('when the Functions can’t be read, the flow is compared all the same', async () => {
	account.setFlow({}, { deployment: () => Promise.reject(new Error('Twilio answered 500.')) });
	expect(await account.finding(CHECK)).toMatchObject({ status: 'ok' });
});
