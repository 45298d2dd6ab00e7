/**
 * The lookups' good answers, however they are asked and wherever Twilio keeps what they look for.
 * @module
 */
import type { Participant } from '../../emulator/core/world';
import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { useLocalStack } from '../support/local-stack';
import { expectError } from './expectations';

const stage = useLocalStack();

const ADDRESS = '+15005550123';
const PROFILE = 'mem_profile_01k3b6kp8n7m6k5j4h3g2f1d0s';

function customer() {
	return stage.world.addMessagingConversation({ channel: 'SMS', address: ADDRESS, profileId: PROFILE });
}

describe.each(['/participant-lookup', '/service-sid'])('%s', (path) => {
	test('answers a query, a form and JSON alike', async () => {
		const { conversation, classicConversation } = customer();
		const params = { conversationId: conversation.id };
		const answers = await Promise.all([
			stage.get(path, params),
			stage.post(path, params),
			stage.postJson(path, params),
		]);
		const expected =
			path === '/service-sid'
				? {
						...params,
						serviceSid: stage.world.serviceSid,
						configurationId: stage.world.configurationId,
						status: 'ACTIVE',
					}
				: {
						...params,
						conversationSid: classicConversation.sid,
						participantId: conversation.participants.find(({ type }) => type === 'CUSTOMER')?.id,
						profileId: PROFILE,
						channel: 'SMS',
						address: ADDRESS,
					};
		expect(answers).toMatchObject(answers.map(() => ({ status: 200, body: expected })));
	});
});

test('/participant-lookup has an empty profileId for an unknown customer', async () => {
	const { conversation } = stage.world.addMessagingConversation({ channel: 'CHAT', address: 'visitor-1' });
	const { body } = await stage.get('/participant-lookup', { conversationId: conversation.id });
	expect(body).toMatchObject({ profileId: '', channel: 'CHAT', address: 'visitor-1' });
});

test.each(['CLOSED', 'INACTIVE'] as const)(
	'/service-sid reports that a conversation is %s',
	async (status) => {
		const { conversation } = customer();
		conversation.status = status;
		const { body } = await stage.get('/service-sid', { conversationId: conversation.id });
		expect(body).toMatchObject({ status, serviceSid: stage.world.serviceSid });
	},
);

test('the customer is found on the last of several pages', async () => {
	const { conversation, classicConversation } = customer();
	const colleagues = Array.from(
		{ length: 120 },
		(_, index): Participant => ({
			id: `conv_participant_${String(index).padStart(26, '0')}`,
			type: 'HUMAN_AGENT',
			name: `Agent ${index}`,
			addresses: [{ channel: 'SMS', address: stage.world.phoneNumber, channelId: `CH${'f'.repeat(32)}` }],
		}),
	);
	conversation.participants.unshift(...colleagues);
	const { status, body } = await stage.get('/participant-lookup', { conversationId: conversation.id });
	expect(status).toBe(200);
	expect(body).toMatchObject({ conversationSid: classicConversation.sid });
	expect(stage.upstream(/Participants$/)).toHaveLength(3);
});

test('a second customer on the last page is not overlooked', async () => {
	const { conversation } = customer();
	const [first] = conversation.participants.filter(({ type }) => type === 'CUSTOMER');
	const colleague: Participant = { id: 'conv_participant_x', type: 'HUMAN_AGENT', name: '', addresses: [] };
	const { sid } = stage.world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550124',
	}).classicConversation;
	conversation.participants.push(...Array.from({ length: 60 }, () => colleague), {
		id: 'conv_participant_y',
		type: 'CUSTOMER',
		name: '',
		addresses: [{ channel: 'SMS', address: '+15005550124', channelId: sid }],
	});
	expect(first).toBeDefined();
	const { status } = await stage.get('/participant-lookup', { conversationId: conversation.id });
	expect(status).toBe(409);
});

describe('the classic service is found', () => {
	const serviceSid = `IS${'5'.repeat(32)}`;

	beforeAll(() => {
		stage.world.classicServices.set(serviceSid, { sid: serviceSid, friendlyName: 'Another' });
	});

	test.each<[string, (conversation: ReturnType<typeof customer>['conversation']) => void]>([
		[
			'on the conversation, where the guide has it',
			(conversation) => {
				delete conversation.configuration;
				conversation.conversationsV1Bridge = { serviceSid };
			},
		],
		[
			'in the configuration that the conversation carries, where the SDK has it',
			(conversation) => {
				conversation.configuration = { conversationsV1Bridge: { serviceId: serviceSid } };
			},
		],
		[
			'in the configuration it belongs to, when it carries none',
			(conversation) => {
				const id = 'conv_configuration_01k2p8w6e4t3y2u1i0o9p8a7sd';
				const base = stage.world.configurations.get(stage.world.configurationId);
				if (!base) throw new Error('the world has no configuration');
				stage.world.configurations.set(id, { ...base, id, conversationsV1Bridge: { serviceId: serviceSid } });
				delete conversation.configuration;
				conversation.configurationId = id;
			},
		],
	])('%s, by the lookup and by the handoff', async (_, bridge) => {
		const { conversation, classicConversation } = customer();
		classicConversation.serviceSid = serviceSid;
		bridge(conversation);
		const [lookup, handoff] = await Promise.all([
			stage.get('/service-sid', { conversationId: conversation.id }),
			stage.post('/handoff', stage.tacForm(conversation, { to: ADDRESS })),
		]);
		expect(lookup).toMatchObject({ status: 200, body: { serviceSid } });
		expect(handoff).toMatchObject({ status: 201, body: { serviceSid } });
		expect(await stage.taskOf(conversation.id)).toMatchObject({ conversationSid: classicConversation.sid });
	});
});

describe('a customer whose participant is of type UNKNOWN, as the classic bridge makes them', () => {
	const unknown = (address: string) =>
		stage.world.addMessagingConversation({ channel: 'SMS', address, type: 'UNKNOWN' });

	test('is found by /participant-lookup at their address, and not without it', async () => {
		const { conversation, classicConversation } = unknown(ADDRESS);
		const found = await stage.post('/participant-lookup', {
			conversationId: conversation.id,
			address: ADDRESS,
		});
		expect(found).toMatchObject({
			status: 200,
			body: { conversationSid: classicConversation.sid, address: ADDRESS },
		});
		const missed = await stage.post('/participant-lookup', { conversationId: conversation.id });
		expectError(missed, { status: 404, code: 'customer_not_found' });
	});

	test.each(['/handoff', 'the flow'])('reaches a person through %s', async (way) => {
		const to = way === '/handoff' ? '+15005550151' : '+15005550152';
		const { conversation, classicConversation } = unknown(to);
		const agent = new VirtualAgent(stage.emulator);
		const url = way === '/handoff' ? stage.laptop.handoffUrl : stage.laptop.executionsUrl;
		await agent.handOffMessaging(conversation, { reason: 'refund' }, url, to);
		expect(await stage.taskOf(conversation.id)).toMatchObject({
			conversationSid: classicConversation.sid,
			attributes: { customerAddress: to, reason: 'refund' },
		});
	});
});
