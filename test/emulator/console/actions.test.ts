/** What the console's buttons do to a handoff, with the Functions and the scripted agent behind them. */
import { setTimeout as wait } from 'node:timers/promises';
import { Actions } from '../../../emulator/console/actions';
import { customersOf } from '../../../emulator/console/view';
import { Laptop } from '../../../emulator/local-stack/laptop';
import { ScriptedAgent } from '../../../emulator/local-stack/scripted-agent';

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
		customersOf(world)[0]?.lines.find(({ who, text }) => who === 'twilio' && text.startsWith('We are sorry'));
	for (let tries = 0; !apology() && tries < 400; tries++) await wait(50);
	expect(apology()).toBeDefined();
	expect(customersOf(world)[0]?.outcome).toMatch(/^given back/);
	const [conversation] = world.conversations.values();
	expect(conversation).toMatchObject({
		status: 'ACTIVE',
		configuration: { statusCallbacks: [expect.objectContaining({ method: 'POST' })] },
	});
}, 40_000);
