import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('the SDK fetches the memory store, and gets 404 for another', async () => {
	const { stores } = clientOf(emulator).memory.v1;
	const { memoryStoreId } = emulator.world;
	expect(await stores(memoryStoreId).fetch()).toMatchObject({ id: memoryStoreId, status: 'ACTIVE' });
	await expect(stores('mem_store_0').fetch()).rejects.toMatchObject({ status: 404 });
});

test('a profile that was created is found by its phone number', async () => {
	const client = clientOf(emulator);
	const uri = `https://memory.twilio.com/v1/Stores/${emulator.world.memoryStoreId}/Profiles`;
	const post = (at: string, data: object) =>
		client.request({ method: 'post', uri: at, data, headers: { 'Content-Type': 'application/json' } });
	const wanted = { idType: 'phone', value: '+15005550123' };
	expect((await post(`${uri}/Lookup`, wanted)).body).toEqual({ normalizedValue: wanted.value, profiles: [] });
	const created = await post(uri, { traits: { Contact: { phone: wanted.value } } });
	expect(created).toMatchObject({ statusCode: 202, body: { id: expect.stringMatching(/^mem_profile_/) } });
	expect((await post(`${uri}/Lookup`, wanted)).body).toMatchObject({ profiles: [created.body.id] });
});
