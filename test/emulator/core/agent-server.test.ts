/** The virtual agent's server, as unsigned requests reach it. */
import type { Emulator } from '../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../client';

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
