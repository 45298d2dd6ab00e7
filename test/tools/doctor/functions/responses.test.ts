/** What the checks of the Functions share: the smoke test's responses. */
import { answers } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test('the smoke test runs once for all checks of the Functions', async () => {
	let runs = 0;
	const smokeTest = async () => {
		runs++;
		return answers();
	};
	account.options = { project: { smokeTest } };
	const own = (await account.findings()).filter(({ check }) => check.startsWith('functions/'));
	expect(own.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
	expect(runs).toBe(1);
});

test('of many wrong responses two are shown, and the others counted', async () => {
	const wrong = [1, 2, 3, 4].map((number) => ({
		name: `request ${number}`,
		about: 'authentication' as const,
		ok: false,
		found: '200',
	}));
	const smokeTest = async () => [...answers().filter(({ about }) => about !== 'authentication'), ...wrong];
	account.options = { project: { smokeTest } };
	const { found } = await account.onlyWrong('functions/strangers');
	expect(found).toMatch(/request 1.*request 2.*2 more/);
	expect(found).not.toContain('request 3');
});
