/** The example in Python, talked to as the console does: the emulator's callbacks and WebSocket against the real TAC server. */
import { setTimeout as wait } from 'node:timers/promises';
import { Laptop } from '../../emulator/local-stack/laptop';
import { startPythonAgent } from '../../emulator/local-stack/python-agent';
import { freePort } from '../../emulator/products/serverless/hosting/functions-server';

let laptop: Laptop;
let stopAgent: (() => Promise<void>) | undefined;

beforeAll(async () => {
	laptop = await Laptop.start();
	const port = await freePort();
	process.env.PYTHON = String(process.env.TEST_PYTHON);
	stopAgent = await startPythonAgent(
		{
			...laptop.emulator.env(),
			...laptop.settings,
			HANDOFF_URL: `${laptop.functionsUrl}/handoff`,
			TAC_ANALYTICS_DISABLED: 'true',
			TWILIO_LOG_LEVEL: 'CRITICAL',
		},
		port,
	);
	laptop.emulator.world.agentOrigins.push(`http://127.0.0.1:${port}`);
}, 90_000);

afterAll(async () => {
	await stopAgent?.();
	await laptop.stop();
});

async function until(condition: () => boolean): Promise<void> {
	for (let tries = 0; tries < 400; tries++) {
		if (condition()) return;
		await wait(50);
	}
	throw new Error('it did not happen');
}

test.each([
	{ channel: 'SMS', address: '+15005550131' },
	{ channel: 'WHATSAPP', address: 'whatsapp:+15005550132' },
	{ channel: 'CHAT', address: 'visitor-3@example.com' },
] as const)(
	'a $channel customer gets a reply, and a task when they ask for a person',
	async (customer) => {
		const { capture, world } = laptop.emulator;
		const { classic } = capture.receive({ ...customer, name: 'Kim', text: 'Hello' });
		await until(() => classic.messages.length === 2);
		expect(classic.messages[1]?.author).not.toBe(customer.address);
		const { conversation } = capture.receive({ ...customer, name: 'Kim', text: 'A person, please' });
		await until(() => classic.messages.length === 4);
		const tasks = [...world.tasks.values()].filter(({ conversationSid }) => conversationSid === classic.sid);
		expect(tasks).toMatchObject([
			{ attributes: { conversationId: conversation.id, reason: 'The customer said: A person, please' } },
		]);
	},
	60_000,
);

test('a caller is answered over ConversationRelay, and put into the queue', async () => {
	const { phone, world } = laptop.emulator;
	const call = await phone.dialIn('+15005550133');
	phone.hear(call, 'Hello');
	await until(() => call.spoken?.length === 3);
	expect(call.spoken?.map(({ who }) => who)).toEqual(['agent', 'caller', 'agent']);
	phone.hear(call, 'A human');
	await until(() => [...world.tasks.values()].some(({ callSid }) => callSid === call.sid));
}, 60_000);
