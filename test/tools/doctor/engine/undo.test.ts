/** Undoing what setup changed: all of it, the parts that can be undone, and nothing that customers still depend on. */
import { HandoffError } from '../../../../src/http/errors';
import type { Edit } from '../../../../tools/doctor/engine/fix';
import { failureOf } from '../../../support/fakes';
import { ATTACH_NEW, four, gone, good, SmallAccount } from './small-account';

test('a fix that fails ends the run, the error lists what was done, and all of that can be undone', async () => {
	const account = new SmallAccount(four);
	account.failing = 'deploy';
	const error = await failureOf(() => account.run());
	expect(String(error)).toMatch(/"Deploy".*it did not build\.[\s\S]*Fix settings; Fix bridge\./);
	expect(account.state('traffic')).toBeUndefined();
	expect(await account.undo()).toBe(0);
	expect([account.state('settings'), account.state('bridge')]).toEqual(['bad', 'bad']);
	expect(account.shown.join('\n')).toContain('no flow, no Functions');
});

test('the steps of a change are undone together, up to the first that fails', async () => {
	const account = new SmallAccount([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	await account.run();
	account.failing = 'ids';
	expect(await account.undo()).toBe(1);
	// It is still in use, so it is not deleted.
	expect(account.values.get('ids')).toMatchObject({ ids: ['thing_1'] });
	expect(account.values.has('thing_1')).toBe(true);
	account.failing = undefined;
	let asked = 0;
	account.answer = () => {
		asked += 1;
		return true;
	};
	expect(await account.undo()).toBe(0);
	expect(asked).toBe(1);
});

test('a second undo finds everything as before', async () => {
	const account = new SmallAccount(four);
	await account.run();
	expect(await account.undoChanges()).toEqual({ undone: 3, already: 0, left: 0, nothing: 1, skipped: 0 });
	expect(await account.undoChanges()).toEqual({ undone: 0, already: 3, left: 0, nothing: 1, skipped: 0 });
});

test('a value that a change set twice is undone at once, and the undo can be repeated', async () => {
	const set = (before: string, after: string): Edit => ({ ...good('flow'), before, after });
	const account = new SmallAccount([
		{ name: 'flow', stage: 'settings', edits: [set('theirs', ''), set('', 'good')] },
	]);
	account.values.set('flow', { state: 'theirs' });
	await account.run();
	expect(await account.undoChanges()).toMatchObject({ undone: 1, already: 0, left: 0 });
	expect(account.state('flow')).toBe('theirs');
	expect(await account.undoChanges()).toMatchObject({ undone: 0, already: 1, left: 0 });
});

test('what was created and deleted again counts once, however often the undo is repeated', async () => {
	const account = new SmallAccount([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	await account.run();
	expect(await account.undoChanges()).toMatchObject({ undone: 1, already: 0, left: 0 });
	account.writes.length = 0;
	for (let again = 0; again < 2; again++) {
		expect(await account.undoChanges()).toMatchObject({ undone: 0, already: 1, left: 0 });
	}
	expect(account.writes).toEqual([]);
});

test('what no longer exists keeps no other step of its change from being undone', async () => {
	const edits = [good('released'), good('kept')];
	const account = new SmallAccount([{ name: 'numbers', stage: 'flex', edits, byEdits: true }]);
	await account.run();
	const { read } = account.resource;
	jest.spyOn(account.resource, 'read').mockImplementation(async (view, id) => {
		if (id === 'released') throw gone();
		return read(view, id);
	});
	expect(await account.undoChanges()).toMatchObject({ undone: 1, already: 0, left: 0 });
	expect(account.state('kept')).toBe('bad');
	expect(account.state('released')).toBe('good');
});

test('while customers are sent to the virtual agent, what hands them over stays', async () => {
	const account = new SmallAccount(four);
	await account.run();
	account.answer = () => false;
	expect(await account.undoChanges()).toEqual({ undone: 0, already: 0, left: 4, nothing: 0, skipped: 0 });
	expect(account.shown.join('\n')).toMatch(/:\n {2}Deploy\n {2}Fix bridge/);
	account.answer = () => true;
	account.failing = 'traffic';
	expect(await account.undoChanges()).toMatchObject({ undone: 0, left: 4 });
	expect([account.state('traffic'), account.state('bridge'), account.state('settings')]).toEqual([
		'good',
		'good',
		'good',
	]);
	account.failing = undefined;
	expect(await account.undo()).toBe(0);
});

test('a change of traffic that can’t be undone keeps the changes before it', async () => {
	const account = new SmallAccount([
		{ name: 'addresses', stage: 'traffic' },
		{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] },
	]);
	await account.run();
	account.failing = 'captures';
	expect(await account.undoChanges()).toMatchObject({ undone: 0, left: 2 });
	expect(account.state('addresses')).toBe('good');
});

describe('when Twilio answers 404', () => {
	const notThere = new HandoffError(502, 'twilio_error', 'Twilio answered 404.', { cause: { status: 404 } });

	test('to the read, the resource no longer exists, and nothing is left to undo', async () => {
		const account = new SmallAccount([{ name: 'bridge', stage: 'orchestrator' }]);
		await account.run();
		jest.spyOn(account.resource, 'read').mockRejectedValue(notThere);
		expect(await account.undoChanges()).toMatchObject({ already: 1, left: 0 });
	});

	test('to the write, something it needs no longer exists, such as a build, and it is not undone', async () => {
		const account = new SmallAccount([{ name: 'bridge', stage: 'orchestrator' }]);
		await account.run();
		account.failing = 'bridge';
		account.failure = notThere;
		expect(await account.undoChanges()).toMatchObject({ already: 0, left: 1 });
	});
});

test('a resource created for a change that was not completed stays, and its id is shown', async () => {
	const account = new SmallAccount([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	account.failing = 'ids';
	await failureOf(() => account.run());
	expect(await account.undo()).toBe(1);
	expect(account.shown.join('\n')).toContain('Thing thing_1 is kept');
	expect(account.values.has('thing_1')).toBe(true);
});

test('a value that was changed since is not undone', async () => {
	const account = new SmallAccount([{ name: 'bridge', stage: 'orchestrator' }]);
	await account.run();
	account.values.set('bridge', { state: 'theirs' });
	expect(await account.undo()).toBe(1);
	expect(account.state('bridge')).toBe('theirs');
	expect(account.shown.join('\n')).toContain('theirs');
});

describe('a change that can’t be undone can be skipped, and then nothing is left', () => {
	test.each(['Fix bridge', '1'])('by %j', async (name) => {
		const account = new SmallAccount([
			{ name: 'bridge', stage: 'orchestrator' },
			{ name: 'callbacks', stage: 'flex' },
		]);
		await account.run();
		account.values.set('bridge', { state: 'theirs' });
		expect(await account.undoChanges()).toMatchObject({ undone: 1, left: 1 });
		expect(account.shown.join('\n')).toMatch(/Undo 1: Fix bridge[\s\S]*--skip 1/);
		expect(await account.undoChanges([name])).toEqual({
			undone: 0,
			already: 1,
			left: 0,
			nothing: 0,
			skipped: 1,
		});
		expect(account.state('bridge')).toBe('theirs');
	});

	test('when it is unknown whether something was created', async () => {
		const account = new SmallAccount([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
		jest.spyOn(account.resource, 'create').mockRejectedValue(account.failure);
		await failureOf(() => account.run());
		expect(await account.undoChanges()).toMatchObject({ left: 1 });
		expect(await account.undoChanges(['1'])).toMatchObject({ left: 0, skipped: 1 });
	});

	test('and of customers’ traffic, what serves it is undone all the same', async () => {
		const account = new SmallAccount(four);
		await account.run();
		account.failing = 'traffic';
		expect(await account.undoChanges()).toMatchObject({ left: 4 });
		expect(await account.undoChanges(['Fix traffic'])).toMatchObject({ undone: 2, left: 0, skipped: 1 });
		expect([account.state('traffic'), account.state('bridge')]).toEqual(['good', 'bad']);
	});

	test('but not one that is not in the log, and nothing is undone then', async () => {
		const account = new SmallAccount(four);
		await account.run();
		expect(await failureOf(() => account.undoChanges(['Fix everything']))).toMatchObject({
			name: 'SetupError',
			message: expect.stringContaining('4 "Fix traffic"'),
		});
		expect(account.state('traffic')).toBe('good');
	});
});

describe('setup that was killed while it deployed', () => {
	const deploying = [{ name: 'deployed', stage: 'deploy' }] as const;

	test('is undone by what was live before', async () => {
		const account = new SmallAccount(deploying);
		account.liveFlow = { sid: 'FWours', revision: 3 };
		await account.run();
		account.forgetEnd();
		expect(await account.undoChanges()).toMatchObject({ undone: 1, left: 0 });
		expect(account.liveFlow).toEqual({ sid: 'FWours', revision: 3 });
		expect(account.shown.join('\n')).toContain('Now live: flow FWours revision 4');
		expect(await account.undoChanges()).toMatchObject({ undone: 0, left: 0, nothing: 1 });
	});

	test('and can’t be compared, is left', async () => {
		const account = new SmallAccount(deploying);
		account.liveFlow = { sid: 'FWours', revision: 3 };
		await account.run();
		account.forgetEnd();
		jest.spyOn(account.live, 'read').mockRejectedValue(account.failure);
		expect(await account.undoChanges()).toMatchObject({ undone: 0, left: 1 });
	});

	test('for the first time, leaves nothing to go back to', async () => {
		const account = new SmallAccount(deploying);
		await account.run();
		account.forgetEnd();
		expect(await account.undoChanges()).toMatchObject({ undone: 0, left: 0, nothing: 1 });
		expect(account.liveFlow).toEqual({ sid: 'FWours', revision: 1 });
	});

	test('whose deployment ended is not compared with what others deployed since (move out of the describe ‘setup that was killed’)', async () => {
		const account = new SmallAccount(deploying);
		account.liveFlow = { sid: 'FWours', revision: 3 };
		await account.run();
		account.liveFlow = { sid: 'FWours', revision: 9 };
		expect(await account.undoChanges()).toMatchObject({ undone: 0, left: 1 });
		expect(account.liveFlow.revision).toBe(9);
	});
});
