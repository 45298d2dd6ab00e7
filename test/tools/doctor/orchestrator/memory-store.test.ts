/** Whether the memory store is active. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

const CHECK = 'orchestrator/memory-store';

test.each(['PROVISIONING', 'FAILED'])('a memory store that is %s is wrong', async (status) => {
	for (const store of account.world.memoryStores.values()) Object.assign(store, { status });
	expect((await account.onlyWrong(CHECK)).found).toContain(status);
});

test('a memory store that does not exist is wrong', async () => {
	account.world.memoryStores.clear();
	expect((await account.onlyWrong(CHECK)).found).toContain(account.configuration.memoryStoreId);
});

test('a configuration without a memory store is wrong', async () => {
	account.configuration.memoryStoreId = '';
	await account.onlyWrong(CHECK);
});

test('a memory store whose response has no status is unreadable', async () => {
	account.emulator.faults.add({
		match: { path: /ControlPlane\/Stores/ },
		fault: { status: 200, body: '{}' },
	});
	expect((await account.finding(CHECK)).status).toBe('unreadable');
});

test('403 for the memory store is unreadable, and not blamed on the credentials', async () => {
	account.emulator.faults.add({
		match: { path: /ControlPlane\/Stores/ },
		fault: { status: 403, code: 20403 },
	});
	const { status, found } = await account.finding(CHECK);
	expect(status).toBe('unreadable');
	expect(found).not.toContain('AUTH_TOKEN');
});
