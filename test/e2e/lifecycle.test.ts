/**
 * What `Laptop.start()` makes, an account this project is deployed to, and what `Laptop.stop()` leaves behind: nothing,
 * even when the Functions and Twilio are in the middle of something.
 * @module
 */
import childProcess, { type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import promises from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Laptop } from '../../emulator/local-stack/laptop';
import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { readSettings } from '../../src/settings';
import { readDeployment } from '../../tools/account/deployed';
import { ENVIRONMENT, ROOT, readTemplate, SERVICE_NAME } from '../../tools/account/project';
import { resolveFlowValues } from '../../tools/account/studio/flow-values';
import { findLiveFlow } from '../../tools/account/studio/live-flow';
import { localBundle } from '../../tools/deploy/bundle';
import { planFlow } from '../../tools/deploy/flow-plan';
import { desiredVariables, planFunctions } from '../../tools/deploy/functions-plan';
import { clientOf } from '../support/client';
import { ask } from '../support/deploying';
import { basic } from '../support/local-stack';

let laptop: Laptop;
let spawned: jest.SpyInstance;
let made: jest.SpyInstance;

beforeAll(async () => {
	spawned = jest.spyOn(childProcess, 'spawn');
	made = jest.spyOn(promises, 'mkdtemp');
	laptop = await Laptop.start();
}, 60_000);

afterAll(async () => {
	jest.restoreAllMocks();
	await laptop.stop();
});

test('a laptop starts with the project deployed: another deploy would find nothing to do', async () => {
	const { world } = laptop.emulator;
	const { accountSid: username, authToken: password } = world.account;
	const client = clientOf(laptop.emulator, { username, password });
	const settings = readSettings(laptop.settings);
	const live = await readDeployment(client, SERVICE_NAME, ENVIRONMENT);
	expect(laptop.functionsUrl).toBe(`https://${live?.domain}`);
	expect(planFunctions(await localBundle(ROOT), live, desiredVariables(settings)).nothingToDo).toBe(true);

	const values = await resolveFlowValues(client, settings, laptop.functionsUrl);
	const planOf = async (template: unknown) =>
		planFlow(await findLiveFlow(client, laptop.flowSid), values, undefined, template);
	const template = readTemplate();
	expect(await planOf(template)).toMatchObject({ action: 'nothing', drifted: false });
	const changed = JSON.parse(JSON.stringify(template).replace('There is a fallback', 'There is another way'));
	expect(await planOf(changed)).toMatchObject({ action: 'update', drifted: false });
	laptop.publishFlow(changed);
	expect(await planOf(changed)).toMatchObject({ action: 'nothing', drifted: false });

	// What is deployed is what runs: signed for its public name, and found by whoever goes through the emulator.
	const { apiKey, apiSecret } = world.account;
	const checks = await Promise.all(
		['/handoff', '/version.json'].map((path) =>
			ask(laptop.emulator, laptop.functionsUrl + path, { headers: basic(apiKey, apiSecret) }),
		),
	);
	expect(checks.map(({ status }) => status)).toEqual([400, 200]);
});

test('a chat and a call are handed over, each request in a process of its own', async () => {
	const { world, runner } = laptop.emulator;
	const address = '+15005550123';
	const { conversation } = world.addMessagingConversation({ channel: 'SMS', address });
	const agent = new VirtualAgent(laptop.emulator);
	const reason = 'asked for a human';
	expect(await agent.handOffMessaging(conversation, { reason }, laptop.handoffUrl, address)).toMatchObject({
		status: 'handoff_initiated',
	});
	await runner.idle();
	const { call, conversation: spoken } = world.addVoiceConversation({ from: '+15005550124' });
	await agent.handOffCall(spoken, call, { reason }, laptop.handoffUrl);
	const served = [...world.tasks.values()].map(({ attributes }) => attributes);
	expect(served).toMatchObject([
		{ conversationId: conversation.id, reason },
		{ conversationId: spoken.id, reason },
	]);
});

test('a laptop that stops, even during a request, leaves no process, directory or open port', async () => {
	const directories: string[] = await Promise.all(made.mock.results.map(({ value }) => value));
	const [runtime]: ChildProcess[] = spawned.mock.results.map(({ value }) => value);
	expect(directories.filter((directory) => existsSync(directory))).toHaveLength(2);
	expect(runtime?.exitCode).toBeNull();

	// A request that the stop overtakes: it occupies a process of its own, which waits for Twilio.
	const { apiKey, apiSecret } = laptop.emulator.world.account;
	laptop.emulator.requests.length = 0;
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
