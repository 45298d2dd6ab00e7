/** How edits are written. */
import { HandoffError } from '../../../../src/http/errors';
import { RefusedError, SetupError } from '../../../../tools/account/errors';
import type { Edit } from '../../../../tools/doctor/engine/fix';
import { failureOf } from '../../../support/fakes';
import { ATTACH_NEW, good, SmallAccount } from './small-account';

test('a created resource is used by the next edit, and undone in reverse order', async () => {
	const account = new SmallAccount([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	await account.run();
	expect(account.values.get('ids')).toEqual({ state: 'good', other: 'kept', ids: ['thing_1'] });
	// Both edits of one resource are one write.
	expect(account.writes).toEqual(['new', 'ids']);
	expect(await account.undo()).toBe(0);
	expect(account.values.get('ids')).toEqual({ state: 'bad', other: 'kept', ids: [] });
	expect(account.writes.at(-1)).toBe('delete thing_1');
});

test('a created resource that was changed since is not deleted', async () => {
	const edits: Edit[] = [{ edit: 'create', resource: 'workflow', value: { state: 'new' } }, good('ids')];
	const account = new SmallAccount([{ name: 'ids', stage: 'intelligence', edits }]);
	await account.run();
	account.values.set('thing_1', { state: 'theirs' });
	expect(await account.undo()).toBe(1);
	expect(account.state('thing_1')).toBe('theirs');
	account.values.set('thing_1', { state: 'new' });
	expect(await account.undo()).toBe(0);
	expect(account.values.has('thing_1')).toBe(false);
});

test.each([
	['refused', new RefusedError('Twilio did not make the change.'), 0],
	['forbidden', new HandoffError(502, 'twilio_error', 'Twilio answered 403.'), 0],
	[
		'refused, in another error',
		new SetupError('Another resource is in the way.', { cause: new RefusedError('no') }),
		0,
	],
	['lost', new HandoffError(502, 'twilio_error', 'Twilio answered 500.', { retryable: true }), 1],
])(
	'a change whose write was %s stays in the undo log only if it may have been made',
	async (_how, failure, notes) => {
		const account = new SmallAccount([{ name: 'bridge', stage: 'orchestrator' }]);
		account.failing = 'bridge';
		account.failure = failure;
		expect(String(await failureOf(() => account.run()))).toContain(failure.message);
		expect(JSON.parse(account.undoText()).changes).toHaveLength(notes);
	},
);
