/** The check studio/stuck-executions. */
import { addForeignFlow } from '../../../../emulator/core/new-account';
import { sid } from '../../../../emulator/core/sids';
import type { Execution } from '../../../../emulator/core/world';
import { flow } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'studio/stuck-executions';
const account = useAccount();
beforeEach(() => {
	addForeignFlow(account.world, flow.sid, flow.name);
	const send = {
		name: 'send_chat',
		type: 'send-to-flex',
		properties: { offset: { x: 0, y: 0 } },
		transitions: [],
	};
	const [revision] = account.world.flows.get(flow.sid)?.revisions ?? [];
	Object.assign(revision?.definition ?? {}, { states: [...(revision?.definition.states ?? []), send] });
});

const finding = () => account.finding(CHECK);

/** An execution of a chat that started so many minutes ago and goes on no more. */
function start(minutes: number, context: Record<string, unknown> = {}): Execution {
	const live = account.world.flows.get(flow.sid);
	if (!live) throw new Error('The world has no flow');
	const trigger = {
		event: 'incomingRequest',
		to: '+15005550123',
		from: '+15005550006',
		parameters: {},
	} as const;
	const execution = account.emulator.runner.startStuck(
		live,
		trigger,
		new Date(Date.now() - minutes * 60_000),
	);
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
	account.world.calls.set(call.sid, { ...call, events: [] });
	return start(90, { trigger: { call: { CallSid: call.sid } } });
}

test('an execution that has been active for more than ten minutes is wrong, and the fix ends it', async () => {
	const stuck = start(12);
	const found = await finding();
	expect(found).toMatchObject({ status: 'wrong', fixes: [{ isFinal: true }] });
	expect(found.found).toContain(stuck.sid);
	expect(found.found).not.toContain('+15005550123');
	await account.fix(found);
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

test.each([
	['Send to Flex', 'ok: an agent may have its customer', 'send_chat', 'ok'],
	['another widget', 'wrong', 'fetch', 'wrong'],
])('an execution that waits in %s is %s', async (_widget, _what, name, status) => {
	start(90).steps.push({
		sid: sid('FT'),
		name: 'next',
		transitionedFrom: 'Trigger',
		transitionedTo: name,
		context: {},
		dateCreated: new Date(),
	});
	expect(await finding()).toMatchObject({ status });
});

test('of many active executions twenty are looked at, and the rest counted', async () => {
	for (let count = 1; count <= 22; count++) start(20);
	const found = await finding();
	expect(found.fixes[0]?.edits).toHaveLength(20);
	expect(found.found).toContain('2 more');
});

test('when a context can’t be read, nothing is called stuck', async () => {
	start(90);
	account.emulator.faults.add({ match: { path: /\/Context$/ }, fault: { status: 403 } });
	expect(await finding()).toMatchObject({ status: 'unreadable' });
});
