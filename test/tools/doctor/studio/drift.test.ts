/** The check studio/drift. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'studio/drift';

const account = useAccount();

test('a flow that was not edited is ok', async () => {
	expect(await account.finding(CHECK)).toMatchObject({ status: 'ok' });
});

test('an edit in the Console is the only fault, and no deployment overwrites it', async () => {
	account.setFlow({ edited: true, version: '0.9.0', changes: async () => ['one'] });
	const { found, fixes } = await account.onlyWrong(CHECK);
	expect(fixes).toEqual([]);
	expect(found).toContain('revision 3');
});
