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
	const { classicServices } = emulator.world;
	for (let n = 0; n < 4; n += 1) classicServices.set(`IS${n}`, { sid: `IS${n}`, friendlyName: `${n}` });
	const before = emulator.requests.length;
	const services = await clientOf(emulator).conversations.v1.services.list({ pageSize: 2 });
	expect(services.map(({ sid }) => sid)).toEqual([...classicServices.keys()]);
	expect(emulator.requests.length - before).toBe(3);
});

test('the SDK follows a list of the 2010 API to the end by URI', async () => {
	const { account, apiKeys } = emulator.world;
	const owner = clientOf(emulator, { username: account.accountSid, password: account.authToken });
	for (let n = 0; n < 4; n += 1) apiKeys.set(`SK${n}`, { sid: `SK${n}`, friendlyName: `${n}` });
	const before = emulator.requests.length;
	const keys = await owner.keys.list({ pageSize: 2 });
	expect(keys.map(({ sid }) => sid)).toEqual([...apiKeys.keys()]);
	expect(emulator.requests.length - before).toBe(3);
});
