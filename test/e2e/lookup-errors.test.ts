/**
 * What Twilio knows does not lead to one customer in one classic conversation: 404, 409 and 422, wherever that shows.
 * @module
 */
import type { Conversation, Participant } from '../../emulator/core/world';
import { useLocalStack } from '../support/local-stack';
import { expectError } from './expectations';

const stage = useLocalStack();

const SMS = { channel: 'SMS', address: '+15005550141', channelId: `CH${'a'.repeat(32)}` } as const;
const CHAT = { channel: 'CHAT', address: 'visitor@example.com', channelId: `CH${'b'.repeat(32)}` } as const;
const OTHER_SMS = { channel: 'SMS', address: '+15005550142', channelId: `CH${'c'.repeat(32)}` } as const;
const WHATSAPP = {
	channel: 'WHATSAPP',
	address: 'whatsapp:+15005550141',
	channelId: `CH${'d'.repeat(32)}`,
} as const;

/** A conversation whose customers hold these addresses, one customer a list. */
function conversationOf(...customers: Participant['addresses'][]): Conversation {
	const { conversation } = stage.world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
	conversation.participants = [
		...conversation.participants.filter(({ type }) => type !== 'CUSTOMER'),
		...customers.map(
			(addresses, index): Participant => ({
				id: `conv_participant_${String(index).padStart(26, '0')}`,
				type: 'CUSTOMER',
				name: '',
				addresses,
			}),
		),
	];
	for (const { channelId, ...address } of customers.flat()) {
		if (channelId?.startsWith('CH')) {
			stage.world.addClassicConversation(channelId, stage.world.serviceSid, address);
		}
	}
	return conversation;
}

const findCustomer = ({ id }: Conversation, hints = {}) =>
	stage.post('/participant-lookup', { conversationId: id, ...hints });
const handOff = (conversation: Conversation, to = '') =>
	stage.post('/handoff', stage.tacForm(conversation, { to }));

test('a conversation Twilio does not know: 404 conversation_not_found everywhere', async () => {
	const id = 'conv_conversation_01k3b6nobodyknowsthisone00';
	const conversationId = { conversationId: id };
	const answers = await Promise.all([
		stage.get('/participant-lookup', conversationId),
		stage.get('/service-sid', conversationId),
		stage.post('/handoff', stage.tacForm({ id }, { to: '+15005550123' })),
	]);
	for (const answer of answers)
		expectError(answer, { status: 404, code: 'conversation_not_found', field: 'conversationId' });
	expect(stage.started()).toEqual([]);
});

test('no participant of type CUSTOMER: 404 customer_not_found', async () => {
	const conversation = conversationOf();
	for (const answer of await Promise.all([findCustomer(conversation), handOff(conversation)]))
		expectError(answer, { status: 404, code: 'customer_not_found' });
	expect(stage.started()).toEqual([]);
});

test.each<[string, Participant['addresses'][]]>([
	['one customer with two addresses', [[SMS, CHAT]]],
	['two customers', [[SMS], [OTHER_SMS]]],
])('%s: 409 ambiguous_customer, and no guess', async (_, customers) => {
	const conversation = conversationOf(...customers);
	const answers = await Promise.all([
		findCustomer(conversation),
		findCustomer(conversation, { address: '+15005550199' }),
		handOff(conversation),
	]);
	for (const answer of answers) expectError(answer, { status: 409, code: 'ambiguous_customer' });
	expect(stage.started()).toEqual([]);
});

test('channel, address, or both decide between several chats of one customer', async () => {
	const conversation = conversationOf([SMS, CHAT, WHATSAPP], [OTHER_SMS]);
	const { address } = OTHER_SMS;
	const answers = await Promise.all([
		findCustomer(conversation, { channel: 'CHAT' }),
		findCustomer(conversation, { channel: 'whatsapp' }),
		findCustomer(conversation, { address }),
		findCustomer(conversation, { channel: 'SMS', address: SMS.address }),
		handOff(conversation, WHATSAPP.address),
		findCustomer(conversation, { channel: 'SMS' }),
	]);
	const ambiguous = answers.pop();
	const chosen = [CHAT, WHATSAPP, OTHER_SMS, SMS, WHATSAPP].map(({ channelId }) => channelId);
	expect(answers.map(({ body }) => body)).toMatchObject(
		chosen.map((conversationSid) => ({ conversationSid })),
	);
	expect(ambiguous?.status).toBe(409);
	await stage.emulator.runner.idle();
});

test('a customer with no classic conversation behind any address: 422 not_bridged', async () => {
	const onTheirWay: Participant['addresses'] = [{ channel: 'SMS', address: '+15005550123' }];
	const onACall: Participant['addresses'] = [
		{ channel: 'VOICE', address: '+15005550123', channelId: `CA${'0'.repeat(32)}` },
	];
	const answers = await Promise.all([
		findCustomer(conversationOf([])),
		findCustomer(conversationOf(onTheirWay)),
		findCustomer(conversationOf(onACall)),
		handOff(conversationOf(onTheirWay), '+15005550123'),
	]);
	for (const answer of answers) expectError(answer, { status: 422, code: 'not_bridged' });
	expect(stage.started()).toEqual([]);
});

test.each(['has no bridge', 'does not exist'])(
	'a conversation whose configuration %s: 422 not_bridged',
	async (problem) => {
		const { world } = stage;
		const conversation = conversationOf([SMS]);
		delete conversation.configuration;
		conversation.configurationId = 'conv_configuration_01k2p8w6e4t3y2u1i0o9p8a7sd';
		const healthy = world.configurations.get(world.configurationId);
		if (problem === 'has no bridge' && healthy) {
			const { conversationsV1Bridge: _, ...unbridged } = healthy;
			world.configurations.set(conversation.configurationId, {
				...unbridged,
				id: conversation.configurationId,
			});
		} else world.configurations.delete(conversation.configurationId);
		const [service, handoff] = await Promise.all([
			stage.get('/service-sid', { conversationId: conversation.id }),
			handOff(conversation, SMS.address),
		]);
		expectError(service, { status: 422, code: 'not_bridged' });
		expectError(handoff, { status: 422, code: 'not_bridged' });
		expect(stage.started()).toEqual([]);
	},
);
