/** Which connection a request to Twilio goes out on, and that no write goes out on one that may be closed. */
import type { ServerResponse } from 'node:http';
import https, { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createCertificateAuthority } from '../../../emulator/core/certificates';
import { Connections, sharedConnections } from '../../../src/twilio/connections';

/** One host of Twilio's, and the connections it accepted. */
class Host {
	readonly sockets: Socket[] = [];
	headers: Record<string, string> = {};
	private constructor(
		private readonly server: Server,
		readonly ca: string,
	) {
		server.on('secureConnection', (socket) => this.sockets.push(socket));
		server.on('request', (request, response) => request.resume().on('end', () => this.answer(response)));
	}

	static async start(): Promise<Host> {
		const authority = await createCertificateAuthority();
		const server = createServer(await authority.issue('localhost'));
		await new Promise<void>((resolve) => server.listen(0, resolve));
		// Node's servers announce `Keep-Alive: timeout=5`; Twilio's announce nothing.
		server.keepAliveTimeout = 0;
		return new Host(server, authority.cert);
	}

	get port(): number {
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('The server has no port.');
		return address.port;
	}

	get(agent: Connections): Promise<number> {
		return new Promise((resolve, reject) => {
			https
				.get({ host: 'localhost', port: this.port, agent }, (response) => {
					response.resume().on('end', () => resolve(response.statusCode ?? 0));
				})
				.on('error', reject);
		});
	}

	stop(): void {
		this.server.closeAllConnections();
		for (const socket of this.sockets) socket.destroy();
		this.server.close();
	}

	private answer(response: ServerResponse) {
		response.writeHead(200, this.headers).end('{}');
	}
}

let host: Host;
let now: number;
let agent: Connections;

beforeEach(async () => {
	host = await Host.start();
	now = Date.parse('2026-11-01T12:00:00Z');
	agent = new Connections({ ca: host.ca }, () => now);
});
afterEach(() => {
	agent.destroy();
	host.stop();
});

/** As the client makes its requests. */
async function request(): Promise<void> {
	await agent.refresh();
	expect(await host.get(agent)).toBe(200);
	// The connection is idle once the response has been dealt with.
	await wait(10);
}

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await wait(5);
}

test('requests one after the other share a connection', async () => {
	for (let n = 0; n < 5; n++) await request();
	expect(host.sockets).toHaveLength(1);
});

test('a connection that was idle for too long by the wall clock is not used again', async () => {
	await request();
	now += 19_000;
	await request();
	expect(host.sockets).toHaveLength(1);
	now += 21_000;
	await request();
	expect(host.sockets).toHaveLength(2);
});

test('a connection is idle for no longer than the server announces', async () => {
	host.headers = { 'keep-alive': 'timeout=5' };
	await request();
	now += 4_500;
	await request();
	expect(host.sockets).toHaveLength(2);
});

test('a connection that the server has closed is not used again', async () => {
	await request();
	host.sockets[0]?.end();
	await request();
	expect(host.sockets).toHaveLength(2);
});

describe('a connection that is opened ahead', () => {
	const openAhead = () => agent.openAhead('localhost', host.port);

	test('is the one that the next request uses', async () => {
		openAhead();
		await until(() => host.sockets.length === 1);
		await request();
		await request();
		expect(host.sockets).toHaveLength(1);
	});

	test('serves a request that comes before it is open', async () => {
		openAhead();
		await request();
		expect(host.sockets).toHaveLength(1);
	});

	test('is one, however often it is asked for', async () => {
		for (let n = 0; n < 3; n++) openAhead();
		await request();
		openAhead();
		await request();
		await wait(50);
		expect(host.sockets).toHaveLength(1);
	});

	test('is not used once it was idle for too long', async () => {
		openAhead();
		await until(() => host.sockets.length === 1);
		now += 21_000;
		await request();
		expect(host.sockets).toHaveLength(2);
	});

	test('is not used once the server has closed it', async () => {
		openAhead();
		await until(() => host.sockets.length === 1);
		host.sockets[0]?.destroy();
		await wait(20);
		await request();
		expect(host.sockets).toHaveLength(2);
	});

	test('may fail: what fails is the request', async () => {
		agent.openAhead('localhost', 1);
		await wait(20);
		await expect(
			new Promise((_, reject) => https.get({ host: 'localhost', port: 1, agent }).on('error', reject)),
		).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});
});

test('clients behind a proxy keep the SDK’s agent', () => {
	expect(sharedConnections({})).toBeUndefined();
	expect(sharedConnections(new https.Agent())).toBeInstanceOf(Connections);
	expect(sharedConnections(new https.Agent())).toBe(sharedConnections(new https.Agent()));
});
