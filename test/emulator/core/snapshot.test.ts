/** A world that outlives its process. */
import { restore, save } from '../../../emulator/core/snapshot';
import { World } from '../../../emulator/core/world';

test('a restored world has the same account, SIDs, conversations and tasks', () => {
	const world = new World();
	const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
	world.agentOrigins.push('http://127.0.0.1:8000');
	const again = restore(save(world));
	expect(again.account).toEqual(world.account);
	expect(again.workflowSid).toBe(world.workflowSid);
	expect(again.conversations.get(conversation.id)).toEqual(conversation);
	expect([...again.phoneNumbers.values()]).toEqual([...world.phoneNumbers.values()]);
	expect(again.serverless.environmentAt('x.twil.io')).toBeUndefined();
	expect(again.agentOrigins).toEqual([]);
});

test('in a restored world the calls of the last process have ended', () => {
	const world = new World();
	const { call } = world.addVoiceConversation({ from: '+15005550123' });
	expect(restore(save(world)).calls.get(call.sid)?.status).toBe('completed');
});

test('restoring bytes that are no snapshot fails', () => {
	expect(() => restore(Buffer.from('hello'))).toThrow();
});
