/** Communications of v2 conversations, as TAC writes and reads them. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('what an agent sends by an action is listed with what the customer wrote', async () => {
	const { conversation } = emulator.world.addMessagingConversation({ channel: 'CHAT', address: 'kim' });
	const uri = `https://conversations.twilio.com/v2/Conversations/${conversation.id}`;
	const post = (path: string, data: object) =>
		clientOf(emulator).request({
			method: 'post',
			uri: `${uri}${path}`,
			headers: { 'Content-Type': 'application/json' },
			data,
		});
	const [kim, agent] = ['kim', 'ai-agent'].map((address) => ({ address, channel: 'CHAT' }));
	const written = await post('/Communications', {
		author: kim,
		recipients: [agent],
		content: { type: 'TEXT', text: 'hello' },
		channelId: 'CH1',
	});
	expect(written.statusCode).toBe(201);
	const action = await post('/Actions', {
		type: 'SEND_MESSAGE',
		payload: { from: agent, to: [kim], content: { text: 'hi' } },
	});
	expect(action).toMatchObject({ statusCode: 202, body: { status: 'COMPLETED' } });
	const list = async (query: string) => {
		const { body } = await clientOf(emulator).request({
			method: 'get',
			uri: `${uri}/Communications${query}`,
		});
		return body.communications.map(({ content }: { content: { text: string } }) => content.text);
	};
	expect(await list('')).toEqual(['hello', 'hi']);
	expect(await list('?channelId=CH1')).toEqual(['hello']);
});
