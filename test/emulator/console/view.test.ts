/** What the console's page is shown of the world. */
import { customersOf, stepsOf, taskOf } from '../../../emulator/console/view';
import type { Emulator } from '../../../emulator/core/emulator';
import { setStatus } from '../../../emulator/products/orchestrator/conversations';
import { createTask } from '../../../emulator/products/taskrouter/create-task';
import { clientOf, useEmulator } from '../../support/client';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);

const KIM = { channel: 'SMS', address: '+15005550123', name: 'Kim' } as const;

/** A chat with a task. */
function handOver(text = 'A person, please') {
	const { capture, world } = emulator;
	const { classic, conversation } = capture.receive({ ...KIM, text });
	setStatus(world, conversation, 'INACTIVE');
	const task = createTask(world, {
		attributes: JSON.stringify({ conversationId: conversation.id, tags: ['a'] }),
		workflowSid: world.workflowSid,
		taskChannelSid: 'chat',
		conversationSid: classic.sid,
	});
	return { classic, conversation, task };
}

const view = () => customersOf(emulator.world)[0];

test.each([
	['SMS', '+15005550123'],
	['WHATSAPP', 'whatsapp:+15005550123'],
	['CHAT', 'visitor@example.com'],
] as const)('a customer who writes by %s is listed with that channel', (channel, address) => {
	emulator.capture.receive({ channel, address, text: 'Hello' });
	expect(view()).toMatchObject({ channel, open: true, lines: [{ who: 'customer', text: 'Hello' }] });
});

test('each line of a chat names its author: the customer, the virtual agent, a person, or Twilio', () => {
	const { classic } = emulator.capture.receive({ ...KIM, text: 'Hello' });
	const [worker] = emulator.world.workers.values();
	const authors = ['+15005550006', worker?.friendlyName ?? '', 'system'];
	for (const [index, author] of authors.entries()) {
		const dateCreated = new Date(Date.now() + index + 1);
		classic.messages.push({ sid: `IM${index}`, author, body: author, dateCreated });
	}
	expect(view()?.lines.map(({ who }) => who)).toEqual(['customer', 'agent', 'person', 'twilio']);
});

test('customers are listed newest first, callers among them', () => {
	emulator.capture.receive({ ...KIM, text: 'Hello' });
	const { call } = emulator.world.addVoiceConversation({ from: '+15005550125' });
	call.spoken = [{ at: new Date(Date.now() + 1000), who: 'caller', text: 'Hi' }];
	expect(customersOf(emulator.world).map(({ channel }) => channel)).toEqual(['VOICE', 'SMS']);
	expect(view()).toMatchObject({ name: '+15005550125', lines: [{ who: 'customer' }], open: true });
});

test('the outcome follows the handoff, from the virtual agent to the end', () => {
	const { world } = emulator;
	const { conversation, classic } = emulator.capture.receive({ ...KIM, text: 'Hello' });
	const outcomes = [view()?.outcome];
	setStatus(world, conversation, 'INACTIVE');
	outcomes.push(view()?.outcome);
	conversation.status = 'ACTIVE';
	outcomes.push(view()?.outcome);
	const { task } = handOver();
	for (const status of ['pending', 'assigned', 'completed', 'canceled'] as const) {
		task.assignmentStatus = status;
		outcomes.push(view()?.outcome);
	}
	expect(classic.sid).toBe(task.conversationSid);
	expect(outcomes).toEqual([
		'with the virtual agent',
		'no task created',
		'handoff failed, given back',
		'waiting for an agent',
		'with an agent',
		'done',
		'canceled: ',
	]);
});

test('a task is shown with its summary, its attributes as text, and the time it took', () => {
	const { conversation, task } = handOver();
	emulator.world.summaries.set(conversation.id, 'Wants a person.');
	expect(view()).toMatchObject({
		task: { sid: task.sid, summary: 'Wants a person.', attributes: { tags: '["a"]' } },
		handedOverInMs: expect.any(Number),
	});
	expect(taskOf(emulator.world, 'CH0')).toBeUndefined();
});

test('a failed request is marked, and one that was made to fail says so', async () => {
	emulator.faults.add({ match: { host: 'studio.twilio.com' }, fault: { status: 503 } });
	const attempt = clientOf(emulator).studio.v2.flows.list();
	await expect(attempt).rejects.toMatchObject({ status: 503 });
	const step = stepsOf(emulator).findLast(({ request }) => request !== undefined);
	expect(step).toMatchObject({
		who: 'Studio',
		failed: true,
		what: expect.stringContaining('(simulated failure)'),
	});
});
