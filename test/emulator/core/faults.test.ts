/** Faults on demand, as the SDK sees them. */
import type { Emulator } from '../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../support/client';

describe('faults on demand', () => {
	let emulator: Emulator;
	useEmulator(
		(started) => {
			emulator = started;
		},
		{ each: true },
	);

	const list = () => clientOf(emulator).conversations.v2.conversations.list();

	test('a status fault has Twilio’s error body and the headers of the rule', async () => {
		emulator.faults.add({ fault: { status: 503 } });
		await expect(list()).rejects.toMatchObject({ status: 503, code: 20500 });
		emulator.faults.clear();
		emulator.faults.add({
			fault: { status: 429, headers: { 'retry-after': '1' }, message: 'Too Many Requests' },
		});
		const client = clientOf(emulator);
		const request = client.request({
			method: 'get',
			uri: 'https://conversations.twilio.com/v2/Conversations',
		});
		expect(await request).toMatchObject({
			statusCode: 429,
			headers: { 'retry-after': '1' },
			body: { code: 20429, message: 'Too Many Requests' },
		});
	});

	test('only the n-th matching request is hit', async () => {
		const match = { method: 'GET', host: 'conversations.twilio.com', path: /Conversations$/ };
		emulator.faults.add({ match, nth: 2, fault: { status: 500 } });
		await clientOf(emulator).conversations.v1.services(emulator.world.serviceSid).fetch();
		await expect(list()).resolves.toEqual([]);
		await expect(list()).rejects.toMatchObject({ status: 500 });
		await expect(list()).resolves.toEqual([]);
		expect(emulator.requests.map(({ fault }) => fault)).toEqual([
			undefined,
			undefined,
			{ status: 500 },
			undefined,
		]);
	});

	test('a lost response leaves what the request did, and a doubled request does it twice', async () => {
		const { world } = emulator;
		const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
		const uri = `https://conversations.twilio.com/v2/Conversations/${conversation.id}/Communications`;
		const author = { address: '+15005550123', channel: 'SMS' };
		const data = { author, recipients: [], content: { type: 'TEXT', text: 'Hello' } };
		const say = () =>
			clientOf(emulator).request({
				method: 'post',
				uri,
				headers: { 'Content-Type': 'application/json' },
				data,
			});
		emulator.faults.add({ match: { method: 'POST' }, times: 1, fault: { lost: true } });
		await expect(say()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(world.communications.size).toBe(1);
		emulator.faults.clear();
		emulator.faults.add({ match: { method: 'POST' }, fault: { twice: true } });
		await say();
		expect(world.communications.size).toBe(3);
	});

	test('a rule can hit several requests in a row', async () => {
		emulator.faults.add({ from: 2, times: 2, fault: { status: 500 } });
		const outcomes = [];
		for (let n = 0; n < 4; n += 1)
			outcomes.push(
				await list().then(
					() => 'ok',
					() => 'failed',
				),
			);
		expect(outcomes).toEqual(['ok', 'failed', 'failed', 'ok']);
	});

	test('a delay is followed by the real response', async () => {
		emulator.faults.add({ fault: { delay: 200 } });
		await expect(list()).resolves.toEqual([]);
		expect(emulator.requests[0]?.durationMs).toBeGreaterThanOrEqual(195);
	});

	test('a hang lasts until the client disconnects', async () => {
		emulator.faults.add({ fault: { hang: true } });
		const client = clientOf(emulator);
		const uri = 'https://conversations.twilio.com/v2/Conversations';
		await expect(client.request({ method: 'get', uri, timeout: 200 })).rejects.toThrow('timeout of 200ms');
		while (emulator.requests[0]?.durationMs === undefined) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(emulator.requests[0].status).toBeUndefined();
	});

	test('a reset is a TCP reset of the connection', async () => {
		emulator.faults.add({ fault: { reset: true } });
		await expect(list()).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	test.each(['html', 'truncated-json', 'empty'] as const)(
		'the SDK cannot read a response of %s',
		async (garbage) => {
			emulator.faults.add({ fault: { garbage } });
			await expect(list()).rejects.toThrow();
			expect(emulator.requests[0]?.status).toBe(200);
		},
	);

	test('a response can be JSON that is not an object', async () => {
		emulator.faults.add({ fault: { garbage: 'not-an-object' } });
		const uri = 'https://conversations.twilio.com/v2/Conversations';
		const { body } = await clientOf(emulator).request({ method: 'get', uri });
		expect(body).toBe('ok');
	});
});
