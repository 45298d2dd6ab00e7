/**
 * A chat that cannot be handed over: TAC gets the error, no flow runs beside the virtual agent, and the customer keeps an agent.
 * @module
 */

import type { Fault } from '../../emulator/core/faults';
import type { Conversation } from '../../emulator/core/world';
import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { textFor } from '../../src/texts';
import { useLocalStack } from '../support/local-stack';

const stage = useLocalStack();

const TO = '+15005550107';
const START = { method: 'POST', host: 'studio.twilio.com' };

function customer(): Conversation {
	return stage.world.addMessagingConversation({ channel: 'SMS', address: TO }).conversation;
}

/** The classic conversation is not connected: the most likely mistake in an account. */
function unbridge({ participants }: Conversation): void {
	for (const { addresses } of participants) for (const address of addresses) delete address.channelId;
}

function handOff(conversation: Conversation, url: string) {
	return new VirtualAgent(stage.emulator).handOffMessaging(conversation, { reason: 'x' }, url, TO);
}

/** What TAC took away before it delivered: the status, and where the agent receives new messages. */
const served = (callbacks: readonly unknown[]) => ({
	status: callbacks.length > 0 ? 'ACTIVE' : 'INACTIVE',
	configuration: { statusCallbacks: callbacks },
});

describe('a failed handoff through /handoff', () => {
	test('of a conversation that is gone reports handoff_failed and starts no flow', async () => {
		const conversation = customer();
		stage.world.conversations.delete(conversation.id);
		expect(await handOff(conversation, stage.laptop.handoffUrl)).toMatchObject({
			status: 'handoff_failed',
			error: expect.stringContaining('conversation_not_found'),
		});
		expect(stage.started()).toEqual([]);
	});

	test('of a conversation that is not bridged starts no flow and gives the customer back to the virtual agent', async () => {
		const conversation = customer();
		const callbacks = conversation.configuration?.statusCallbacks ?? [];
		unbridge(conversation);
		expect(await handOff(conversation, stage.laptop.handoffUrl)).toMatchObject({
			status: 'handoff_failed',
			error: expect.stringContaining('not_bridged'),
		});
		expect(stage.started()).toEqual([]);
		expect(callbacks).not.toEqual([]);
		expect(conversation).toMatchObject(served(callbacks));
	});

	test.each<[string, Fault, boolean]>([
		['refuses', { status: 400, code: 21211 }, true],
		['may have begun', { status: 500 }, false],
	])('whose flow %s leaves the customer to exactly one of virtual agent and flow', async (_, fault, back) => {
		const conversation = customer();
		const callbacks = conversation.configuration?.statusCallbacks ?? [];
		stage.emulator.faults.add({ match: START, fault });
		expect(await handOff(conversation, stage.laptop.handoffUrl)).toMatchObject({
			status: 'handoff_failed',
			error: expect.stringContaining('twilio_error'),
		});
		expect(conversation).toMatchObject(served(back ? callbacks : []));
	});
});

describe('a failed handoff through Studio', () => {
	test('that Studio refuses is reported as handoff_failed, and makes no task', async () => {
		const conversation = customer();
		stage.emulator.faults.add({ match: START, fault: { status: 503 } });
		expect(await handOff(conversation, stage.laptop.executionsUrl)).toMatchObject({
			status: 'handoff_failed',
		});
		expect(stage.tasksOf(conversation.id)).toEqual([]);
	});

	test('whose flow finds no classic conversation sends the customer a message', async () => {
		const conversation = customer();
		unbridge(conversation);
		await handOff(conversation, stage.laptop.executionsUrl);
		await stage.emulator.runner.idle();
		expect(stage.world.messages).toContainEqual({
			from: stage.world.phoneNumber,
			to: TO,
			body: textFor({}, 'HANDOFF_CHAT_APOLOGY'),
			dateCreated: expect.any(Date),
		});
		expect(stage.tasksOf(conversation.id)).toEqual([]);
	});
});
