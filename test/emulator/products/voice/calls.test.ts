/** A live call that the REST API sends elsewhere, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { Call, Task } from '../../../../emulator/core/world';
import { addFlow } from '../../../../emulator/products/studio/flows';
import { expire } from '../../../../emulator/products/taskrouter/task-status';
import { clientOf, useEmulator } from '../../../support/client';
import { CUSTOMER, definition, state } from '../../../support/flows';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);

/** A caller whom a flow put on hold: the call, its task and the flow's execution. */
async function onHold() {
	const { world, phone } = emulator;
	const { workflowSid, voiceChannelSid } = world;
	const send = { workflow: workflowSid, channel: voiceChannelSid, attributes: '{}' };
	const flow = addFlow(world, definition(state('flex', 'send-to-flex', send, {})));
	const call = phone.startCall({ from: CUSTOMER, to: world.phoneNumber, direction: 'inbound' });
	const url = `https://webhooks.twilio.com/v1/Accounts/${world.account.accountSid}/Flows/${flow.sid}`;
	await phone.endConversationRelay(call, { actionUrl: `${url}?Trigger=incomingCall`, handoffData: '{}' });
	const [task] = world.tasks.values();
	const [execution] = world.executions.values();
	if (!task || !execution) throw new Error('the call was not enqueued');
	return { call, task, execution, hold: `Enqueue ${workflowSid}` };
}
const update = (call: Call, to: Parameters<ReturnType<typeof calls>['update']>[0]) => calls(call).update(to);
const calls = ({ sid }: Call) => clientOf(emulator).calls(sid);
const canceled = (reason: string): Partial<Task> => ({ assignmentStatus: 'canceled', reason });

test('a caller whose task is canceled stays on hold until the call is sent elsewhere', async () => {
	const { call, task, execution, hold } = await onHold();
	expire(emulator.world, task.sid);
	expect(call).toMatchObject({ status: 'in-progress', events: [hold] });
	expect(execution.status).toBe('active');

	const twiml = '<Response><Say>No agent is free.</Say><Hangup/></Response>';
	expect(await update(call, { twiml })).toMatchObject({ sid: call.sid });
	await emulator.phone.idle();
	expect(call.events).toEqual([hold, 'Say "No agent is free."', 'Hangup']);
	expect(task).toMatchObject(canceled('Task TTL Exceeded'));
	expect(execution.status).toBe('ended');
	const requests = emulator.world.callEvents.get(call.sid);
	expect(requests?.map(({ request }) => request.parameters.QueueResult)).toEqual([undefined, 'redirected']);
});

test('a caller on hold who is sent elsewhere leaves the queue, and the task with them', async () => {
	const { call, task, hold } = await onHold();
	await update(call, { twiml: '<Response><Dial>+15005550199</Dial></Response>' });
	await emulator.phone.idle();
	expect(call).toMatchObject({ status: 'in-progress', events: [hold, 'Dial +15005550199'] });
	expect(task).toMatchObject(canceled('redirected'));
});

test('a call is sent to a URL, with the method that the update names', async () => {
	const { call } = await onHold();
	await update(call, { url: 'https://api.twilio.com/nowhere', method: 'GET' });
	await emulator.phone.idle();
	const request = emulator.world.callEvents.get(call.sid)?.at(-1)?.request;
	expect(request).toMatchObject({ method: 'GET', parameters: { CallSid: call.sid } });
	expect(call.events.at(-1)).toBe('Hangup');
});

test('newer TwiML replaces what a call follows', async () => {
	const { call, hold } = await onHold();
	emulator.faults.add({ match: { path: '/slow' }, fault: { delay: 2000 } });
	await update(call, { url: 'https://api.twilio.com/slow' });
	await update(call, { twiml: '<Response><Dial>+15005550199</Dial></Response>' });
	await emulator.phone.idle();
	expect(call).toMatchObject({ status: 'in-progress', events: [hold, 'Dial +15005550199'] });
});

test.each(['<Response><Dial action="/after">+15005550199</Dial></Response>', 'not TwiML'])(
	'a call that follows %s plays an application error',
	async (twiml) => {
		const { call } = await onHold();
		await update(call, { twiml });
		await emulator.phone.idle();
		expect(call.events.slice(-2)).toEqual(['Say "an application error has occurred"', 'Hangup']);
	},
);

test('a call is ended, and then it cannot be changed', async () => {
	const { call, task, hold } = await onHold();
	expect(await update(call, { status: 'canceled' })).toMatchObject({ status: 'in-progress' });
	expect(await update(call, { status: 'completed' })).toMatchObject({ status: 'completed' });
	expect(call.events).toEqual([hold, 'Hangup']);
	expect(task).toMatchObject(canceled('hangup'));
	const refusal = { status: 400, code: 21220 };
	await expect(update(call, { twiml: '<Response/>' })).rejects.toMatchObject(refusal);
	await expect(update(call, { status: 'completed' })).rejects.toMatchObject(refusal);
});

test('TwiML of more than 4,000 characters and what is no URL are refused', async () => {
	const { call, hold } = await onHold();
	const twiml = (length: number) => `<Response>${' '.repeat(length - 21)}</Response>`;
	await expect(update(call, { twiml: twiml(4001) })).rejects.toMatchObject({ status: 400, code: 32018 });
	await expect(update(call, { url: '/x' })).rejects.toMatchObject({ status: 400, code: 21205 });
	expect(call.events).toEqual([hold]);
	await update(call, { twiml: twiml(4000) });
});
