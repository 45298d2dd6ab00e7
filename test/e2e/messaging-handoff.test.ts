/**
 * A chat goes from the virtual agent to a person, both ways in: TAC's stock tool to Studio, and the same to `/handoff`.
 * @module
 */
import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { hostileTexts } from '../support/fixtures';
import { useLocalStack } from '../support/local-stack';

const stage = useLocalStack();

const ATTRIBUTES = {
	department: 'support',
	priority: 'high',
	order: 4411,
	vip: true,
	tags: ['a', { b: null }],
};
const WAYS = ['Studio', '/handoff'] as const;
const urlOf = (way: (typeof WAYS)[number]) =>
	way === 'Studio' ? stage.laptop.executionsUrl : stage.laptop.handoffUrl;

const customers = [
	{ channel: 'SMS', address: '+15005550101', channelType: 'sms' },
	{ channel: 'WHATSAPP', address: 'whatsapp:+15005550102', channelType: 'whatsapp' },
	{ channel: 'RCS', address: 'rcs:+15005550103', channelType: 'rcs' },
	{ channel: 'CHAT', address: 'visitor-1@example.com', channelType: 'web' },
] as const;

describe.each(customers)('a $channel conversation', ({ channel, address }) => {
	test.each(WAYS)('reaches a person by way of %s', async (way) => {
		const { world } = stage;
		const { conversation, classicConversation } = world.addMessagingConversation({
			channel,
			address,
			name: 'Kim',
			profileId: 'mem_profile_01k3b6kp8n7m6k5j4h3g2f1d0s',
		});
		const reason = 'asked for a human';

		const outcome = await new VirtualAgent(stage.emulator).handOffMessaging(
			conversation,
			{ ...ATTRIBUTES, reason },
			urlOf(way),
			address,
		);

		expect(outcome).toEqual({ status: 'handoff_initiated' });
		expect(await stage.taskOf(conversation.id)).toMatchObject({
			attributes: {
				...ATTRIBUTES,
				reason,
				storeId: world.memoryStoreId,
				profileId: 'mem_profile_01k3b6kp8n7m6k5j4h3g2f1d0s',
				channel,
				direction: 'inbound',
				name: 'Kim',
				customerAddress: address,
			},
			priority: 20,
			taskChannelUniqueName: 'chat',
			workflowSid: world.workflowSid,
			conversationSid: classicConversation.sid,
		});
		expect(classicConversation).toMatchObject({ handedOff: true, webhooks: [] });
		expect(conversation).toMatchObject({ status: 'INACTIVE', configuration: { statusCallbacks: [] } });
	});
});

test('the task is the same by either way, whatever is in it', async () => {
	const attributes = { ...hostileTexts, reason: Object.values(hostileTexts).join(' '), '"key" {{x}}\n': '' };
	const made: Record<string, unknown>[] = [];
	// One after the other: a contact has one execution of a flow at a time.
	for (const way of WAYS) {
		const { conversation } = stage.world.addMessagingConversation({
			channel: 'SMS',
			address: '+15005550104',
		});
		const agent = new VirtualAgent(stage.emulator);
		await agent.handOffMessaging(conversation, attributes, urlOf(way), '+15005550104');
		const task = await stage.taskOf(conversation.id);
		const { conversationId, conversationSid, flexInteractionSid, flexInteractionChannelSid, ...rest } =
			task.attributes;
		made.push(rest);
	}
	const [studio, ours] = made;
	expect(ours).toMatchObject(attributes);
	expect(studio).toEqual(ours);
});

test.each(WAYS)('the app cannot pass off what it made up as what we know, by way of %s', async (way) => {
	const { conversation } = stage.world.addMessagingConversation({ channel: 'SMS', address: '+15005550105' });
	const madeUp = {
		storeId: 'x',
		profileId: 'x',
		channel: 'FAX',
		direction: 'x',
		name: 'x',
		customerAddress: 'x',
	};
	const agent = new VirtualAgent(stage.emulator);
	await agent.handOffMessaging(conversation, { ...madeUp, conversationId: 'x' }, urlOf(way), '+15005550105');
	expect((await stage.taskOf(conversation.id)).attributes).toMatchObject({
		storeId: stage.world.memoryStoreId,
		profileId: '',
		channel: 'SMS',
		direction: 'inbound',
		name: '+15005550105',
		customerAddress: '+15005550105',
	});
});

test('/handoff answers 201 with all that was resolved, to a form and to JSON with Parameters as object or text', async () => {
	type Form = ReturnType<typeof stage.tacForm>;
	const ways = [
		(form: Form) => stage.post('/handoff', form),
		(form: Form) => stage.postJson('/handoff', form),
		(form: Form) => stage.postJson('/handoff', { ...form, Parameters: JSON.parse(form.Parameters) }),
	];
	for (const [index, ask] of ways.entries()) {
		// A customer each: Studio runs one execution at a time for one customer.
		const address = `visitor-${index + 2}`;
		const { conversation, classicConversation } = stage.world.addMessagingConversation({
			channel: 'CHAT',
			address,
		});
		expect(await ask(stage.tacForm(conversation, { attributes: { reason: 'x' } }))).toMatchObject({
			status: 201,
			body: {
				status: 'handoff_initiated',
				executionSid: expect.stringMatching(/^FN[0-9a-f]{32}$/),
				conversationSid: classicConversation.sid,
				serviceSid: stage.world.serviceSid,
			},
		});
	}
	await stage.emulator.runner.idle();
});

test('a customer whose address TAC does not know is found by way of /handoff', async () => {
	const { conversation } = stage.world.addMessagingConversation({ channel: 'SMS', address: '+15005550106' });
	const agent = new VirtualAgent(stage.emulator);
	const outcome = await agent.handOffMessaging(conversation, {}, stage.laptop.handoffUrl, '');
	expect(outcome.status).toBe('handoff_initiated');
	expect((await stage.taskOf(conversation.id)).attributes).toMatchObject({
		customerAddress: '+15005550106',
		reason: '',
	});
});
