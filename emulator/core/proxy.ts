/**
 * The proxy in front of the emulator: accepts CONNECT on 127.0.0.1, terminates TLS with a certificate for the requested
 * host, and passes the request on in process. It opens no connections, so no request leaves the machine.
 * @module
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { createCertificateAuthority } from './certificates';
import { ConnectionReset } from './faults';
import { type Handle, payload, type TwilioRequest } from './http';

/** How every refusal begins. */
export const REFUSAL =
	'This emulator handles only *.twilio.com, the *.twil.io domains deployed to it, and the virtual agent';

export interface RunningProxy {
	readonly url: string;
	/** The certificate authority that clients must trust, as PEM. */
	readonly ca: string;
	/** Takes a connection of a client that believes it has reached the host itself. */
	accept(socket: Socket): void;
	/** Ends every connection and returns when the port is free again. */
	stop(): Promise<void>;
}

/**
 * Starts the proxy on 127.0.0.1.
 * @param port any free one by default
 *
 * A request's signal aborts when its client disconnects.
 */
export async function startProxy(handle: Handle, port = 0): Promise<RunningProxy> {
	const authority = await createCertificateAuthority();
	const contexts = new Map<string, Promise<SecureContext>>();
	const contextFor = (host: string): Promise<SecureContext> => {
		const known = contexts.get(host) ?? authority.issue(host).then(createSecureContext);
		contexts.set(host, known);
		return known;
	};

	const sockets = new Set<Socket>();
	const track = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
	};
	// The RST has to leave on the socket below TLS: then the client sees ECONNRESET, not an orderly end.
	const reset = ({ remotePort }: Socket) => {
		for (const socket of sockets) {
			if (socket.remotePort === remotePort && !(socket instanceof TLSSocket)) socket.resetAndDestroy();
		}
	};

	const decrypted = https.createServer(
		{
			SNICallback: (host, done) => {
				contextFor(host).then(
					(context) => done(null, context),
					(error: Error) => done(error),
				);
			},
			// https-proxy-agent, which twilio-node uses, offers the misspelled protocol "http 1.1".
			ALPNProtocols: ['http/1.1', 'http 1.1'],
		},
		(incoming, outgoing) => {
			respond(incoming, outgoing, handle).catch((error) => {
				if (error instanceof ConnectionReset) reset(incoming.socket);
				else incoming.socket.destroy();
			});
		},
	);
	const front = http.createServer((incoming, outgoing) => {
		outgoing.writeHead(502, { 'content-type': 'text/plain' });
		outgoing.end(`${REFUSAL}, over HTTPS. The request was for ${incoming.url}\n`);
	});
	front.on('connect', (_request, socket: Duplex, head: Buffer) => {
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		if (head.length > 0) socket.unshift(head);
		decrypted.emit('connection', socket);
	});

	front.on('connection', track);
	decrypted.on('secureConnection', track);
	decrypted.on('tlsClientError', (_error, socket) => socket.destroy());
	front.on('clientError', (_error, socket) => socket.destroy());
	decrypted.on('clientError', (_error, socket) => socket.destroy());

	await new Promise<void>((resolve, reject) => {
		front.once('error', reject);
		front.listen(port, '127.0.0.1', resolve);
	});
	const address = front.address();
	if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
	return {
		url: `http://127.0.0.1:${address.port}`,
		ca: authority.cert,
		accept(socket) {
			track(socket);
			decrypted.emit('connection', socket);
		},
		async stop() {
			const closed = new Promise<void>((resolve) => front.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			decrypted.close();
			await closed;
		},
	};
}

async function respond(
	incoming: http.IncomingMessage,
	outgoing: http.ServerResponse,
	handle: Handle,
): Promise<void> {
	const disconnected = new AbortController();
	outgoing.on('close', () => disconnected.abort());
	const response = await handle(await read(incoming), disconnected.signal);
	outgoing.writeHead(response.status, { 'content-type': 'application/json', ...response.headers });
	outgoing.end(payload(response));
}

async function read(incoming: http.IncomingMessage): Promise<TwilioRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk);
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	// Split by hand: `new URL` would normalize a hostile path before a handler sees it.
	const [path = '/', ...query] = (incoming.url ?? '/').split('?');
	const bytes = Buffer.concat(chunks);
	const request = toRequest({
		method: incoming.method ?? 'GET',
		host: (headers.host ?? '').replace(/:\d+$/, ''),
		path,
		query: query.join('?'),
		headers,
		body: bytes.toString(),
	});
	return { ...request, bytes };
}

/** Builds a request from its raw parts; parses a form or JSON body by its media type. */
export function toRequest(raw: {
	method: string;
	host: string;
	path: string;
	query: string;
	headers: Record<string, string>;
	body: string;
}): TwilioRequest {
	const type = raw.headers['content-type'] ?? '';
	const isForm = type.startsWith('application/x-www-form-urlencoded');
	return {
		...raw,
		query: new URLSearchParams(raw.query),
		rawQuery: raw.query,
		form: new URLSearchParams(isForm ? raw.body : ''),
		json: /json\b/.test(type) ? parse(raw.body) : undefined,
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
