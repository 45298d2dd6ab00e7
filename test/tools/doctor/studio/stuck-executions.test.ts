/** The check studio/stuck-executions. */
import { Emulator } from '../../../../emulator/core/emulator';
import { addForeignFlow } from '../../../../emulator/core/new-account';
import { sid } from '../../../../emulator/core/sids';
import type { Execution } from '../../../../emulator/core/world';
import { studio } from '../../../../tools/doctor/studio';
import { flow, viewOf } from '../../../support/account-view';
import * as engine from '../engine/findings';

const CHECK = 'studio/stuck-executions';
let emulator: Emulator;
beforeAll(async () => {
	emulator = await Emulator.start();
	addForeignFlow(emulator.world, flow.sid, flow.name);
	const send = {
		name: 'send_chat',
		type: 'send-to-flex',
		properties: { offset: { x: 0, y: 0 } },
		transitions: [],
	};
	const [revision] = emulator.world.flows.get(flow.sid)?.revisions ?? [];
	Object.assign(revision?.definition ?? {}, { states: [...(revision?.definition.states ?? []), send] });
});
beforeEach(() => {
	emulator.world.executions.clear();
	emulator.world.calls.clear();
});
afterAll(async () => {
	await emulator.stop();
	expect(emulator.crashes).toEqual([]);
});

const view = () => viewOf(emulator, { project: engine.deployed });
const finding = async () => (await engine.findings(view(), [studio])).get(CHECK);

/** An execution of a chat that started so many minutes ago and goes on no more. */
function start(minutes: number, context: Record<string, unknown> = {}): Execution {
	const live = emulator.world.flows.get(flow.sid);
	if (!live) throw new Error('The world has no flow');
	const trigger = {
		event: 'incomingRequest',
		to: '+15005550123',
		from: '+15005550006',
		parameters: {},
	} as const;
	const execution = emulator.runner.startStuck(live, trigger, new Date(Date.now() - minutes * 60_000));
	Object.assign(execution.context, context);
	return execution;
}

function startCall(status: 'in-progress' | 'completed'): Execution {
	const call = {
		sid: sid('CA'),
		from: '+15005550123',
		to: '+15005550006',
		direction: 'inbound',
		status,
		events: [],
	} as const;
	emulator.world.calls.set(call.sid, { ...call, events: [] });
	return start(90, { trigger: { call: { CallSid: call.sid } } });
}

test('an execution that has been active for more than ten minutes is wrong, and the fix ends it', async () => {
	const stuck = start(12);
	const found = await finding();
	expect(found).toMatchObject({ status: 'wrong', fixes: [{ isFinal: true }] });
	expect(found?.found).toContain(stuck.sid);
	expect(found?.found).not.toContain('+15005550123');
	await engine.fix(view(), found ? [found] : []);
	expect(stuck.status).toBe('ended');
	expect(await finding()).toMatchObject({ status: 'ok' });
});

test('an execution of the last ten minutes is ok', async () => {
	start(9);
	expect(await finding()).toMatchObject({ status: 'ok' });
});

test('the execution of a call in progress is ok, however long it lasts', async () => {
	startCall('in-progress');
	expect(await finding()).toMatchObject({ status: 'ok' });
});

test('the execution of a call that is over is wrong', async () => {
	startCall('completed');
	expect(await finding()).toMatchObject({ status: 'wrong' });
});

test('an execution that waits in Send to Flex is ok: an agent may have its customer', async () => {
	const waiting = start(90);
	waiting.steps.push({
		sid: sid('FT'),
		name: 'next',
		transitionedFrom: 'Trigger',
		transitionedTo: 'send_chat',
		context: {},
		dateCreated: new Date(),
	});
	expect(await finding()).toMatchObject({ status: 'ok' });
});

test('an execution that waits in another widget is wrong', async () => {
	const waiting = start(90);
	waiting.steps.push({
		sid: sid('FT'),
		name: 'next',
		transitionedFrom: 'Trigger',
		transitionedTo: 'fetch',
		context: {},
		dateCreated: new Date(),
	});
	expect(await finding()).toMatchObject({ status: 'wrong' });
});

test('of many, twenty are looked at, and the rest counted', async () => {
	for (let count = 1; count <= 22; count++) start(20);
	const found = await finding();
	expect(found?.fixes[0]?.edits).toHaveLength(20);
	expect(found?.found).toContain('2 more');
});

test('when a context can’t be read, nothing is called stuck', async () => {
	start(90);
	emulator.faults.add({ match: { path: /\/Context$/ }, fault: { status: 403 } });
	expect(await finding()).toMatchObject({ status: 'unreadable' });
	emulator.faults.clear();
});
