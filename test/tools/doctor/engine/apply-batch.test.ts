/** Changes that don't depend on one another are made side by side; what that leaves in the undo log. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readUndoLog } from '../../../../tools/doctor/engine/undo-log';
import { failureOf } from '../../../support/fakes';
import { ACCOUNT_SID } from '../../../support/fixtures';
import { ATTACH_NEW, good, SmallAccount } from './small-account';

/**
 * Holds writes back until so many are under way, or a moment is over.
 * @param begins is called for each with its id
 */
function inStep(account: SmallAccount, together: number, begins: (id: string) => void = () => {}) {
	const { write } = account.resource;
	const seen = { most: 0 };
	let running = 0;
	let release = () => {};
	const all = new Promise<void>((resolve) => {
		release = resolve;
	});
	jest.spyOn(account.resource, 'write').mockImplementation(async (...args) => {
		begins(args[1]);
		running += 1;
		seen.most = Math.max(seen.most, running);
		if (running === together) release();
		await Promise.race([all, sleep(100)]);
		running -= 1;
		return write(...args);
	});
	return seen;
}

test('changes of different resources are made side by side, each in the undo log before it is made', async () => {
	const account = new SmallAccount([
		{ name: 'bridge', stage: 'orchestrator' },
		{ name: 'queue', stage: 'flex' },
		{ name: 'callback', stage: 'flex' },
	]);
	const states: unknown[] = [];
	const seen = inStep(account, 3, (id) => {
		const change = readUndoLog(account.path, ACCOUNT_SID).find(({ title }) => title === `Fix ${id}`);
		states.push(change?.steps[0]?.state);
	});
	expect((await account.run(false, true)).done).toHaveLength(3);
	expect(seen.most).toBe(3);
	expect(states).toEqual(['begun', 'begun', 'begun']);
	jest.restoreAllMocks();
	expect(await account.undo()).toBe(0);
	expect(['bridge', 'queue', 'callback'].map((name) => account.state(name))).toEqual(['bad', 'bad', 'bad']);
});

test('the steps of a change stay together in the log, whatever is made beside it', async () => {
	const account = new SmallAccount([
		{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW },
		{ name: 'queue', stage: 'flex' },
	]);
	await account.run(false, true);
	const log = readUndoLog(account.path, ACCOUNT_SID);
	expect(log.map(({ title, steps }) => [title, steps.length])).toEqual(
		expect.arrayContaining([
			['Fix ids', 3],
			['Fix queue', 1],
		]),
	);
	expect(log).toHaveLength(2);
});

test('settings come before all others, and customers’ traffic is changed one by one', async () => {
	const account = new SmallAccount([
		{ name: 'env', stage: 'settings' },
		{ name: 'bridge', stage: 'orchestrator' },
		{ name: 'calls', stage: 'traffic' },
		{ name: 'messages', stage: 'traffic' },
	]);
	const seen = inStep(account, 2);
	await account.run(false, true);
	expect(account.writes).toEqual(['env', 'bridge', 'calls', 'messages']);
	expect(seen.most).toBe(1);
});

test('when one change fails, those under way end, and no other begins', async () => {
	const account = new SmallAccount([
		{ name: 'bridge', stage: 'orchestrator' },
		{ name: 'queue', stage: 'flex' },
		{ name: 'calls', stage: 'traffic' },
	]);
	account.failing = 'bridge';
	const error = await failureOf(() => account.run(false, true));
	expect(String(error)).toMatch(/"Fix bridge" failed: .*\nApplied before that: Fix queue\./);
	expect(account.writes).toEqual(['queue']);
	account.failing = undefined;
	expect(await account.undo()).toBe(0);
	expect(account.state('queue')).toBe('bad');
});

test('changes of one resource wait for each other', async () => {
	const edits = (path: string) => [{ ...good('one'), path: [path] }];
	const account = new SmallAccount([
		{ name: 'a', stage: 'orchestrator', edits: edits('state'), byEdits: true },
		{ name: 'b', stage: 'flex', edits: edits('other'), byEdits: true },
	]);
	account.values.set('one', { state: 'bad', other: 'bad' });
	const seen = inStep(account, 2);
	await account.run(false, true);
	expect(account.values.get('one')).toEqual({ state: 'good', other: 'good' });
	expect(seen.most).toBe(1);
});
