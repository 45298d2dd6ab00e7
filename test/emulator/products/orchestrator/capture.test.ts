/** Customers' messages, as they open and continue conversations. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);
const basic = () => `${emulator.world.account.accountSid}:${emulator.world.account.authToken}`;
const kim = { channel: 'SMS', address: '+15005550123', name: 'Kim' } as const;

test('the first message opens both conversations, with the customer UNKNOWN and no agent', () => {
	const { classic, conversation } = emulator.capture.receive({ ...kim, text: 'Hello' });
	expect(conversation).toMatchObject({
		status: 'ACTIVE',
		participants: [
			{
				type: 'UNKNOWN',
				name: 'Kim',
				addresses: [{ channel: 'SMS', address: kim.address, channelId: classic.sid }],
			},
		],
	});
	expect(emulator.world.classicConversations.get(classic.sid)?.messages).toMatchObject([
		{ author: kim.address, body: 'Hello' },
	]);
	expect([...emulator.world.communications.values()]).toMatchObject([
		{ conversationId: conversation.id, channelId: classic.sid, content: { type: 'TEXT', text: 'Hello' } },
	]);
});

test('the next message is in the same conversations; after the chat was closed, in new ones', () => {
	const first = emulator.capture.receive({ ...kim, text: 'Hello' });
	const second = emulator.capture.receive({ ...kim, text: 'Again' });
	expect(second.conversation.id).toBe(first.conversation.id);
	first.classic.state = 'closed';
	const third = emulator.capture.receive({ ...kim, text: 'A day later' });
	expect(third.classic.sid).not.toBe(first.classic.sid);
	expect(third.conversation.id).not.toBe(first.conversation.id);
});

test('a message makes an INACTIVE conversation ACTIVE, the customer’s, the agent’s, and one in the classic chat', async () => {
	const { classic, conversation } = emulator.capture.receive({ ...kim, text: 'Hello' });
	const [customer] = conversation.participants;
	const twilio = clientOf(emulator);
	const ways = [
		() => emulator.capture.receive({ ...kim, text: 'Again' }),
		() =>
			fetchAction(emulator, conversation.id, basic(), {
				from: { channel: 'SMS', address: emulator.world.phoneNumber },
				to: [{ channel: 'SMS', participantId: customer?.id }],
				content: { text: 'A person will be with you.' },
			}),
		() =>
			twilio.conversations.v1
				.services(classic.serviceSid)
				.conversations(classic.sid)
				.messages.create({ author: 'kai', body: 'Hi' }),
	];
	for (const write of ways) {
		conversation.status = 'INACTIVE';
		await write();
		expect(conversation.status).toBe('ACTIVE');
	}
	conversation.status = 'CLOSED';
	await ways[2]?.();
	expect(conversation.status).toBe('CLOSED');
});

test('the agent’s answer is written into the customer’s chat, unless that is closed', async () => {
	const { classic, conversation } = emulator.capture.receive({ ...kim, text: 'Hello' });
	const [customer] = conversation.participants;
	const say = (text: string) =>
		fetchAction(emulator, conversation.id, basic(), {
			from: { channel: 'SMS', address: emulator.world.phoneNumber },
			to: [{ channel: 'SMS', participantId: customer?.id }],
			content: { text },
		});
	expect(await say('Hi Kim')).toBe(202);
	classic.state = 'closed';
	expect(await say('Too late')).toBe(202);
	expect(classic.messages.map(({ body }) => body)).toEqual(['Hello', 'Hi Kim']);
});

async function fetchAction(on: Emulator, id: string, basic: string, payload: object): Promise<number> {
	const body = JSON.stringify({ type: 'SEND_MESSAGE', payload });
	const { status } = await on.handle({
		method: 'POST',
		host: 'conversations.twilio.com',
		path: `/v2/Conversations/${id}/Actions`,
		query: new URLSearchParams(),
		headers: {
			authorization: `Basic ${Buffer.from(basic).toString('base64')}`,
			'content-type': 'application/json',
		},
		body,
		form: new URLSearchParams(),
		json: JSON.parse(body),
	});
	return status;
}
