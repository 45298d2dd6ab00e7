/**
 * A line with a round-trip time, in front of a server on this machine. It delays what a real line delays: the opening of a
 * connection by one round trip, and everything that is sent by half of one. Its bandwidth has no limit.
 * @module
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Timers are late by a millisecond or two: the last of the wait is spent looking at the clock. */
const SPIN_MS = 3;

const OPTIONS = { allowHalfOpen: true, noDelay: true };

export class Line {
	/** Connections opened so far. */
	opened = 0;
	private readonly sockets = new Set<Socket>();
	private readonly doomed = new WeakSet<Socket>();
	private readonly deliveries = new Deliveries();

	private constructor(
		/** The round-trip time in milliseconds; it may be changed at any time. */
		public rttMs: number,
		private readonly entrance: Server,
		private readonly server: Server,
	) {
		entrance.on('connection', (socket) => this.open(socket));
	}

	/** @param accept takes a connection as a server's `connection` listener does */
	static async start(rttMs: number, accept: (socket: Socket) => void): Promise<Line> {
		return new Line(rttMs, await listen(), (await listen()).on('connection', accept));
	}

	/** The port of 127.0.0.1 on which clients reach the server. */
	get port(): number {
		return portOf(this.entrance);
	}

	/** The server closes every connection, as it does with idle ones. */
	closeAll(): void {
		for (const socket of this.sockets) socket.end();
	}

	/** The server has just closed every connection when the next data arrives on it: it is not read, and reset. */
	closeOnUse(): void {
		for (const socket of this.sockets) this.doomed.add(socket);
	}

	/** Resolves when every connection has ended. */
	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		for (const each of [this.entrance, this.server]) {
			each.close();
			await once(each, 'close');
		}
	}

	private open(client: Socket): void {
		this.opened += 1;
		// The kernel has accepted already. On a real line the client would learn that one round trip later, and only then send.
		const openAt = performance.now() + this.rttMs;
		const server = connect({ ...OPTIONS, port: portOf(this.server), host: '127.0.0.1' });
		this.track(client);
		this.track(server);
		this.forward(client, server, openAt);
		this.forward(server, client, 0);
	}

	private track(socket: Socket): void {
		this.sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => this.sockets.delete(socket));
	}

	private forward(from: Socket, to: Socket, notBefore: number): void {
		const later = (deliver: () => void) =>
			this.deliveries.add(Math.max(performance.now(), notBefore) + this.rttMs / 2, deliver);
		from.on('data', (chunk) =>
			later(() => (this.doomed.has(from) ? from.resetAndDestroy() : to.write(chunk))),
		);
		from.on('end', () => later(() => to.end()));
		from.on('error', () => later(() => to.resetAndDestroy()));
	}
}

async function listen(): Promise<Server> {
	const server = createServer(OPTIONS).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return address.port;
}

/** Does things at their time, to a fraction of a millisecond. */
class Deliveries {
	private readonly waiting: { readonly at: number; readonly deliver: () => void }[] = [];
	private timer: NodeJS.Timeout | undefined;
	private isSpinning = false;

	add(at: number, deliver: () => void): void {
		const index = this.waiting.findLastIndex((other) => other.at <= at) + 1;
		this.waiting.splice(index, 0, { at, deliver });
		if (!this.isSpinning) this.run();
	}

	private run(): void {
		clearTimeout(this.timer);
		this.isSpinning = false;
		const now = performance.now();
		while (this.waiting[0] && this.waiting[0].at <= now) this.waiting.shift()?.deliver();
		const [next] = this.waiting;
		if (next === undefined) return;
		const left = next.at - now;
		this.isSpinning = left < SPIN_MS;
		if (this.isSpinning) setImmediate(() => this.run());
		else this.timer = setTimeout(() => this.run(), left - SPIN_MS + 1);
	}
}
