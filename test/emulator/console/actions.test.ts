/** What the console's buttons do to a handoff, with the Functions and the scripted agent behind them. */

import { setTimeout as wait } from 'node:timers/promises';
import { Actions } from '../../../emulator/console/actions';
import { customersOf } from '../../../emulator/console/view';
import { Emulator } from '../../../emulator/core/emulator';
import { Laptop } from '../../../emulator/local-stack/laptop';
import { ScriptedAgent } from '../../../emulator/local-stack/scripted-agent';
import { setStatus } from '../../../emulator/products/orchestrator/conversations';
import { textFor } from '../../../src/texts';

let laptop: Laptop;
let agent: ScriptedAgent;
let actions: Actions;

beforeAll(async () => {
	laptop = await Laptop.start({ warm: true });
	agent = await ScriptedAgent.start(laptop);
	actions = new Actions(laptop.emulator);
}, 60_000);

afterAll(async () => {
	await agent.stop();
	await laptop.stop();
	expect(laptop.emulator.crashes).toEqual([]);
});

test('without an agent available, a chat is given back to the virtual agent when its task times out', async () => {
	const { world } = laptop.emulator;
	await actions.run({ do: 'fail', failure: 'noAgent', on: true });
	await actions.run({ do: 'write', channel: 'CHAT', text: 'A person, please' });
	const apology = () =>
		customersOf(world)[0]?.lines.find(
			({ who, text }) => who === 'twilio' && text === textFor({}, 'HANDOFF_CHAT_NO_AGENT'),
		);
	for (let tries = 0; !apology() && tries < 400; tries++) await wait(50);
	expect(apology()).toBeDefined();
	expect(customersOf(world)[0]?.outcome).toMatch(/^given back/);
	const [conversation] = world.conversations.values();
	expect(conversation).toMatchObject({
		status: 'ACTIVE',
		configuration: { statusCallbacks: [expect.objectContaining({ method: 'POST' })] },
	});
}, 40_000);

test('a chat that is released has a summary, and has closed where the console was set so', async () => {
	const emulator = await Emulator.start();
	const { capture, world } = emulator;
	await new Actions(emulator).run({ do: 'fail', failure: 'chatClosed', on: true });
	const { classic, conversation } = capture.receive({
		channel: 'CHAT',
		address: 'kim',
		text: 'My lamp broke',
	});
	expect(world.summaries.has(conversation.id)).toBe(false);
	setStatus(world, conversation, 'INACTIVE');
	expect(world.summaries.get(conversation.id)).toContain('My lamp broke');
	expect(classic.state).toBe('closed');
	await emulator.stop();
});
