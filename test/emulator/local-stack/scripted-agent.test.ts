/** The scripted virtual agent's server: signed requests only, and the handoff of a chat. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Emulator } from '../../../emulator/core/emulator';
import { Laptop } from '../../../emulator/local-stack/laptop';
import { ScriptedAgent } from '../../../emulator/local-stack/scripted-agent';

let laptop: Laptop;
let agent: ScriptedAgent;
let emulator: Emulator;
let origin: string;

beforeAll(async () => {
	laptop = await Laptop.start({ warm: true });
	agent = await ScriptedAgent.start(laptop);
	emulator = laptop.emulator;
	[origin = ''] = emulator.world.agentOrigins;
}, 60_000);

afterAll(async () => {
	await agent.stop();
	await laptop.stop();
	expect(emulator.crashes).toEqual([]);
});

test.each(['/webhook', '/twiml'])('%s refuses a request without Twilio’s signature', async (path) => {
	expect((await fetch(origin + path, { method: 'POST', body: '{}' })).status).toBe(403);
});

const CHAT = { channel: 'CHAT', address: 'visitor-9@example.com' } as const;

/** Asks for a person. @returns the conversation, once the agent has answered */
async function askForPerson(): Promise<ReturnType<Emulator['capture']['receive']>> {
	const received = emulator.capture.receive({ ...CHAT, text: 'A person, please' });
	const { messages } = received.classic;
	const before = messages.length;
	for (let tries = 0; messages.length === before && tries < 600; tries++) await wait(25);
	emulator.faults.clear();
	expect(messages.at(-1)?.author).toBe('ai-assistant');
	return received;
}

test('while Studio is down, the scripted agent’s handoff fails, and the conversation is given back', async () => {
	emulator.faults.add({ match: { method: 'POST', host: 'studio.twilio.com' }, fault: { status: 503 } });
	const { conversation } = await askForPerson();
	expect(conversation).toMatchObject({
		status: 'ACTIVE',
		configuration: { statusCallbacks: [{ method: 'POST' }] },
	});
	expect(emulator.world.tasks.size).toBe(0);
}, 30_000);

test('after a lost response the scripted agent asks again, and finds the handoff that was made', async () => {
	emulator.faults.add({ match: { path: '/handoff' }, nth: 1, fault: { lost: true } });
	const { conversation } = await askForPerson();
	await emulator.runner.idle();
	expect(conversation).toMatchObject({ status: 'ACTIVE', configuration: { statusCallbacks: [] } });
	expect(emulator.world.tasks.size).toBe(1);
	emulator.world.tasks.clear();
}, 30_000);

test('the scripted agent retypes the customer as TAC does, and hands over through /handoff', async () => {
	const customer = { channel: 'SMS', address: '+15005550123', name: 'Kim' } as const;
	const { conversation, classic } = emulator.capture.receive({ ...customer, text: 'A person, please' });
	for (let tries = 0; classic.messages.length < 2 && tries < 400; tries++) await wait(25);
	expect(conversation.participants.map(({ type }) => type).sort()).toEqual(['AI_AGENT', 'CUSTOMER']);
	expect(conversation).toMatchObject({ status: 'ACTIVE', configuration: { statusCallbacks: [] } });
	expect([...emulator.world.tasks.values()]).toMatchObject([{ conversationSid: classic.sid }]);
}, 30_000);
