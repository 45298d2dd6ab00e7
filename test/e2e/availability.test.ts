/**
 * No agent is available, and a setting asks for that: a caller hears so before the queue, by both ways in; a virtual agent
 * learns it in time to offer something else.
 * @module
 */

import { World } from '../../emulator/core/world';
import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { textFor } from '../../src/texts';
import { useLocalStack } from '../support/local-stack';
import { expectError } from './expectations';

const world = new World();
const [queueSid = ''] = world.taskQueues.keys();
const stage = useLocalStack({
	world,
	settings: {
		HANDOFF_AVAILABILITY_QUEUE: `${world.workspaceSid}/${queueSid}`,
		HANDOFF_CALL_GREETING: 'One moment.',
	},
});

const CUSTOMER = '+15005550111';
const STATISTICS = /RealTimeStatistics$/;
const ENQUEUED = `Enqueue ${world.workflowSid}`;
const NO_AGENT = `Say "${textFor({}, 'HANDOFF_CALL_NO_AGENT')}"`;

function agentsAre(available: boolean): void {
	for (const worker of world.workers.values()) worker.available = available;
}

beforeEach(() => agentsAre(false));

describe.each(['Studio', '/handoff'])('a call by way of %s', (way) => {
	const handOffCall = async (handoffData?: string) => {
		const actionUrl = way === 'Studio' ? stage.laptop.voiceWebhookUrl : stage.laptop.handoffUrl;
		const { conversation, call } = world.addVoiceConversation({ from: CUSTOMER });
		const agent = new VirtualAgent(stage.emulator);
		const payload = handoffData ?? (await agent.handoffDataOf(conversation, { reason: 'refund' }));
		await stage.emulator.phone.endConversationRelay(call, { actionUrl, handoffData: payload });
		await stage.emulator.runner.idle();
		return { call, conversation };
	};

	test('tells the caller that no agent is available, and queues them', async () => {
		const { call, conversation } = await handOffCall();
		expect(call).toMatchObject({ status: 'in-progress', events: [NO_AGENT, ENQUEUED] });
		expect(stage.tasksOf(conversation.id)).toHaveLength(1);
	});

	test('greets the caller while an agent is available', async () => {
		agentsAre(true);
		const { call } = await handOffCall();
		expect(call.events).toEqual(['Say "One moment."', ENQUEUED]);
	});

	test('goes ahead with the greeting when TaskRouter does not answer', async () => {
		stage.emulator.faults.add({ match: { path: STATISTICS }, fault: { hang: true } });
		const { call } = await handOffCall();
		expect(call.events).toEqual(['Say "One moment."', ENQUEUED]);
		expect(stage.upstream(STATISTICS)).toHaveLength(1);
	});

	test('that only ends asks TaskRouter nothing', async () => {
		const { call } = await handOffCall('call_ended');
		expect(call).toMatchObject({ status: 'completed', events: ['Hangup'] });
		expect(stage.upstream(STATISTICS)).toEqual([]);
	});
});

describe('a chat through /handoff', () => {
	const handOff = async (attributes: Readonly<Record<string, unknown>>) => {
		const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: CUSTOMER });
		const callbacks = conversation.configuration?.statusCallbacks;
		conversation.status = 'INACTIVE';
		if (conversation.configuration) conversation.configuration.statusCallbacks = [];
		const answer = await stage.post('/handoff', stage.tacForm(conversation, { to: CUSTOMER, attributes }));
		await stage.emulator.runner.idle();
		return { answer, conversation, callbacks };
	};

	test('is refused and given back, and queued when the customer wants that', async () => {
		const { answer, conversation, callbacks } = await handOff({ reason: 'refund' });
		expectError(answer, { status: 409, code: 'no_agent_available' });
		expect(conversation).toMatchObject({
			status: 'ACTIVE',
			configuration: { statusCallbacks: callbacks },
		});
		expect(stage.started()).toEqual([]);
		const attributes = { reason: 'refund', queueAnyway: true };
		const again = await stage.post('/handoff', stage.tacForm(conversation, { to: CUSTOMER, attributes }));
		expect(again).toMatchObject({ status: 201, body: { status: 'handoff_initiated' } });
		expect(await stage.taskOf(conversation.id)).toMatchObject({ attributes: { queueAnyway: true } });
	});
});

test('a chat by way of Studio reaches the queue: TAC has reported the handoff already', async () => {
	const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550122' });
	const agent = new VirtualAgent(stage.emulator);
	const outcome = await agent.handOffMessaging(conversation, {}, stage.laptop.executionsUrl, '+15005550122');
	expect(outcome.status).toBe('handoff_initiated');
	expect(await stage.taskOf(conversation.id)).toMatchObject({ assignmentStatus: 'pending' });
	expect(stage.upstream(STATISTICS)).toEqual([]);
});
