/** Whether the version of Flex UI shows the summary. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test.each([
	'2.18.0',
	'2.18.0-alpha.1',
	'~2.18.0-alpha.1',
	'~2.17.1-beta.2',
	'3.0.0-beta.1',
	'~2.17.0',
	'~2',
	'2.x',
	'2.n',
	'2.17.n',
	'2.auto',
	'3.0.0',
])('Flex UI %s is recent enough', async (uiVersion) => {
	account.world.flexConfiguration.uiVersion = uiVersion;
	expect(await account.finding('flex/ui-version')).toMatchObject({ status: 'ok', found: uiVersion });
});

test.each([
	['2.17.0', '2.17.1'],
	['2.17.1-beta.1', '2.17.1'],
	['~2.15.0', '~2.17.1'],
	['2.15.x', '~2.17.1'],
	['2.5.n', '2.17.n'],
	['2.5.auto', '2.17.auto'],
])('Flex UI %s is too old and becomes %s, and nothing else changes', async (before, after) => {
	account.world.flexConfiguration.uiVersion = before;
	account.world.flexConfiguration.uiAttributes = { theme: 'dark' };
	const wrong = await account.onlyWrong('flex/ui-version');
	expect(wrong).toMatchObject({ found: before });
	await account.fix(wrong);
	expect(account.world.flexConfiguration).toMatchObject({
		uiVersion: after,
		uiAttributes: { theme: 'dark' },
	});
});

test.each(['~1.34.0', '1.n'])(
	'Flex UI %s has no fix, since a major version is for people to change',
	async (uiVersion) => {
		account.world.flexConfiguration.uiVersion = uiVersion;
		expect(await account.onlyWrong('flex/ui-version')).toMatchObject({ fixes: [] });
	},
);

test.each(['', 'latest', 'n'])('Flex UI "%s" is neither right nor wrong', async (uiVersion) => {
	account.world.flexConfiguration.uiVersion = uiVersion;
	expect(await account.finding('flex/ui-version')).toMatchObject({ status: 'note' });
});
