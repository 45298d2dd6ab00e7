/** What the console's server answers, and what it refuses. */
import { request as open } from 'node:http';
import { text } from 'node:stream/consumers';
import { Console } from '../../../emulator/console/server';
import type { ConsoleState } from '../../../emulator/console/state';
import type { Emulator } from '../../../emulator/core/emulator';
import { useEmulator } from '../../support/client';

let emulator: Emulator;
let served: Console;
useEmulator(async (started) => {
	emulator = started;
	served = await Console.start(emulator);
});
afterAll(() => served.stop());

/** `fetch` sets Host by itself. */
function ask(
	path: string,
	headers: Record<string, string> = {},
	body?: string,
): Promise<{ status: number; body: string }> {
	return new Promise((resolve, reject) => {
		const outgoing = open(
			served.url + path,
			{ method: body === undefined ? 'GET' : 'POST', headers },
			async (got) => resolve({ status: got.statusCode ?? 0, body: await text(got) }),
		);
		outgoing.on('error', reject).end(body);
	});
}
const json = { 'content-type': 'application/json' };
const act = (action: object) => ask('/actions', json, JSON.stringify(action));

test('the console listens on this machine alone', () => {
	expect(new URL(served.url).hostname).toBe('127.0.0.1');
});

test.each(['/', '/app.js', '/style.css', '/flow.svg'])('the console serves %s', async (path) => {
	expect((await ask(path)).status).toBe(200);
});

test.each([
	['another host, as DNS rebinding has', { host: 'evil.example.com' }, 403],
	['another site’s origin', { ...json, origin: 'https://evil.example.com' }, 403],
	['a form, which any site can post', { 'content-type': 'text/plain' }, 415],
])('the console refuses an action from %s', async (_, headers, status) => {
	expect((await ask('/actions', headers, '{"do":"call"}')).status).toBe(status);
});

test.each(['/../package.json', '/requests/99999', '/server.ts'])(
	'the console answers 404 to %s',
	async (path) => {
		expect((await ask(path)).status).toBe(404);
	},
);

test('the console answers 400 with the reason to an action that cannot be done', async () => {
	expect(await act({ do: 'accept', id: 'CH0' })).toEqual({ status: 400, body: 'There is no open task' });
	expect((await act({ do: 'delete' })).status).toBe(400);
});

test('the console’s event stream has the customer and what they wrote, as text', async () => {
	await act({ do: 'write', channel: 'CHAT', text: '<b>hi</b>' });
	const response = await fetch(`${served.url}/events`);
	const { value } = (await response.body?.getReader().read()) ?? {};
	const state: ConsoleState = JSON.parse(
		Buffer.from(value ?? [])
			.toString()
			.replace(/^data: /, ''),
	);
	expect(state.customers).toMatchObject([
		{
			channel: 'CHAT',
			open: true,
			lines: [{ who: 'customer', text: '<b>hi</b>' }],
			outcome: 'with the virtual agent',
		},
	]);
});

test('the console’s switch makes every agent unavailable, and available again', async () => {
	const accept = { do: 'accept', id: 'CH0' };
	await act({ do: 'fail', failure: 'noAgent', on: true });
	expect([...emulator.world.workers.values()].some(({ available }) => available)).toBe(false);
	expect(await act(accept)).toEqual({ status: 400, body: 'No agent is available' });
	await act({ do: 'fail', failure: 'noAgent', on: false });
	expect([...emulator.world.workers.values()].some(({ available }) => available)).toBe(true);
	expect(await act(accept)).toEqual({ status: 400, body: 'There is no open task' });
});
