import { RefusedError, SetupError } from '../../../../tools/account/errors';
import type { Finding } from '../../../../tools/doctor/engine/check';
import type { Edit } from '../../../../tools/doctor/engine/fix';
import { failureOf } from '../../../support/fakes';
import { four, good, SmallAccount } from './small-account';

test('fixes are applied by stage: the receiving side first, customers’ traffic last', async () => {
	const account = new SmallAccount(four);
	const { done, examined } = await account.run();
	expect(account.writes).toEqual(['settings', 'bridge', 'deploy', 'traffic']);
	expect(done).toEqual(['Fix settings', 'Fix bridge', 'Deploy', 'Fix traffic']);
	expect(examined.findings.every(({ status }) => status === 'ok')).toBe(true);
	expect(account.values.get('bridge')).toEqual({ state: 'good', other: 'kept' });
});

test('before a fix is applied, its title, reason and edits are shown', async () => {
	const account = new SmallAccount([{ name: 'bridge', stage: 'orchestrator' }]);
	account.answer = () => {
		expect(account.writes).toEqual([]);
		expect(account.shown.join('\n')).toBe(
			'\nFix bridge\n  Reason: test/bridge: bad\n  Thing bridge state: bad → good',
		);
		return true;
	};
	await account.run();
	expect(account.writes).toEqual(['bridge']);
});

test('applying fixes a second time changes nothing', async () => {
	const account = new SmallAccount(four);
	await account.run();
	account.writes.length = 0;
	expect((await account.run()).done).toEqual([]);
	expect(account.writes).toEqual([]);
});

test('a dry run shows every fix and changes nothing', async () => {
	const account = new SmallAccount(four);
	const { left } = await account.run(true);
	expect(left).toHaveLength(4);
	expect(account.writes).toEqual([]);
	expect(account.shown.join('\n')).toContain('Fix traffic');
});

test('a dry run shows one deployment, even when several fixes deploy', async () => {
	const account = new SmallAccount(four);
	const findings = account.findings();
	const edits: Edit[] = [good('env')];
	const create = { stage: 'deploy', title: 'Create the flow', edits, deploy: true } as const;
	const [traffic, ...others] = findings;
	if (!traffic) throw new Error('no finding');
	jest.spyOn(account, 'findings').mockReturnValue([{ ...traffic, fixes: [create] }, ...others]);
	expect((await account.run(true)).left).toEqual(['Fix settings', 'Fix bridge', 'Create the flow']);
});

test.each([
	['test/settings', true],
	['flex/workflow', false],
])('while %s is wrong, the way to preview a deployment is shown: %s', async (check, isShown) => {
	const account = new SmallAccount([
		{ name: 'settings', stage: 'settings' },
		{ name: 'deployed', stage: 'deploy' },
	]);
	const findings = account
		.findings()
		.map((each) => ({ ...each, check: each.check.replace('test/settings', check) }));
	jest.spyOn(account, 'findings').mockReturnValue(findings);
	await account.run(true);
	expect(account.shown.join('\n').includes('npx handoff deploy --dry-run')).toBe(isShown);
});

test('a fix that needs another check is applied after that, and not at all when that is declined', async () => {
	const start = () => {
		const account = new SmallAccount([
			{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] },
			{ name: 'addresses', stage: 'traffic' },
		]);
		return account;
	};
	const agreed = start();
	await agreed.run();
	expect(agreed.writes).toEqual(['addresses', 'captures']);
	const declined = start();
	declined.answer = () => false;
	expect((await declined.run()).left).toEqual(['Fix addresses']);
	expect(declined.shown.join('\n')).toMatch(/ {2}Fix captures\nFix first:\n {2}test\/addresses: bad/);
});

test('a declined fix is not applied, and customers’ traffic is not changed', async () => {
	const account = new SmallAccount(four);
	account.answer = (asked) => asked !== 2;
	const { done, left } = await account.run();
	expect(done).toEqual(['Fix settings', 'Deploy']);
	expect(left).toEqual(['Fix bridge']);
	expect(account.shown.join('\n')).toMatch(/Fix traffic\nFix first:\n {2}test\/bridge: bad/);
});

test('a fault that is visible only after another fix is fixed in the next round', async () => {
	const account = new SmallAccount([
		{ name: 'late', stage: 'settings', hidden: 'early' },
		{ name: 'early', stage: 'flex' },
	]);
	expect((await account.run()).done).toEqual(['Fix early', 'Fix late']);
});

test('a fix that does not help is applied at most twice', async () => {
	const edits: Edit[] = [good('elsewhere')];
	const account = new SmallAccount([{ name: 'stubborn', stage: 'flex', edits }]);
	expect(await failureOf(() => account.run())).toBeInstanceOf(SetupError);
	expect(account.writes).toEqual(['elsewhere']);
});

test('a fix is held back while a check it needs is only a note', async () => {
	const account = new SmallAccount([{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] }]);
	const [addresses] = new SmallAccount([{ name: 'addresses', stage: 'flex' }]).findings();
	if (!addresses) throw new Error('no finding');
	const { findings } = SmallAccount.prototype;
	const spy = jest
		.spyOn(account, 'findings')
		.mockImplementation(() => [{ ...addresses, status: 'note', fixes: [] }, ...findings.call(account)]);
	expect((await account.run()).done).toEqual([]);
	spy.mockRestore();
});

test('a value that holds a phone number is changed, but not shown in full', async () => {
	const edits: Edit[] = [{ ...good('rule'), before: '+15005550199' }];
	const account = new SmallAccount([{ name: 'rule', stage: 'orchestrator', edits }]);
	account.values.set('rule', { state: '+15005550199' });
	expect(await account.run()).toMatchObject({ done: ['Fix rule'], left: [] });
	expect(account.shown.join('\n')).not.toContain('5005550199');
	expect(await account.undo()).toBe(0);
	expect(account.state('rule')).toBe('+15005550199');
});

test.each(['agent-connect/flow-sid', 'flex/instance', 'studio/published', 'phone-numbers/number'])(
	'while %s is wrong, nothing is deployed, and other fixes are applied',
	async (check) => {
		const account = new SmallAccount([
			{ name: 'deployed', stage: 'deploy' },
			{ name: 'routing', stage: 'flex' },
		]);
		const { findings } = SmallAccount.prototype;
		const [bad] = new SmallAccount([{ name: 'by hand', stage: 'flex' }]).findings();
		if (!bad) throw new Error('no finding');
		const named = jest
			.spyOn(account, 'findings')
			.mockImplementation(() => [{ ...bad, check, fixes: [] }, ...findings.call(account)]);
		expect((await account.run()).done).toEqual(['Fix routing']);
		expect(account.shown.join('\n')).toContain(`Fix first:\n  ${check}: bad`);
		named.mockRestore();
	},
);

test('nothing is deployed when the fix of a setting it needs was declined', async () => {
	const account = new SmallAccount([
		{ name: 'workflow', stage: 'settings' },
		{ name: 'deployed', stage: 'deploy' },
	]);
	const named = jest.spyOn(account, 'findings').mockImplementation(() =>
		SmallAccount.prototype.findings.call(account).map((each: Finding) => ({
			...each,
			check: each.check.replace('test/workflow', 'flex/workflow'),
		})),
	);
	account.answer = (asked) => asked !== 1;
	expect(await account.run()).toMatchObject({ done: [], left: ['Fix workflow'] });
	expect(account.writes).toEqual([]);
	expect(account.shown.join('\n')).toMatch(/Deploy\nFix first:\n {2}flex\/workflow: bad/);
	named.mockRestore();
});

test('a change that can’t be undone is announced as such, and is not in the undo log', async () => {
	const account = new SmallAccount([{ name: 'execution', stage: 'flex' }]);
	const { findings } = SmallAccount.prototype;
	const final = jest.spyOn(account, 'findings').mockImplementation(() =>
		findings.call(account).map((each: Finding) => ({
			...each,
			fixes: each.fixes.map((fix) => ({ ...fix, isFinal: true as const })),
		})),
	);
	expect((await account.run()).done).toEqual(['Fix execution']);
	expect(account.shown).toContain('  This can’t be undone.');
	expect(account.logExists()).toBe(false);
	final.mockRestore();
});

test('a fix that needs another check waits for it in every stage, and says so', async () => {
	const account = new SmallAccount([
		{ name: 'callback', stage: 'flex', needs: ['test/functions'] },
		{ name: 'functions', stage: 'deploy' },
	]);
	account.answer = () => false;
	expect((await account.run()).done).toEqual([]);
	expect(account.shown.join('\n')).toMatch(/ {2}Fix callback\nFix first:\n {2}test\/functions: bad/);
});

describe('with --yes', () => {
	const edit = (path: string): Edit => ({ ...good('one'), path: [path] });
	const checks = [
		{ name: 'bridge', stage: 'orchestrator', edits: [edit('state')], byEdits: true },
		{ name: 'callback', stage: 'orchestrator', edits: [edit('other')], byEdits: true },
		{ name: 'elsewhere', stage: 'orchestrator' },
	] as const;
	const start = () => {
		const account = new SmallAccount(checks);
		account.values.set('one', { state: 'bad', other: 'bad' });
		return account;
	};

	test('adjacent changes of one resource are written at once, and undone one by one', async () => {
		const account = start();
		expect((await account.run(false, true)).done).toEqual(['Fix bridge', 'Fix callback', 'Fix elsewhere']);
		expect(account.writes).toEqual(['one', 'elsewhere']);
		account.writes.length = 0;
		expect(await account.undo()).toBe(0);
		expect(account.writes).toEqual(['elsewhere', 'one', 'one']);
		expect(account.values.get('one')).toEqual({ state: 'bad', other: 'bad' });
	});

	test('when Twilio refuses them together, each is written by itself, and the refused one is named', async () => {
		const account = start();
		const { write } = account.resource;
		jest.spyOn(account.resource, 'write').mockImplementation(async (...args) => {
			if (args[2].other === 'good') throw new RefusedError('Twilio refuses this.');
			await write(...args);
		});
		const error = await failureOf(() => account.run(false, true));
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^"Fix callback" failed.*\nApplied before that: Fix elsewhere; Fix bridge\./,
			),
		});
		expect(account.writes.toSorted()).toEqual(['elsewhere', 'one']);
	});
});
