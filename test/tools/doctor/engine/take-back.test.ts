/** Taking back what setup changed: all of it, the parts that can be, and nothing that would leave customers with nobody. */

import { HandoffError } from '../../../../src/http/errors';
import type { Edit } from '../../../../tools/doctor/engine/fix';
import { failureOf } from '../../../support/fakes';
import { ATTACH_NEW, four, Ground, good } from './ground';

test('a change that fails stops the run, says what was done, and all of that can be taken back', async () => {
	const ground = new Ground(four);
	ground.failing = 'deploy';
	const error = await failureOf(() => ground.run());
	expect(String(error)).toContain('"Deploy" failed: it did not build.');
	expect(String(error)).toContain('Done before it: Fix settings; Fix bridge.');
	expect(ground.state('traffic')).toBeUndefined();
	expect(await ground.undo()).toBe(0);
	expect([ground.state('settings'), ground.state('bridge')]).toEqual(['bad', 'bad']);
	expect(ground.shown.join('\n')).toContain('Before it was live: no flow, no Functions.');
});

describe('a deployment', () => {
	const start = () => {
		const ground = new Ground([{ name: 'deployed', stage: 'deploy' }]);
		ground.liveFlow = { sid: 'FWours', revision: 3 };
		return ground;
	};

	test('gives way to what was live before', async () => {
		const ground = start();
		await ground.run();
		expect(await ground.undo()).toBe(0);
		expect(ground.liveFlow).toEqual({ sid: 'FWours', revision: 3 });
		expect(ground.writes).toEqual(['deploy', 'live']);
		expect(ground.shown.join('\n')).toContain('Before it was live: flow FWours revision 3, no Functions.');
	});

	test('that fails half-way does, too', async () => {
		const ground = start();
		ground.failing = 'smoke';
		expect(String(await failureOf(() => ground.run()))).toContain('it does not answer');
		expect(await ground.undo()).toBe(0);
		expect(ground.liveFlow).toEqual({ sid: 'FWours', revision: 3 });
	});

	test('over which somebody deployed again stays', async () => {
		const ground = start();
		await ground.run();
		ground.liveFlow = { sid: 'FWours', revision: 5 };
		expect(await ground.undo()).toBe(1);
		expect(ground.liveFlow).toEqual({ sid: 'FWours', revision: 5 });
	});
});

test('what is made on the way is named in the next edit, and taken back in the other order', async () => {
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	await ground.run();
	expect(ground.values.get('ids')).toEqual({ state: 'good', other: 'kept', ids: ['thing_1'] });
	// Both edits of one resource are one write.
	expect(ground.writes).toEqual(['new', 'ids']);
	expect(await ground.undo()).toBe(0);
	expect(ground.values.get('ids')).toEqual({ state: 'bad', other: 'kept', ids: [] });
	expect(ground.writes.at(-1)).toBe('delete thing_1');
});

test('what setup made and somebody changed is not deleted', async () => {
	const edits: Edit[] = [{ edit: 'create', resource: 'workflow', value: { state: 'new' } }, good('ids')];
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits }]);
	await ground.run();
	ground.values.set('thing_1', { state: 'theirs' });
	expect(await ground.undo()).toBe(1);
	expect(ground.shown.join('\n')).toContain('Thing thing_1 is not as setup made it: somebody changed it.');
	ground.values.set('thing_1', { state: 'new' });
	expect(await ground.undo()).toBe(0);
	expect(ground.values.has('thing_1')).toBe(false);
});

test('the steps of one change are taken back together, or not at all from the first that fails', async () => {
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	await ground.run();
	ground.failing = 'ids';
	expect(await ground.undo()).toBe(1);
	// It is still in use, so it is not deleted.
	expect(ground.values.get('ids')).toMatchObject({ ids: ['thing_1'] });
	expect(ground.values.has('thing_1')).toBe(true);
	ground.failing = undefined;
	let asked = 0;
	ground.answer = () => {
		asked += 1;
		return true;
	};
	expect(await ground.undo()).toBe(0);
	expect(asked).toBe(1);
});

test('what is back already is not said to be taken back', async () => {
	const ground = new Ground(four);
	await ground.run();
	expect(await ground.undoChanges()).toEqual({ taken: 3, already: 0, left: 0, nothing: 1 });
	expect(await ground.undoChanges()).toEqual({ taken: 0, already: 3, left: 0, nothing: 1 });
});

test('as long as customers are turned to the agent, what hands them over stays', async () => {
	const ground = new Ground(four);
	await ground.run();
	ground.answer = () => false;
	expect(await ground.undoChanges()).toEqual({ taken: 0, already: 0, left: 4, nothing: 0 });
	expect(ground.shown.join('\n')).toMatch(/run this again:\n {2}Deploy\n {2}Fix bridge/);
	ground.answer = () => true;
	ground.failing = 'traffic';
	expect(await ground.undoChanges()).toMatchObject({ taken: 0, left: 4 });
	expect([ground.state('traffic'), ground.state('bridge'), ground.state('settings')]).toEqual([
		'good',
		'good',
		'good',
	]);
	ground.failing = undefined;
	expect(await ground.undo()).toBe(0);
});

test('a change of traffic that stays keeps those before it where they are', async () => {
	const ground = new Ground([
		{ name: 'addresses', stage: 'traffic' },
		{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] },
	]);
	await ground.run();
	ground.failing = 'captures';
	expect(await ground.undoChanges()).toMatchObject({ taken: 0, left: 2 });
	expect(ground.state('addresses')).toBe('good');
});

describe('where Twilio answers 404', () => {
	const notThere = new HandoffError(502, 'twilio_error', 'Twilio answered 404.', { cause: { status: 404 } });

	test('to a look at the thing: it is gone, and nothing is left to take back', async () => {
		const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
		await ground.run();
		jest.spyOn(ground.resource, 'read').mockRejectedValue(notThere);
		expect(await ground.undoChanges()).toMatchObject({ already: 1, left: 0 });
	});

	test('to the change: what it needs is gone, such as a build, and it is not taken back', async () => {
		const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
		await ground.run();
		ground.failing = 'bridge';
		ground.failure = notThere;
		expect(await ground.undoChanges()).toMatchObject({ already: 0, left: 1 });
	});
});

test('what was made for a change that broke off stays, and that is said', async () => {
	const ground = new Ground([{ name: 'ids', stage: 'intelligence', edits: ATTACH_NEW }]);
	ground.failing = 'ids';
	await failureOf(() => ground.run());
	expect(await ground.undo()).toBe(1);
	expect(ground.shown.join('\n')).toContain('Thing thing_1 stays: delete it by hand');
	expect(ground.values.has('thing_1')).toBe(true);
});

describe('a deployment that needs .env changed first', () => {
	const FLOW = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';
	const empty: Edit = { edit: 'set', resource: 'env', id: '', path: [FLOW], before: 'FWtheirs', after: '' };
	const start = () => {
		const ground = new Ground([{ name: 'deployed', stage: 'deploy', edits: [empty] }]);
		ground.values.set('', { [FLOW]: 'FWtheirs' });
		return ground;
	};

	test('the flow’s SID of before can be taken back', async () => {
		const ground = start();
		await ground.run();
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWours' });
		expect(await ground.undo()).toBe(0);
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});

	test('when it fails after it wrote .env, its own error is told, and all can be taken back', async () => {
		const ground = start();
		ground.failing = 'smoke';
		expect(String(await failureOf(() => ground.run()))).toContain('"Deploy" failed: it does not answer.');
		expect(await ground.undo()).toBe(0);
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});

	test('when it fails, .env is as it was', async () => {
		const ground = start();
		ground.failing = 'deploy';
		expect(String(await failureOf(() => ground.run()))).toContain('it did not build');
		expect(ground.values.get('')).toEqual({ [FLOW]: 'FWtheirs' });
	});
});

test('what somebody changed after us is not taken back over their heads', async () => {
	const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
	await ground.run();
	ground.values.set('bridge', { state: 'theirs' });
	expect(await ground.undo()).toBe(1);
	expect(ground.state('bridge')).toBe('theirs');
	expect(ground.shown.join('\n')).toContain('is theirs by now');
});
