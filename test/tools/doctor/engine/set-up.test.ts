/** The engine of setup: what it proposes, in which order, what it asks, and what it does when something fails. */

import { HandoffError } from '../../../../src/http/errors';
import { RefusedError, SetupError } from '../../../../tools/account/errors';
import type { Finding } from '../../../../tools/doctor/engine/check';
import type { Edit } from '../../../../tools/doctor/engine/fix';
import { failureOf } from '../../../support/fakes';
import { four, Ground, good } from './ground';

test('the receiving side is fixed first, and customers’ traffic is turned last', async () => {
	const ground = new Ground(four);
	const { done, examined } = await ground.run();
	expect(ground.writes).toEqual(['settings', 'bridge', 'deploy', 'traffic']);
	expect(done).toEqual(['Fix settings', 'Fix bridge', 'Deploy', 'Fix traffic']);
	expect(examined.findings.every(({ status }) => status === 'ok')).toBe(true);
	expect(ground.values.get('bridge')).toEqual({ state: 'good', other: 'kept' });
});

test('each change is shown with its reason, before and after, before it is made', async () => {
	const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
	ground.answer = () => {
		expect(ground.writes).toEqual([]);
		expect(ground.shown.join('\n')).toBe(
			'\nFix bridge\n  since test/bridge: bad\n  Thing bridge state: bad → good',
		);
		return true;
	};
	await ground.run();
	expect(ground.writes).toEqual(['bridge']);
});

test('a second run changes nothing', async () => {
	const ground = new Ground(four);
	await ground.run();
	ground.writes.length = 0;
	expect((await ground.run()).done).toEqual([]);
	expect(ground.writes).toEqual([]);
});

test('a dry run shows everything and changes nothing', async () => {
	const ground = new Ground(four);
	const { left } = await ground.run(true);
	expect(left).toHaveLength(4);
	expect(ground.writes).toEqual([]);
	expect(ground.shown.join('\n')).toContain('Fix traffic');
});

test('a change that needs another comes after it, and not at all when that is declined', async () => {
	const start = () => {
		const ground = new Ground([
			{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] },
			{ name: 'addresses', stage: 'traffic' },
		]);
		return ground;
	};
	const agreed = start();
	await agreed.run();
	expect(agreed.writes).toEqual(['addresses', 'captures']);
	const declined = start();
	declined.answer = () => false;
	expect((await declined.run()).left).toEqual(['Fix addresses']);
	expect(declined.shown.join('\n')).toMatch(/ {2}Fix captures\nFirst fix:\n {2}test\/addresses: bad/);
});

test('what is declined is not made, and the traffic stays where it is', async () => {
	const ground = new Ground(four);
	ground.answer = (asked) => asked !== 2;
	const { done, left } = await ground.run();
	expect(done).toEqual(['Fix settings', 'Deploy']);
	expect(left).toEqual(['Fix bridge']);
	expect(ground.shown.join('\n')).toContain(
		'customers would be left with nobody, or with an agent that cannot hand them over',
	);
	expect(ground.shown.join('\n')).toContain('test/bridge: bad');
});

test('what shows only when something else is fixed is fixed in the next round', async () => {
	const ground = new Ground([
		{ name: 'late', stage: 'settings', hidden: 'early' },
		{ name: 'early', stage: 'flex' },
	]);
	expect((await ground.run()).done).toEqual(['Fix early', 'Fix late']);
});

test('a change that does not help is not made for ever', async () => {
	const edits: Edit[] = [good('elsewhere')];
	const ground = new Ground([{ name: 'stubborn', stage: 'flex', edits }]);
	expect(String(await failureOf(() => ground.run()))).toContain('still fails');
	expect(ground.writes).toEqual(['elsewhere']);
});

test('a note where certainty is needed holds a change back', async () => {
	const ground = new Ground([{ name: 'captures', stage: 'traffic', needs: ['test/addresses'] }]);
	const [addresses] = new Ground([{ name: 'addresses', stage: 'flex' }]).findings();
	if (!addresses) throw new Error('no finding');
	const { findings } = Ground.prototype;
	const spy = jest
		.spyOn(ground, 'findings')
		.mockImplementation(() => [{ ...addresses, status: 'note', fixes: [] }, ...findings.call(ground)]);
	expect((await ground.run()).done).toEqual([]);
	spy.mockRestore();
});

test.each([
	['refused', new RefusedError('Twilio did not make the change.'), 0],
	['not allowed', new HandoffError(502, 'twilio_error', 'Twilio answered 403.'), 0],
	['wrapped', new SetupError('In the way is another.', { cause: new RefusedError('no') }), 0],
	['lost', new HandoffError(502, 'twilio_error', 'Twilio answered 500.', { retryable: true }), 1],
])('a change that Twilio %s leaves a note only when it may have been made', async (_how, failure, notes) => {
	const ground = new Ground([{ name: 'bridge', stage: 'orchestrator' }]);
	ground.failing = 'bridge';
	ground.failure = failure;
	expect(String(await failureOf(() => ground.run()))).toContain(failure.message);
	expect(JSON.parse(ground.undoText()).changes).toHaveLength(notes);
});

test.each(['agent-connect/flow-sid', 'flex/instance', 'studio/published', 'phone-numbers/number'])(
	'nothing is deployed with %s wrong, and what else there is to fix is fixed',
	async (check) => {
		const ground = new Ground([
			{ name: 'deployed', stage: 'deploy' },
			{ name: 'routing', stage: 'flex' },
		]);
		const { findings } = Ground.prototype;
		const [bad] = new Ground([{ name: 'by hand', stage: 'flex' }]).findings();
		if (!bad) throw new Error('no finding');
		const named = jest
			.spyOn(ground, 'findings')
			.mockImplementation(() => [{ ...bad, check, fixes: [] }, ...findings.call(ground)]);
		expect((await ground.run()).done).toEqual(['Fix routing']);
		expect(ground.shown.join('\n')).toContain(`First fix:\n  ${check}: bad`);
		named.mockRestore();
	},
);

test('nothing is deployed with settings whose fixing was declined', async () => {
	const ground = new Ground([
		{ name: 'workflow', stage: 'settings' },
		{ name: 'deployed', stage: 'deploy' },
	]);
	const named = jest.spyOn(ground, 'findings').mockImplementation(() =>
		Ground.prototype.findings.call(ground).map((each: Finding) => ({
			...each,
			check: each.check.replace('test/workflow', 'flex/workflow'),
		})),
	);
	ground.answer = (asked) => asked !== 1;
	expect(await ground.run()).toMatchObject({ done: [], left: ['Fix workflow'] });
	expect(ground.writes).toEqual([]);
	expect(ground.shown.join('\n')).toContain('npm run deploy would stop at what is still wrong');
	named.mockRestore();
});

test('a change whose undoing would need a number on file is left to a person', async () => {
	const edits: Edit[] = [{ ...good('rule'), before: '+15005550199' }];
	const ground = new Ground([
		{ name: 'rule', stage: 'orchestrator', edits },
		{ name: 'settings', stage: 'settings' },
	]);
	expect(await ground.run()).toMatchObject({ done: ['Fix settings'], left: ['Fix rule'] });
	expect(ground.shown.join('\n')).toContain('Change it by hand');
	expect(ground.shown.join('\n')).not.toContain('5005550199');
});
