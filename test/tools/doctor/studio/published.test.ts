/** The check studio/published. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'studio/published';

const account = useAccount();

test('a published revision is ok', async () => {
	expect(await account.finding(CHECK)).toMatchObject({ status: 'ok' });
});

test('a draft is the only fault, and no deployment overwrites it', async () => {
	account.setFlow({ status: 'draft', edited: true, changes: async () => ['one'] });
	const { found, fixes } = await account.onlyWrong(CHECK);
	expect(fixes).toEqual([]);
	expect(found).toContain('revision 3');
});
