/** A deployment that would go back: which version is older, and which a rollback left behind. */
import { Emulator } from '../../../emulator/core/emulator';
import template from '../../../studio/agent-handoff.json';
import { SetupError } from '../../../tools/account/errors';
import { findLiveFlow, readRevision } from '../../../tools/account/studio/live-flow';
import { deployFlow } from '../../../tools/deploy/flow';
import { planFlow } from '../../../tools/deploy/flow-plan';
import { rollBack } from '../../../tools/deploy/flow-rollback';
import { isOlder, refuseOlder, whyOlder } from '../../../tools/deploy/older';
import { clientOf } from '../../support/client';
import { edited, VALUES, widget } from '../../support/flow-edits';

test.each([
	['1.0.0', '2.0.0', true],
	['1.9.0', '1.10.0', true],
	['2.0.0', '1.0.0', false],
	['1.0.0', '1.0.0', false],
	['1.1.0-acme.2', '1.1.0', false],
	['1.1.0', '1.1.0-acme.2', false],
	['1.1.0-acme.2', '1.1.0-acme.10', true],
	['1.0.0-acme.2', '1.1.0', true],
	['01.2.3', '2.0.0', false],
])('%s is older than %s: %s', (version, than, older) => {
	expect(isOlder(version, than)).toBe(older);
});

let emulator: Emulator;
beforeAll(async () => {
	emulator = await Emulator.start();
});
beforeEach(() => emulator.world.flows.clear());
afterAll(() => emulator.stop());

const client = () => clientOf(emulator);

async function live() {
	const flow = await findLiveFlow(client(), undefined);
	if (!flow) throw new Error('no flow');
	return flow;
}

async function deploy(version: string): Promise<void> {
	const flow = edited((each) => {
		each.description = `AI-to-human handoff ${version}`;
		Object.assign(widget(each, 'tell_customer').properties, { body: version });
	}, template);
	const there = await findLiveFlow(client(), undefined);
	await deployFlow(client(), planFlow(there, VALUES, 'abc1234', flow));
}

const why = async (version: string) => whyOlder(client(), await live(), version);

test('an older folder would go back, whatever the description of the live flow is now', async () => {
	await deploy('2.0.0');
	expect(await why('1.0.0')).toContain('version 2.0.0 is live');
	expect([await why('2.0.0'), await why('2.0.1')]).toEqual([undefined, undefined]);
	for (const { definition } of emulator.world.flows.get((await live()).sid)?.revisions ?? [])
		definition.description = 'Our hotline';
	expect(await why('1.0.0')).toContain('version 2.0.0 is live');
});

test('a version that a rollback replaced would go back, until another one is deployed', async () => {
	for (const version of ['1.0.0', '2.0.0', '2.1.0']) await deploy(version);
	await rollBack(client(), await live());
	expect(await why('2.1.0')).toContain('version 2.1.0, which this folder has, was rolled back');
	expect(await why('2.0.0')).toBeUndefined();
	await rollBack(client(), await live());
	for (const version of ['2.0.0', '2.1.0']) expect(await why(version)).toContain('back to revision 1');
	expect([await why('1.0.0'), await why('2.1.1')]).toEqual([undefined, undefined]);
	// Also with a draft on top.
	const { sid, revision } = await live();
	const revisions = emulator.world.flows.get(sid)?.revisions ?? [];
	const last = revisions.at(-1);
	if (last) revisions.push({ ...last, status: 'draft', commitMessage: '' });
	expect(await why('2.1.0')).toContain('back to revision 1');
	revisions.pop();
	// On again by a rollback: the one in between is what was left.
	await rollBack(client(), await live(), 3);
	expect((await readRevision(client(), sid, revision + 1)).commitMessage).toContain('2.1.0');
	expect(await why('2.1.0')).toBeUndefined();
	await deploy('2.2.0');
	expect(await why('2.2.0')).toBeUndefined();
});

test('the reason is an error that names the way to insist', () => {
	expect(() => refuseOlder(undefined)).not.toThrow();
	expect(() => refuseOlder('version 2.0.0 is live')).toThrow(SetupError);
	expect(() => refuseOlder('version 2.0.0 is live')).toThrow(/^Version 2\.0\.0 .*--allow-older/);
});
