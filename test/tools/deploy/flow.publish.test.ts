/** Publishing a flow that others may edit at any time: the real SDK against the emulator's Studio. */
import { Emulator } from '../../../emulator/core/emulator';
import template from '../../../studio/agent-handoff.json';
import type { FlowDefinition } from '../../../studio/definition';
import { hashOf } from '../../../studio/version';
import { SetupError } from '../../../tools/account/errors';
import { findLiveFlow, type LiveFlow, readRevision } from '../../../tools/account/studio/live-flow';
import { deployFlow } from '../../../tools/deploy/flow';
import { planFlow } from '../../../tools/deploy/flow-plan';
import {
	refuseToLoseEdit,
	revisionThatRuns,
	rollBack,
	rollBackFlow,
} from '../../../tools/deploy/flow-rollback';
import { clientOf } from '../../support/client';
import { failureOf } from '../../support/fakes';
import { edited, editUnknown, VALUES, widget } from '../../support/flow-edits';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await Emulator.start();
});
beforeEach(() => emulator.world.flows.clear());
afterAll(() => emulator.stop());

const client = () => clientOf(emulator);
const flowSaying = (body: string) =>
	edited((each) => Object.assign(widget(each, 'tell_customer').properties, { body }));
const plan = (live: LiveFlow | undefined, flow: unknown) => planFlow(live, VALUES, 'abc1234', flow);

/** @returns the flow as it runs then */
async function deploy(flow: unknown): Promise<LiveFlow> {
	return deployFlow(client(), plan(await findLiveFlow(client(), undefined), flow));
}

/** As the Console saves it: a new revision without a commit message. */
function edit(sid: string, change: (definition: FlowDefinition) => void): void {
	const revisions = emulator.world.flows.get(sid)?.revisions ?? [];
	const last = revisions.at(-1);
	if (!last) throw new Error('no such flow');
	const definition = structuredClone(last.definition);
	change(definition);
	revisions.push({ ...last, definition, commitMessage: '' });
}

const revisionsOf = (sid: string) => emulator.world.flows.get(sid)?.revisions.length;

test('an edit made after the plan is not overwritten, and the next plan sees it', async () => {
	const live = await deploy(flowSaying('one'));
	const planned = plan(live, flowSaying('two'));
	edit(live.sid, (each) => Object.assign(widget(each, 'tell_customer').properties, { body: 'edited' }));
	expect(await failureOf(() => deployFlow(client(), planned))).toMatchObject({
		name: 'SetupError',
		message: expect.stringMatching(`${live.sid}.*revision 2\\.`),
	});
	expect(revisionsOf(live.sid)).toBe(2);
	expect(plan(await findLiveFlow(client(), live.sid), flowSaying('two')).drifted).toBe(true);
});

test('of two flows that two people create at the same moment, one is named as the one to remove', async () => {
	const planned = plan(undefined, flowSaying('one'));
	const outcomes = await Promise.allSettled([deployFlow(client(), planned), deployFlow(client(), planned)]);
	const [kept, removed] = [...emulator.world.flows.keys()].sort();
	const failed = outcomes.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
	expect(failed.length).toBeGreaterThan(0);
	for (const message of failed) expect(message).toMatch(new RegExp(`${kept} is in use. Delete ${removed} `));
});

test('a draft saved without a new revision is not overwritten either', async () => {
	const live = await deploy(flowSaying('one'));
	const [revision] = emulator.world.flows.get(live.sid)?.revisions ?? [];
	Object.assign(revision ?? {}, { definition: flowSaying('edited') });
	await expect(deployFlow(client(), plan(live, flowSaying('two')))).rejects.toThrow(SetupError);
});

test('a flow deployed elsewhere after the plan is not created a second time', async () => {
	const planned = plan(undefined, template);
	const { sid } = await deploy(template);
	expect(await failureOf(() => deployFlow(client(), planned))).toMatchObject({
		name: 'SetupError',
		message: expect.stringContaining(sid),
	});
	expect(emulator.world.flows.size).toBe(1);
});

test('a rollback does not overwrite an edit made after it read the flow', async () => {
	const first = await deploy(flowSaying('one'));
	const live = await deploy(flowSaying('two'));
	edit(live.sid, (each) => Object.assign(each.flags, { allow_concurrent_calls: false }));
	expect(await failureOf(() => rollBackFlow(client(), live, first))).toMatchObject({ name: 'SetupError' });
	expect(revisionsOf(live.sid)).toBe(3);
});

describe('with a draft on top of a bad version', () => {
	const history = (sid: string) =>
		emulator.world.flows
			.get(sid)
			?.revisions.map(({ status, definition }) => [
				status,
				widget(definition, 'tell_customer').properties.body,
			]);
	const draft = async () => {
		const { sid } = await deploy(flowSaying('good'));
		await deploy(flowSaying('bad'));
		edit(sid, (each) => Object.assign(widget(each, 'tell_customer').properties, { body: 'draft' }));
		Object.assign(emulator.world.flows.get(sid)?.revisions.at(-1) ?? {}, { status: 'draft' });
		return sid;
	};
	const read = async (sid: string) => {
		const live = await findLiveFlow(client(), sid);
		if (!live) throw new Error('no flow');
		return live;
	};

	test('a rollback publishes the last good one, and keeps the draft on top', async () => {
		const sid = await draft();
		const live = await read(sid);
		expect(() => refuseToLoseEdit(live)).toThrow(/draft.*--force/);
		const { earlier, now } = await rollBack(client(), live);
		expect([earlier.revision, now.revision]).toEqual([1, 4]);
		expect(history(sid)).toEqual([
			['published', 'good'],
			['published', 'bad'],
			['draft', 'draft'],
			['published', 'good'],
			['draft', 'draft'],
		]);
		// Repeated, it goes further back, and there is nothing.
		expect(await failureOf(async () => rollBack(client(), await read(sid)))).toMatchObject({
			name: 'SetupError',
			message: expect.stringContaining('no earlier published revision'),
		});
	});

	test('a rollback never goes back to the running revision or to a draft', async () => {
		const live = await read(await draft());
		for (const revision of [2, 3])
			expect(await failureOf(() => rollBack(client(), live, revision))).toMatchObject({ name: 'SetupError' });
		expect(revisionsOf(live.sid)).toBe(3);
	});

	test('when the draft can’t be saved again, the error says what runs and where it is', async () => {
		const live = await read(await draft());
		emulator.faults.add({
			match: { method: 'POST', path: /Flows\/FW[0-9a-f]+$/ },
			from: 2,
			fault: { status: 400 },
		});
		expect(await failureOf(() => rollBack(client(), live))).toMatchObject({
			name: 'SetupError',
			message: expect.stringMatching(/revision 1, published as revision 4, .*draft.* revision 3/),
		});
		emulator.faults.clear();
	});
});

test('after a rollback to a rollback, the revision that runs is the original one', async () => {
	const { sid } = await deploy(flowSaying('one'));
	const back = async (revision: number) => {
		const [live, earlier] = await Promise.all([
			findLiveFlow(client(), sid),
			readRevision(client(), sid, revision),
		]);
		if (!live) throw new Error('no flow');
		return rollBackFlow(client(), live, earlier);
	};
	await deploy(flowSaying('two'));
	expect(revisionThatRuns(await back(1))).toBe(1);
	await deploy(flowSaying('three'));
	const now = await back(3);
	expect(now.commitMessage).toMatch(/^rollback to revision 1: AI-to-human handoff/);
	expect(revisionThatRuns(now)).toBe(1);
});

test('an edit to a property outside our schema is shown, and a rollback restores it', async () => {
	const { sid } = await deploy(template);
	edit(sid, (each) => editUnknown(each, 'theirs'));
	const live = await findLiveFlow(client(), sid);
	if (!live) throw new Error('no flow');
	const { drifted, changes } = plan(live, template);
	expect(drifted).toBe(true);
	expect(changes).toContain('~ flags.future: "theirs" → (none)');
	const replaced = await deployFlow(client(), plan(live, template));
	const back = await rollBackFlow(client(), replaced, await readRevision(client(), sid, live.revision));
	expect(back.definition).toEqual(live.definition);
	expect(hashOf(back.definition)).not.toBe(hashOf(replaced.definition));
});
