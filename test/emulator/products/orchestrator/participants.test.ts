/** Participants of v2 conversations, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('a customer whom TAC could not retype is of type UNKNOWN', async () => {
	const { conversation } = emulator.world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550125',
		type: 'UNKNOWN',
	});
	const participants = await clientOf(emulator).conversations.v2.participants(conversation.id).list();
	expect(participants.map(({ type }) => type).toSorted()).toEqual(['AI_AGENT', 'UNKNOWN']);
});

test('a participant is added, and a PUT replaces all of its fields but the id', async () => {
	const { conversation } = emulator.world.addMessagingConversation({ channel: 'CHAT', address: 'kim' });
	const request = (method: 'post' | 'put', path: string, data: object) =>
		clientOf(emulator).request({
			method,
			uri: `https://conversations.twilio.com/v2/Conversations/${conversation.id}/Participants${path}`,
			headers: { 'Content-Type': 'application/json' },
			data,
		});
	const { statusCode, body } = await request('post', '', {
		name: 'Robin',
		type: 'HUMAN_AGENT',
		addresses: [{ channel: 'CHAT', address: 'robin' }],
	});
	expect(statusCode).toBe(201);
	expect(body).toMatchObject({ name: 'Robin', conversationId: conversation.id });
	const replaced = await request('put', `/${body.id}`, { type: 'AGENT' });
	expect(replaced).toMatchObject({ statusCode: 200, body: { id: body.id, type: 'AGENT', name: '' } });
	expect(await request('put', '/conv_participant_0', {})).toMatchObject({ statusCode: 404 });
});
