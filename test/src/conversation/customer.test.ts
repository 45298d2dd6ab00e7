/**
 * Finding the customer of a conversation: whose chat it is, from participants as Twilio sends them.
 * @module
 */
import { findCustomer } from '../../../src/conversation/customer';
import { failureOf, Upstream } from '../../support/fakes';
import {
	CONVERSATION_ID,
	CONVERSATION_SID,
	CUSTOMER_ID,
	CUSTOMER_NUMBER,
	customer,
	OTHER_CONVERSATION_SID,
	PROFILE_ID,
	participantsPage,
	virtualAgent,
} from '../../support/fixtures';

const PATH = `/v2/Conversations/${CONVERSATION_ID}/Participants`;

interface Hints {
	readonly channel?: string;
	readonly address?: string;
}

function find(participants: readonly object[], hints: Hints = {}) {
	const upstream = Upstream.routing({ [`GET ${PATH}`]: { body: participantsPage(participants) } });
	return findCustomer(upstream.twilio(), { conversationId: CONVERSATION_ID, ...hints });
}

function holding(...addresses: { channel: string; address: string; channelId?: string }[]): object {
	return { ...customer, addresses };
}

const sms = { channel: 'SMS', address: CUSTOMER_NUMBER, channelId: CONVERSATION_SID };
const chat = { channel: 'CHAT', address: 'Visitor-8d2f@example.com', channelId: OTHER_CONVERSATION_SID };
const whatsapp = {
	channel: 'WHATSAPP',
	address: `whatsapp:${CUSTOMER_NUMBER}`,
	channelId: OTHER_CONVERSATION_SID,
};
const call = { channel: 'VOICE', address: CUSTOMER_NUMBER, channelId: 'CA0123456789abcdef0123456789abcdef' };

test('one customer with one chat is found beside the virtual agent', async () => {
	expect(await find([virtualAgent, customer])).toEqual({
		conversationId: CONVERSATION_ID,
		conversationSid: CONVERSATION_SID,
		participantId: CUSTOMER_ID,
		profileId: PROFILE_ID,
		channel: 'SMS',
		address: CUSTOMER_NUMBER,
		name: 'Kim',
	});
});

test.each([
	['null', { name: null, profileId: null }],
	['left out', { name: undefined, profileId: undefined }],
])('a name and a profile that are %s come back empty', async (_, unknown) => {
	expect(await find([{ ...customer, ...unknown }])).toMatchObject({ name: '', profileId: '' });
});

describe('a participant of type UNKNOWN, as the classic bridge makes them', () => {
	const unknown = { ...customer, type: 'UNKNOWN' };
	const other = {
		...unknown,
		id: 'conv_participant_other',
		addresses: [{ ...sms, address: '+15005550188' }],
	};

	test('is the customer when the address is theirs', async () => {
		expect(await find([virtualAgent, other, unknown], { address: CUSTOMER_NUMBER })).toMatchObject({
			conversationSid: CONVERSATION_SID,
			participantId: CUSTOMER_ID,
		});
	});

	test.each<[string, object[], Hints]>([
		['there is no address to go by', [unknown], {}],
		['the address is of no participant', [unknown], { address: '+15005550199' }],
		[
			'two share the address',
			[unknown, { ...unknown, id: 'conv_participant_2' }],
			{ address: CUSTOMER_NUMBER },
		],
		['the address is an agent’s', [virtualAgent], { address: '+15005550006' }],
	])('is not taken for the customer when %s', async (_, participants, hints) => {
		expect(await failureOf(() => find(participants, hints))).toMatchObject({
			status: 404,
			code: 'customer_not_found',
		});
	});

	test('gives way to a customer', async () => {
		const found = await find([{ ...other, addresses: [sms] }, customer], { address: CUSTOMER_NUMBER });
		expect(found).toMatchObject({ participantId: CUSTOMER_ID });
	});
});

describe('several chats', () => {
	test.each([
		['an address', [sms, chat], { address: CUSTOMER_NUMBER }, CONVERSATION_SID],
		[
			'an address in another case',
			[sms, chat],
			{ address: 'visitor-8d2f@EXAMPLE.com' },
			OTHER_CONVERSATION_SID,
		],
		['a channel', [sms, chat], { channel: 'CHAT' }, OTHER_CONVERSATION_SID],
		[
			'a prefixed address',
			[sms, whatsapp],
			{ address: `whatsapp:${CUSTOMER_NUMBER}` },
			OTHER_CONVERSATION_SID,
		],
		['a bare address', [sms, whatsapp], { address: CUSTOMER_NUMBER }, CONVERSATION_SID],
		[
			'a channel and a bare address',
			[sms, whatsapp],
			{ channel: 'WHATSAPP', address: CUSTOMER_NUMBER },
			OTHER_CONVERSATION_SID,
		],
		[
			'a bare address for a prefixed one',
			[{ ...chat, channelId: CONVERSATION_SID }, whatsapp],
			{ address: CUSTOMER_NUMBER },
			OTHER_CONVERSATION_SID,
		],
	])('are distinguished by %s', async (_, addresses, hints, conversationSid) => {
		expect(await find([holding(...addresses)], hints)).toMatchObject({ conversationSid });
	});

	test.each([
		['no hint', [sms, chat], {}],
		['an address of neither', [sms, chat], { address: '+15005550188' }],
		['a channel of neither', [sms, chat], { channel: 'RCS' }],
		[
			'a channel and an address that contradict each other',
			[sms, chat],
			{ channel: 'CHAT', address: CUSTOMER_NUMBER },
		],
		['a hint that fits both', [sms, whatsapp], { address: `rcs:${CUSTOMER_NUMBER}` }],
		['the beginning of an address', [sms, chat], { address: CUSTOMER_NUMBER.slice(0, -1) }],
	])('are never guessed among with %s', async (_, addresses, hints) => {
		const error = await failureOf(() => find([holding(...addresses)], hints));
		expect(error).toMatchObject({
			status: 409,
			code: 'ambiguous_customer',
			message: expect.stringMatching(/2 classic/),
		});
		expect(error).not.toMatchObject({ message: expect.stringContaining('500555') });
	});

	test('of several customers are not guessed among either', async () => {
		const other = { ...holding(chat), id: 'conv_participant_01k3b6kt2p3o4i5u6y7t8r9e0w' };
		await expect(find([customer, other])).rejects.toMatchObject({ code: 'ambiguous_customer' });
		await expect(find([customer, other], { channel: 'CHAT' })).resolves.toMatchObject({
			participantId: other.id,
			conversationSid: OTHER_CONVERSATION_SID,
		});
	});
});

describe('one chat needs no choosing', () => {
	test.each<[string, readonly object[], Hints]>([
		['by two addresses', [holding(sms, { ...chat, channelId: CONVERSATION_SID })], {}],
		['by two people', [customer, { ...customer, id: 'conv_participant_01k3b6kt2p3o4i5u6y7t8r9e0w' }], {}],
		['beside a call', [holding(call, sms)], {}],
		['beside an address that is not bridged', [holding({ channel: 'RCS', address: 'rcs:brand' }, sms)], {}],
		['with an address of no participant', [customer], { address: 'another@example.com' }],
		['with another channel', [customer], { channel: 'WHATSAPP' }],
	])('when it is reached %s', async (_, participants, hints) => {
		expect(await find(participants, hints)).toMatchObject({ conversationSid: CONVERSATION_SID });
	});
});

test.each([
	['no participants', []],
	['the virtual agent alone', [virtualAgent]],
	[
		'people of other kinds',
		['HUMAN_AGENT', 'AGENT', 'UNKNOWN', 'customer'].map((type) => ({ ...customer, type })),
	],
])('a conversation with %s has no customer', async (_, participants) => {
	await expect(find(participants)).rejects.toMatchObject({
		status: 404,
		code: 'customer_not_found',
		retryable: false,
	});
});

test.each<[string, object]>([
	['no addresses', holding()],
	['addresses that are null', { ...customer, addresses: null }],
	['a call alone', holding(call)],
	['an address without a channel id', holding({ channel: 'SMS', address: CUSTOMER_NUMBER })],
	['a channel id of another kind', holding({ ...sms, channelId: 'IM0123456789abcdef0123456789abcdef' })],
	['a channel id that goes on', holding({ ...sms, channelId: `${CONVERSATION_SID}/../Services` })],
])(
	'a customer with %s is reported as not bridged, though the virtual agent’s address is',
	async (_, participant) => {
		await expect(find([virtualAgent, participant])).rejects.toMatchObject({
			status: 422,
			code: 'not_bridged',
		});
	},
);

test('an address without its text is no obstacle', async () => {
	const silent = { ...customer, addresses: [{ channel: 'CHAT', channelId: CONVERSATION_SID }] };
	expect(await find([silent], { address: 'x' })).toMatchObject({
		conversationSid: CONVERSATION_SID,
		address: '',
	});
});
