/**
 * Connections to Twilio that live as long as the process: a warm Function opens none.
 * @module
 */
import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Twilio } from 'twilio';

/**
 * A connection that was idle for longer than this is not used again: Twilio may have closed it, and it is unknown whether
 * a write that meets a closed connection happened.
 *
 * GUESS(idle-connections): Twilio documents no time after which its servers close idle connections; load balancers
 * usually wait a minute (AWS's) or more. Two requests on one connection to each product, with growing pauses between
 * them, would settle it.
 */
const MAX_IDLE_MS = 20_000;

/**
 * Node's own agent, with two additions: it goes by the wall clock, since the timers of a frozen process stand still, and
 * it can open a connection before there is a request.
 */
export class Connections extends Agent {
	private readonly usableUntil = new WeakMap<Duplex, number>();
	private readonly ahead = new Map<string, Duplex>();

	/** @param now the wall clock in milliseconds */
	constructor(
		options: AgentOptions,
		private readonly now: () => number = Date.now,
	) {
		super({ ...options, keepAlive: true, timeout: MAX_IDLE_MS });
	}

	/** Closes the idle connections that a request may not use. To be called right before one. */
	async refresh(): Promise<void> {
		if (Object.keys(this.freeSockets).length === 0) return;
		// A process that was frozen has yet to read that the other side closed: one turn of the event loop does that.
		await nextTurn();
		for (const sockets of Object.values(this.freeSockets)) {
			// All of a host, since Node skips no closed connection but at the front.
			if (sockets?.some((socket) => !this.isUsable(socket))) close(sockets);
		}
	}

	/** Closes all idle connections: where one turned out closed, the others probably are. */
	closeIdle(): void {
		for (const sockets of Object.values(this.freeSockets)) close(sockets);
	}

	/**
	 * Opens a connection for a request that will follow, unless one is idle. If that fails, the request opens its own.
	 * @param host without a port: `studio.twilio.com`
	 */
	openAhead(host: string, port = 443): void {
		const key = `${host}:${port}`;
		const isIdle = Object.entries(this.freeSockets).some(
			([name, sockets]) => name.startsWith(`${key}:`) && sockets?.every((socket) => this.isUsable(socket)),
		);
		const earlier = this.ahead.get(key);
		if (isIdle || this.isUsable(earlier)) return;
		earlier?.destroy();
		const socket = super.createConnection({ ...this.options, host, port, servername: host });
		if (!(socket instanceof Socket)) return;
		socket.on('error', () => socket.destroy());
		socket.unref();
		this.keep(socket);
		this.ahead.set(key, socket);
	}

	/** Node's hook for the connection of a request: the one that was opened ahead, if there is one. */
	override createConnection(
		options: RequestOptions,
		callback?: (error: Error | null, stream: Duplex) => void,
	): Duplex | null | undefined {
		const key = `${options.host}:${options.port}`;
		const socket = this.ahead.get(key);
		this.ahead.delete(key);
		if (!(socket instanceof Socket)) return super.createConnection(options, callback);
		if (this.isUsable(socket)) return socket.ref();
		socket.destroy();
		return super.createConnection(options, callback);
	}

	/** Node's hook for a connection whose request is done. */
	override keepSocketAlive(socket: Duplex) {
		// Typed as nothing; a false value would close the connection.
		const keeps = super.keepSocketAlive(socket);
		if (socket instanceof Socket) this.keep(socket);
		return keeps;
	}

	private keep(socket: Socket): void {
		// Less than our own limit where the server announces that (`Keep-Alive: timeout=5`): Node has set the timer.
		this.usableUntil.set(socket, this.now() + (socket.timeout || MAX_IDLE_MS));
	}

	private isUsable(socket: Duplex | undefined): boolean {
		return socket?.readable === true && socket.writable && this.now() < (this.usableUntil.get(socket) ?? 0);
	}
}

function close(sockets: readonly Socket[] = []): void {
	for (const socket of sockets) socket.destroy();
}

let shared: Connections | undefined;

/**
 * The process's connections.
 * @param own the agent that the SDK made for one client: ours takes its options, a trusted certificate among them
 * @returns `undefined` behind a proxy: the SDK's agent for it opens a connection for each request
 */
export function sharedConnections(own: unknown): Connections | undefined {
	if (!(own instanceof Agent)) return undefined;
	shared ??= new Connections(own.options);
	return shared;
}

/**
 * Does what the first request to one of Twilio's products would wait for, while other requests are under way: opens the
 * connection, and loads the SDK's code for the product.
 * @param twilio the client that will make the request
 */
export function openAhead(twilio: Twilio, product: 'studio'): void {
	const agent: unknown = twilio.httpClient.axios.defaults.httpsAgent;
	const host = twilio.getHostname(`${product}.twilio.com`, twilio.edge, twilio.region);
	if (agent instanceof Connections) agent.openAhead(host);
	nextTurn().then(() => twilio[product]);
}
