/**
 * The same client against a server that really hangs, trickles and breaks off.
 * @module
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { BudgetedRequestClient } from '../../../src/twilio/client';
import { fromTwilio } from '../../../src/twilio/errors';
import { TimeBudget } from '../../../src/twilio/time-budget';
import { failureOf } from '../../support/fakes';

let server: Server | undefined;

afterEach(() => {
	server?.closeAllConnections();
	server?.close();
});

/** A server on a free port of this machine. */
async function serve(listener: RequestListener): Promise<string> {
	const started = createServer(listener);
	server = started;
	await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
	const address = started.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port.');
	return `http://127.0.0.1:${address.port}/`;
}

async function timed(method: 'get' | 'post', uri: string, budgetMs: number) {
	const client = new BudgetedRequestClient(new TimeBudget(budgetMs));
	const start = performance.now();
	const error = await failureOf(() => client.request({ method, uri }));
	return { error: fromTwilio('asking', error), ms: performance.now() - start };
}

describe.each(['get', 'post'] as const)('a %s', (method) => {
	test.each<[string, RequestListener]>([
		['never answers', () => {}],
		['answers half a header', (_, response) => response.socket?.write('HTTP/1.1 200 OK\r\nContent-')],
		[
			'sends a byte now and then',
			(_, response) => {
				response.writeHead(200, { 'content-type': 'application/json' });
				const timer = setInterval(() => response.write(' '), 50);
				response.on('close', () => clearInterval(timer));
			},
		],
	])('to a server that %s times out when the budget is used up', async (_, listener) => {
		const { error, ms } = await timed(method, await serve(listener), 300);
		expect(error).toMatchObject({ status: 504, code: 'twilio_timeout', retryable: true });
		expect(ms).toBeGreaterThan(250);
		expect(ms).toBeLessThan(2_000);
	});

	test.each<[string, RequestListener]>([
		['resets the connection', (request) => request.socket.resetAndDestroy()],
		['closes the connection', (request) => request.socket.end()],
		['sends something that is not HTTP', (request) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
	])('to a server that %s is Twilio’s error', async (_, listener) => {
		const { error } = await timed(method, await serve(listener), 5_000);
		expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: true });
	});

	test('to a port that nothing listens on is a twilio_error', async () => {
		const uri = await serve(() => {});
		await new Promise((resolve) => server?.close(resolve));
		const { error } = await timed(method, uri, 5_000);
		expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: true });
	});
});

test('a read that a second server answers is one answer to our caller', async () => {
	let asked = 0;
	const uri = await serve((request, response) => {
		asked += 1;
		if (asked === 1) request.socket.resetAndDestroy();
		else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
	});
	const client = new BudgetedRequestClient(new TimeBudget(2_000));
	expect(await client.request({ method: 'get', uri })).toMatchObject({ statusCode: 200, body: { ok: true } });
	expect(asked).toBe(2);
});

test.each(['get', 'post'] as const)(
	'a %s whose answer breaks off counts as not answered, and gives nothing back',
	async (method) => {
		const uri = await serve((_, response) => {
			response.writeHead(201, { 'content-length': '1000' });
			response.write('{"sid":"FN', () => response.destroy());
		});
		const { error } = await timed(method, uri, 5_000);
		expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: true });
	},
);
