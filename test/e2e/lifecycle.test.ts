/**
 * What `Laptop.stop()` leaves behind: nothing, even when the Functions and Twilio are in the middle of something.
 * @module
 */
import childProcess, { type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import promises from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Laptop } from '../../emulator/laptop';
import { basic } from './stage';

let running: Laptop | undefined;

afterEach(async () => {
	jest.restoreAllMocks();
	await running?.stop();
});

test('no process, no directory and no open port', async () => {
	const spawned = jest.spyOn(childProcess, 'spawn');
	const made = jest.spyOn(promises, 'mkdtemp');
	const laptop = await Laptop.start();
	running = laptop;
	const directories: string[] = await Promise.all(made.mock.results.map(({ value }) => value));
	const [runtime]: ChildProcess[] = spawned.mock.results.map(({ value }) => value);
	expect(directories.filter((directory) => existsSync(directory))).toHaveLength(2);
	expect(runtime?.exitCode).toBeNull();

	// A request that the stop overtakes: it occupies a process of its own, which waits for Twilio.
	const { apiKey, apiSecret } = laptop.emulator.world.account;
	laptop.emulator.faults.add({ fault: { hang: true } });
	const { conversation } = laptop.emulator.world.addMessagingConversation({ channel: 'CHAT', address: 'x' });
	const url = `${laptop.functions.url}/service-sid?conversationId=${conversation.id}`;
	const overtaken = fetch(url, { headers: basic(apiKey, apiSecret) }).then(
		() => 'answered',
		() => 'cut off',
	);
	await until(() => laptop.emulator.requests.length > 0);

	await laptop.functions.stop();
	// Only the end of that process ends its request to the emulator, which is still up, so soon.
	await until(() => laptop.emulator.requests[0]?.durationMs !== undefined, 1_500);
	await laptop.stop();
	await laptop.stop();

	expect(await overtaken).toBe('cut off');
	expect(runtime?.signalCode ?? runtime?.exitCode).not.toBeNull();
	expect(directories.filter((directory) => existsSync(directory))).toEqual([]);
	await expect(fetch(laptop.functions.url)).rejects.toThrow();
	expect(() => laptop.emulator.proxyUrl).toThrow();
});

/** Nothing here takes long; what does not happen fails the test. */
async function until(condition: () => boolean, ms = 10_000): Promise<void> {
	for (const end = Date.now() + ms; !condition(); await wait(20)) {
		if (Date.now() > end) throw new Error('waited in vain');
	}
}
