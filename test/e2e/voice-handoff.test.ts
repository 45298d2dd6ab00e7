/**
 * A call goes from the virtual agent to a person, both ways in: Studio's webhook, where TAC sends every call whose
 * session ends, and `/handoff`.
 * @module
 */

import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { textFor } from '../../src/texts';
import { hostileTexts } from '../support/fixtures';
import { useLocalStack } from '../support/local-stack';

const stage = useLocalStack();
const fallback = useLocalStack({ settings: { HANDOFF_FALLBACK_NUMBER: '+15005550199' } });

const CUSTOMER = '+15005550111';
const ATTRIBUTES = { department: 'billing', priority: 'high', order: 4411, vip: true };
const REASON = 'Says "a person, please" — it\'s {{urgent}} \\ <now> & here\n💬';

const WAYS = ['Studio', '/handoff'] as const;
const urlOf = (way: (typeof WAYS)[number]) =>
	way === 'Studio' ? stage.laptop.voiceWebhookUrl : stage.laptop.handoffUrl;

describe.each(WAYS)('by way of %s', (way) => {
	test('an inbound call reaches a person', async () => {
		const { world } = stage;
		const { conversation, call } = world.addVoiceConversation({ from: CUSTOMER });
		const attributes = { ...ATTRIBUTES, reason: REASON };
		await new VirtualAgent(stage.emulator).handOffCall(conversation, call, attributes, urlOf(way));
		expect(await stage.taskOf(conversation.id)).toMatchObject({
			attributes: {
				...attributes,
				storeId: world.memoryStoreId,
				profileId: '',
				channel: 'VOICE',
				direction: 'inbound',
				name: CUSTOMER,
				customerAddress: CUSTOMER,
				call_sid: call.sid,
			},
			priority: 20,
			taskChannelUniqueName: 'voice',
			workflowSid: world.workflowSid,
			callSid: call.sid,
		});
		expect(call).toMatchObject({ status: 'in-progress', events: [`Enqueue ${world.workflowSid}`] });
		expect(conversation).toMatchObject({ status: 'INACTIVE', configuration: { statusCallbacks: [] } });
	});

	test('a caller who hung up creates no task', async () => {
		const { call } = stage.world.addVoiceConversation({ from: CUSTOMER });
		const before = stage.world.tasks.size;
		await stage.emulator.phone.hangUp(call);
		await stage.emulator.phone.endConversationRelay(call, { actionUrl: urlOf(way) });
		expect(call).toMatchObject({ status: 'completed', events: ['Hangup'] });
		expect(stage.world.tasks.size).toBe(before);
	});

	test('a call whose session broke, without a handoff, ends', async () => {
		const { call } = stage.world.addVoiceConversation({ from: CUSTOMER });
		const before = stage.world.tasks.size;
		await stage.emulator.phone.endConversationRelay(call, { actionUrl: urlOf(way) });
		expect(call).toMatchObject({ status: 'completed', events: ['Hangup'] });
		expect(stage.world.tasks.size).toBe(before);
	});

	test('a caller whose payload broke on the way reaches a person all the same', async () => {
		const { call } = stage.world.addVoiceConversation({ from: CUSTOMER });
		const before = new Set(stage.world.tasks.keys());
		await stage.emulator.phone.endConversationRelay(call, {
			actionUrl: urlOf(way),
			handoffData: '{"conversationId":"conv_conv',
		});
		const [task] = [...stage.world.tasks.values()].filter(({ sid }) => !before.has(sid));
		expect(task?.attributes).toMatchObject({
			handoffDataProblem: expect.stringMatching(/HandoffData/),
			handoffDataReceived: '{"conversationId":"conv_conv',
			channel: 'VOICE',
			customerAddress: CUSTOMER,
		});
	});
});

test('the task is the same by either way, whatever is in it', async () => {
	const attributes = {
		...hostileTexts,
		reason: hostileTexts.quotes,
		channel: 'FAX',
		name: 'x',
	};
	const tasks = await Promise.all(
		WAYS.map(async (way) => {
			const { conversation, call } = stage.world.addVoiceConversation({ from: CUSTOMER });
			await new VirtualAgent(stage.emulator).handOffCall(conversation, call, attributes, urlOf(way));
			const { attributes: made, priority } = await stage.taskOf(conversation.id);
			return { ...made, priority, conversationId: undefined, call_sid: undefined };
		}),
	);
	expect(tasks[1]).toMatchObject({ ...attributes, channel: 'VOICE', name: CUSTOMER });
	expect(tasks[0]).toEqual(tasks[1]);
});

test('a caller whom TaskRouter does not take hears an apology', async () => {
	const { call } = stage.world.addVoiceConversation({ from: CUSTOMER });
	const { workflowSid, workflows } = stage.world;
	const workflow = workflows.get(workflowSid);
	workflows.delete(workflowSid);
	try {
		const actionUrl = stage.laptop.handoffUrl;
		await stage.emulator.phone.endConversationRelay(call, { actionUrl, handoffData: '{}' });
	} finally {
		if (workflow) workflows.set(workflowSid, workflow);
	}
	expect(call.events).toEqual([
		`Enqueue ${workflowSid}`,
		`Say "${textFor({}, 'HANDOFF_CALL_APOLOGY')}"`,
		'Hangup',
	]);
});

describe('a call that the virtual agent placed', () => {
	const place = () =>
		stage.world.addVoiceConversation({
			from: stage.world.phoneNumber,
			to: CUSTOMER,
			direction: 'outbound-api',
		});

	test('is refused by Studio: the customer hears an application error and no flow runs', async () => {
		const { conversation, call } = place();
		const before = stage.world.executions.size;
		const agent = new VirtualAgent(stage.emulator);
		await agent.handOffCall(conversation, call, ATTRIBUTES, stage.laptop.voiceWebhookUrl);
		expect(call.events).toEqual(['Say "an application error has occurred"', 'Hangup']);
		expect(stage.tasksOf(conversation.id)).toEqual([]);
		expect(stage.world.executions.size).toBe(before);
	});

	test('reaches a person by way of /handoff', async () => {
		const { conversation, call } = place();
		const agent = new VirtualAgent(stage.emulator);
		await agent.handOffCall(conversation, call, ATTRIBUTES, stage.laptop.handoffUrl);
		expect(await stage.taskOf(conversation.id)).toMatchObject({
			attributes: {
				...ATTRIBUTES,
				direction: 'outbound',
				customerAddress: CUSTOMER,
				name: CUSTOMER,
				reason: '',
			},
			callSid: call.sid,
		});
		expect(call.events).toEqual([`Enqueue ${stage.world.workflowSid}`]);
	});
});

describe.each(WAYS)('the fallback number, by way of %s', (way) => {
	test.each(['client:alice', 'sip:kim@example.com', 'anonymous', '+266696687'])(
		'is dialed for a caller from %s with a number of the account',
		async (from) => {
			const { world } = fallback;
			const { call } = world.addVoiceConversation({ from });
			const { workflowSid, workflows } = world;
			const workflow = workflows.get(workflowSid);
			workflows.delete(workflowSid);
			try {
				const actionUrl = way === 'Studio' ? fallback.laptop.voiceWebhookUrl : fallback.laptop.handoffUrl;
				await fallback.emulator.phone.endConversationRelay(call, { actionUrl, handoffData: '{}' });
			} finally {
				if (workflow) workflows.set(workflowSid, workflow);
			}
			expect(call).toMatchObject({ status: 'in-progress' });
			expect(call.events.at(-1)).toBe('Dial +15005550199');
		},
	);
});
