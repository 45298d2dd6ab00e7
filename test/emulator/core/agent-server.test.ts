/** The virtual agent's server, as unsigned requests reach it. */
import { createServer } from 'node:http';
import type { Emulator } from '../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../support/client';
import { listen } from '../../support/flows';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('the virtual agent’s server refuses unsigned requests as TAC does, and can be down', async () => {
	const { httpClient } = clientOf(emulator);
	const ask = async (method: 'get' | 'post', path: string) => {
		const uri = `https://agent.example.com${path}`;
		return (await httpClient.request({ method, uri, headers: {} })).statusCode;
	};
	expect(await ask('get', '/twiml')).toBe(405);
	expect(await ask('post', '/webhook')).toBe(403);
	expect(await ask('get', '/')).toBe(404);
	emulator.world.agentDomain = '';
	expect(await ask('get', '/twiml')).toBe(502);
});

test('with servers on this machine the first that listens answers, and 502 when none does', async () => {
	const server = createServer((request, response) => {
		response.end(`${request.headers.host} ${request.headers['x-forwarded-proto']} ${request.url}`);
	});
	const origin = await listen(server);
	emulator.world.agentDomain = 'agent.example.com';
	const get = () =>
		clientOf(emulator).httpClient.request({ method: 'get', uri: 'https://agent.example.com/x', headers: {} });
	emulator.world.agentOrigins = ['http://127.0.0.1:1', origin];
	expect(await get()).toMatchObject({ statusCode: 200, body: 'agent.example.com https /x' });
	emulator.world.agentOrigins = ['http://127.0.0.1:1'];
	expect(await get()).toMatchObject({ statusCode: 502 });
	server.close();
});
