import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../client';

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
