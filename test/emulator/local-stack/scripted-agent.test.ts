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

test('a lost response is a failed handoff, which the customer learns', async () => {
	emulator.faults.add({ match: { path: '/handoff' }, times: 1, fault: { lost: true } });
	const customer = { channel: 'CHAT', address: 'visitor-9@example.com' } as const;
	const { classic } = emulator.capture.receive({ ...customer, text: 'A person, please' });
	for (let tries = 0; classic.messages.length < 2 && tries < 400; tries++) await wait(25);
	emulator.faults.clear();
	expect(classic.messages[1]?.author).toBe('ai-assistant');
	expect(emulator.world.journal.some(({ what }) => what.startsWith('the handoff failed'))).toBe(true);
	emulator.world.tasks.clear();
}, 30_000);

test('it retypes the customer as TAC does, and hands over through /handoff', async () => {
	const customer = { channel: 'SMS', address: '+15005550123', name: 'Kim' } as const;
	const { conversation, classic } = emulator.capture.receive({ ...customer, text: 'A person, please' });
	for (let tries = 0; classic.messages.length < 2 && tries < 400; tries++) await wait(25);
	expect(conversation.participants.map(({ type }) => type).sort()).toEqual(['AI_AGENT', 'CUSTOMER']);
	expect(conversation).toMatchObject({ status: 'INACTIVE', configuration: { statusCallbacks: [] } });
	expect([...emulator.world.tasks.values()]).toMatchObject([{ conversationSid: classic.sid }]);
}, 30_000);
