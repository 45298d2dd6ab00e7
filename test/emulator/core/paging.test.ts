/** Lists of several pages, as the SDK follows them. */
import type { Emulator } from '../../../emulator/core/emulator';
import { id } from '../../../emulator/core/sids';
import { clientOf, useEmulator } from '../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('the SDK follows a list of a v2 API to the end by token', async () => {
	const { conversation } = emulator.world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550124',
	});
	for (let n = 0; n < 120; n += 1) {
		conversation.participants.push({
			id: id('conv_participant'),
			type: 'AGENT',
			name: `${n}`,
			addresses: [],
		});
	}
	const before = emulator.requests.length;
	const all = await clientOf(emulator).conversations.v2.participants(conversation.id).list({ pageSize: 50 });
	expect(new Set(all.map((participant) => participant.id)).size).toBe(122);
	expect(emulator.requests.length - before).toBe(3);
});

test('the SDK follows a list of a classic API to the end by URL', async () => {
	const { taskQueues, workspaceSid } = emulator.world;
	for (let n = 0; n < 4; n += 1)
		taskQueues.set(`WQ${n}`, { sid: `WQ${n}`, friendlyName: `${n}`, targetWorkers: '1==1' });
	const before = emulator.requests.length;
	const workspace = clientOf(emulator).taskrouter.v1.workspaces(workspaceSid);
	const queues = await workspace.taskQueues.list({ pageSize: 2 });
	expect(queues.map(({ sid }) => sid)).toEqual([...taskQueues.keys()]);
	expect(emulator.requests.length - before).toBe(3);
});

test('the SDK follows a list of the 2010 API to the end by URI', async () => {
	const { phoneNumbers } = emulator.world;
	const [number] = phoneNumbers.values();
	if (!number) throw new Error('The account has no number');
	for (let n = 0; n < 4; n += 1) phoneNumbers.set(`PN${n}`, { ...number, sid: `PN${n}` });
	const before = emulator.requests.length;
	const numbers = await clientOf(emulator).incomingPhoneNumbers.list({ pageSize: 2 });
	expect(numbers.map(({ sid }) => sid)).toEqual([...phoneNumbers.keys()]);
	expect(emulator.requests.length - before).toBe(3);
});
