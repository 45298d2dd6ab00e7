/**
 * No agent takes the task: TaskRouter cancels it, and its event callback brings the customer back.
 * @module
 */

import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { expire } from '../../emulator/products/taskrouter/task-status';
import { textFor } from '../../src/texts';
import { apiKey, nothing, signature, useLocalStack } from '../support/local-stack';

const FALLBACK = '+15005550199';
const WAYS = ['Studio', '/handoff'] as const;
const stage = useLocalStack({ settings: { HANDOFF_FALLBACK_NUMBER: FALLBACK } });
const withoutFallback = useLocalStack();

/** Lets the task of a conversation go untaken for as long as it may wait. */
async function runOut(conversationId: string, on = stage): Promise<void> {
	const { sid } = await on.taskOf(conversationId);
	expire(on.world, sid);
	await on.emulator.taskRouter.idle();
	await on.emulator.phone.idle();
}

describe.each(WAYS)('when no agent takes a task that came through %s', (way) => {
	test.each(['SMS', 'CHAT'] as const)(
		'the chat on %s is given back, and its customer reads so there',
		async (channel) => {
			const address = channel === 'SMS' ? `+1500555012${WAYS.indexOf(way)}` : `visitor-${way}`;
			const { conversation, classicConversation } = stage.world.addMessagingConversation({
				channel,
				address,
			});
			const callbacks = conversation.configuration?.statusCallbacks;
			const agent = new VirtualAgent(stage.emulator);
			const to = way === 'Studio' ? stage.laptop.executionsUrl : stage.laptop.handoffUrl;
			await agent.handOffMessaging(conversation, { reason: 'wants a person' }, to, address);
			expect(conversation.status).toBe('INACTIVE');
			// Any message makes it ACTIVE, the virtual agent's own closing sentence among them.
			stage.emulator.capture.receive({ channel, address, text: 'Is anyone there?' });
			expect(conversation.status).toBe('ACTIVE');
			await runOut(conversation.id);
			expect(conversation).toMatchObject({ status: 'ACTIVE', configuration: { statusCallbacks: callbacks } });
			expect(classicConversation.messages.map(({ body }) => body)).toEqual([
				'Is anyone there?',
				textFor({}, 'HANDOFF_CHAT_NO_AGENT'),
			]);
			// The same customer can ask for a person again.
			await agent.handOffMessaging(conversation, { reason: 'wants a person' }, to, address);
			await stage.emulator.runner.idle();
			expect(
				stage.tasksOf(conversation.id).filter(({ assignmentStatus }) => assignmentStatus !== 'canceled'),
			).toHaveLength(1);
		},
	);

	test('the caller on hold is connected to the fallback number', async () => {
		const { conversation, call } = stage.world.addVoiceConversation({ from: '+15005550111' });
		const url = way === 'Studio' ? stage.laptop.voiceWebhookUrl : stage.laptop.handoffUrl;
		await new VirtualAgent(stage.emulator).handOffCall(conversation, call, { reason: 'wants a person' }, url);
		await runOut(conversation.id);
		expect(call.events).toEqual([
			`Enqueue ${stage.world.workflowSid}`,
			expect.stringMatching(`^Dial.*${FALLBACK.slice(1)}`),
		]);
	});
});

test('without a fallback number, a caller whose task no agent takes hears an apology', async () => {
	const { conversation, call } = withoutFallback.world.addVoiceConversation({ from: '+15005550111' });
	const agent = new VirtualAgent(withoutFallback.emulator);
	await agent.handOffCall(
		conversation,
		call,
		{ reason: 'wants a person' },
		withoutFallback.laptop.handoffUrl,
	);
	await runOut(conversation.id, withoutFallback);
	expect(call.events.at(-1)).toBe('Hangup');
	expect(call.events.at(-2)).toBe(`Say "${textFor({}, 'HANDOFF_CALL_APOLOGY')}"`);
});

test('an untaken task of another application is left alone', async () => {
	const { world } = stage;
	const before = stage.upstream(/Conversations|Calls/).length;
	const answer = await stage.post(
		'/task-events',
		{ EventType: 'task.canceled', TaskAttributes: '{"channel":"SMS"}', WorkspaceSid: world.workspaceSid },
		signature,
	);
	expect(answer).toMatchObject({ status: 204, text: '' });
	expect(stage.upstream(/Conversations|Calls/)).toHaveLength(before);
});

test('/task-events refuses an event that Twilio did not sign', async () => {
	const event = { EventType: 'task.canceled', TaskAttributes: '{}' };
	expect((await stage.post('/task-events', event, nothing)).status).toBe(401);
	expect((await stage.post('/task-events', event, apiKey)).status).toBe(204);
});
