/** Fixes that deploy, and how they are undone. */
import type { Edit } from '../../../../tools/doctor/engine/fix';
import { failureOf } from '../../../support/fakes';
import { SmallAccount } from './small-account';

describe('a deployment', () => {
	const start = () => {
		const account = new SmallAccount([{ name: 'deployed', stage: 'deploy' }]);
		account.liveFlow = { sid: 'FWours', revision: 3 };
		return account;
	};

	test('is undone: what was live before is live again', async () => {
		const account = start();
		await account.run();
		expect(await account.undo()).toBe(0);
		expect(account.liveFlow).toEqual({ sid: 'FWours', revision: 3 });
		expect(account.writes).toEqual(['deploy', 'live']);
		expect(account.shown.join('\n')).toContain('flow FWours revision 3, no Functions');
	});

	test('that fails half-way is undone too', async () => {
		const account = start();
		account.failing = 'smoke';
		expect(String(await failureOf(() => account.run()))).toContain('it does not answer');
		expect(await account.undo()).toBe(0);
		expect(account.liveFlow).toEqual({ sid: 'FWours', revision: 3 });
	});

	test('that was followed by another deployment is not undone', async () => {
		const account = start();
		await account.run();
		account.liveFlow = { sid: 'FWours', revision: 5 };
		expect(await account.undo()).toBe(1);
		expect(account.liveFlow).toEqual({ sid: 'FWours', revision: 5 });
	});
});

describe('a deployment that needs .env changed first', () => {
	const FLOW = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
	const empty: Edit = { edit: 'set', resource: 'env', id: '', path: [FLOW], before: 'FWtheirs', after: '' };
	const start = () => {
		const account = new SmallAccount([{ name: 'deployed', stage: 'deploy', edits: [empty] }]);
		account.values.set('', { [FLOW]: 'FWtheirs' });
		return account;
	};

	test('is undone: the earlier flow’s SID is in .env again', async () => {
		const account = start();
		await account.run();
		expect(account.values.get('')).toEqual({ [FLOW]: 'FWours' });
		expect(await account.undo()).toBe(0);
		expect(account.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});

	test('that fails after it wrote .env reports its own error, and can be undone', async () => {
		const account = start();
		account.failing = 'smoke';
		expect(String(await failureOf(() => account.run()))).toContain('it does not answer.');
		expect(await account.undo()).toBe(0);
		expect(account.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});

	test('that fails before it wrote .env leaves .env as before', async () => {
		const account = start();
		account.failing = 'deploy';
		expect(String(await failureOf(() => account.run()))).toContain('it did not build');
		expect(account.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});
});
