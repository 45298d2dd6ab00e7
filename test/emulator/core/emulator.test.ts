/** The emulator over the network: unmodified clients, credentials, hosts, and cleanup. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { Emulator } from '../../../emulator/core/emulator';
import { toRequest } from '../../../emulator/core/proxy';
import { clientOf, useEmulator } from '../../support/client';
import { listen } from '../../support/flows';

const run = promisify(execFile);

describe('the emulator behind its proxy', () => {
	let emulator: Emulator;
	useEmulator(
		(started) => {
			emulator = started;
		},
		{ each: true },
	);

	const curl = async (...args: string[]) => {
		const env = { ...process.env, ...emulator.env() };
		const { stdout } = await run('curl', ['-sS', '-i', '--max-time', '5', ...args], { env });
		// A tunnel's own 200 comes first.
		return stdout.replace(/^HTTP\/1\.1 200 Connection Established\r\n\r\n/, '');
	};

	test('answers an unmodified twilio-node in a process of its own', async () => {
		const { accountSid, apiKey, apiSecret } = emulator.world.account;
		const { conversation } = emulator.world.addMessagingConversation({
			channel: 'SMS',
			address: '+15005550123',
		});
		const script = `
			const client = require('twilio')('${apiKey}', '${apiSecret}', { accountSid: '${accountSid}' });
			client.conversations.v2.conversations('${conversation.id}').fetch().then(({ status }) => console.log(status));`;
		const env = { ...process.env, ...emulator.env() };
		const { stdout } = await run(process.execPath, ['-e', script], { env });
		expect(stdout.trim()).toBe('ACTIVE');
	});

	// Some machines have none.
	(hasCurl() ? test : test.skip)('answers curl, and refuses hosts that are not Twilio’s', async () => {
		const { accountSid, authToken } = emulator.world.account;
		const account = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}.json`;
		expect(await curl('-u', `${accountSid}:${authToken}`, account)).toContain('"status":"active"');
		for (const url of ['https://example.com/', 'https://nottwilio.com/', 'http://example.com/']) {
			const answer = await curl(url);
			expect(answer).toMatch(/^HTTP\/1.1 502/);
			expect(answer).toContain('handles only *.twilio.com');
			expect(answer).toContain(new URL(url).host);
		}
	});

	test('accepts the auth token and the API key, and no other credentials', async () => {
		const { accountSid, authToken, apiKey } = emulator.world.account;
		const fetchService = (credentials: { username?: string; password?: string }) =>
			clientOf(emulator, credentials).conversations.v1.services(emulator.world.serviceSid).fetch();
		await expect(fetchService({})).resolves.toMatchObject({ friendlyName: 'Flex Conversation Service' });
		await expect(fetchService({ username: accountSid, password: authToken })).resolves.toBeDefined();
		for (const wrong of [
			{ username: accountSid, password: 'wrong' },
			{ username: apiKey, password: authToken },
			{ username: accountSid.replace(/.$/, 'x'), password: authToken },
		]) {
			await expect(fetchService(wrong)).rejects.toMatchObject({
				status: 401,
				code: 20003,
				message: 'Authenticate',
			});
		}
	});

	test('distinguishes a missing resource, an unknown path and a wrong method', async () => {
		const client = clientOf(emulator);
		await expect(client.conversations.v2.conversations('conv_conversation_0').fetch()).rejects.toMatchObject({
			status: 404,
			code: 20404,
			message: 'The requested resource /v2/Conversations/conv_conversation_0 was not found',
		});
		const ask = (method: 'get' | 'delete', path: string) =>
			client.request({ method, uri: `https://conversations.twilio.com${path}` });
		expect(await ask('get', '/v9/Nothing')).toMatchObject({ statusCode: 404, body: { code: 20404 } });
		expect(await ask('get', '/v2/Conversations/%E0%A4%A')).toMatchObject({ statusCode: 404 });
		expect(await ask('delete', '/v2/Conversations')).toMatchObject({
			statusCode: 405,
			body: { code: 20004 },
		});
	});

	test('serves the hosts of a region like the base host', async () => {
		const client = clientOf(emulator);
		for (const host of ['conversations.ie1.twilio.com', 'conversations.dublin.ie1.twilio.com']) {
			const { statusCode } = await client.request({ method: 'get', uri: `https://${host}/v2/Conversations` });
			expect(statusCode).toBe(200);
		}
	});

	test('records every request without its secret', async () => {
		const client = clientOf(emulator);
		await client.conversations.v2.conversations.list({ limit: 1 });
		expect(emulator.requests).toMatchObject([
			{
				method: 'GET',
				url: expect.stringMatching(/conversations\.twilio\.com\/v2\/Conversations/),
				status: 200,
			},
		]);
		expect(emulator.requests[0]?.headers.authorization).toBe(`Basic ${emulator.world.account.apiKey}:***`);
		expect(JSON.stringify(emulator.requests)).not.toContain(emulator.world.account.apiSecret);
	});

	test('ends in the middle of a request to the virtual agent without calling that a crash', async () => {
		const silent = createServer();
		const received = new Promise((resolve) => silent.once('request', resolve));
		emulator.world.agentOrigins.push(await listen(silent));
		const { agentDomain: host } = emulator.world;
		const request = { method: 'POST', host, path: '/webhook', query: '', headers: {}, body: '' };
		const outcome = emulator.handle(toRequest(request)).catch((error: Error) => error.name);
		await received;
		await emulator.stop();
		silent.closeAllConnections();
		silent.close();
		expect(await outcome).toBe('AbortError');
	});

	test('leaves no port, no file and no open request behind', async () => {
		emulator.faults.add({ fault: { hang: true } });
		const port = Number(new URL(emulator.proxyUrl).port);
		const hanging = clientOf(emulator).conversations.v2.conversations.list();
		const outcome = hanging.catch((error: Error) => error);
		while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		const { caPath } = emulator;
		expect(existsSync(caPath)).toBe(true);

		await emulator.stop();
		expect(await outcome).toBeInstanceOf(Error);
		expect(existsSync(caPath)).toBe(false);
		await expect(
			new Promise((resolve, reject) => connect(port, '127.0.0.1', () => resolve('open')).on('error', reject)),
		).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});
});

function hasCurl(): boolean {
	return spawnSync('curl', ['--version']).status === 0;
}
