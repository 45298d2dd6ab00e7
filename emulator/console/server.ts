/**
 * Serves the console on 127.0.0.1: the page, a stream of its state (server-sent events), and its actions.
 * @module
 */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text as bodyOf } from 'node:stream/consumers';
import { build } from 'esbuild';
import { drawFlow } from '../../studio/draw/draw';
import type { Emulator } from '../core/emulator';
import { publishedRevision } from '../products/studio/runner/execution';
import { Actions, personOf } from './actions';
import type { ConsoleState } from './state';
import { customersOf, sorted, stepsOf } from './view';

const PAGE = join(__dirname, 'page');
/** How often the state is compared with what was sent last. */
const TICK_MS = 150;
const MAX_BODY = 20_000;
const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-store',
};

interface Content {
	readonly type: string;
	readonly body: string;
}

export class Console {
	private readonly streams = new Set<ServerResponse>();
	private readonly actions: Actions;
	private last = '';

	private constructor(
		private readonly emulator: Emulator,
		private readonly script: string,
		private readonly server: ReturnType<typeof createServer>,
		private readonly ticking: NodeJS.Timeout,
	) {
		this.actions = new Actions(emulator);
	}

	/**
	 * @param port any free one by default
	 * @throws Error when the port is taken
	 */
	static async start(emulator: Emulator, port = 0): Promise<Console> {
		const bundle = await build({
			entryPoints: [join(PAGE, 'app.ts')],
			bundle: true,
			write: false,
			minify: true,
			format: 'esm',
			target: 'es2022',
		});
		const server = createServer();
		const ticking = setInterval(() => started.push(), TICK_MS);
		const started = new Console(emulator, bundle.outputFiles[0]?.text ?? '', server, ticking);
		server.on('request', (request, response) => {
			started.answer(request, response).catch((error) => {
				if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
				response.end(error instanceof Error ? error.message : 'failed');
			});
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		}).catch((error) => {
			clearInterval(ticking);
			throw error;
		});
		return started;
	}

	/** `http://127.0.0.1:PORT` */
	get url(): string {
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('The console is not running');
		return `http://127.0.0.1:${address.port}`;
	}

	async stop(): Promise<void> {
		clearInterval(this.ticking);
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		// Another site's page could reach this port, under a name of its own or by a form: both are refused.
		const hosts = [this.url, this.url.replace('127.0.0.1', 'localhost')];
		const { host, origin } = request.headers;
		if (!hosts.includes(`http://${host}`) || (origin !== undefined && !hosts.includes(origin))) {
			return void response.writeHead(403, HEADERS).end();
		}
		const { pathname } = new URL(request.url ?? '/', this.url);
		if (request.method === 'POST' && pathname === '/actions') return this.act(request, response);
		if (request.method !== 'GET') return void response.writeHead(405, HEADERS).end();
		if (pathname === '/events') return this.stream(response);
		const content = await this.content(pathname);
		if (!content) return void response.writeHead(404, HEADERS).end();
		response.writeHead(200, { ...HEADERS, 'content-type': content.type }).end(content.body);
	}

	private async content(pathname: string): Promise<Content | undefined> {
		if (pathname === '/')
			return { type: 'text/html; charset=utf-8', body: await readFile(join(PAGE, 'index.html'), 'utf8') };
		if (pathname === '/style.css')
			return { type: 'text/css', body: await readFile(join(PAGE, 'style.css'), 'utf8') };
		if (pathname === '/app.js') return { type: 'text/javascript', body: this.script };
		if (pathname === '/flow.svg') return { type: 'image/svg+xml', body: this.picture() };
		const index = /^\/requests\/(\d+)$/.exec(pathname)?.[1];
		const record = index === undefined ? undefined : this.emulator.requests[Number(index)];
		if (!record) return undefined;
		const { method, url, body, status, response = '' } = record;
		const shown = {
			method,
			url,
			request: body.slice(0, MAX_BODY),
			status,
			response: response.slice(0, MAX_BODY),
		};
		return { type: 'application/json', body: JSON.stringify(shown) };
	}

	/** The flow as it is published. */
	private picture(): string {
		const [flow] = this.emulator.world.flows.values();
		const revision = flow && publishedRevision(flow);
		return revision ? drawFlow(revision.definition) : '<svg xmlns="http://www.w3.org/2000/svg"/>';
	}

	private async act(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.headers['content-type'] !== 'application/json')
			return void response.writeHead(415, HEADERS).end();
		const id = await this.actions.run(JSON.parse(await bodyOf(request)));
		response.writeHead(200, { ...HEADERS, 'content-type': 'application/json' }).end(JSON.stringify({ id }));
	}

	private stream(response: ServerResponse): void {
		response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
		this.streams.add(response);
		response.on('close', () => this.streams.delete(response));
		response.write(`data: ${this.state()}\n\n`);
	}

	private push(): void {
		if (this.streams.size === 0) return;
		const state = this.state();
		if (state === this.last) return;
		this.last = state;
		for (const stream of this.streams) stream.write(`data: ${state}\n\n`);
	}

	private state(): string {
		const { world } = this.emulator;
		const state: ConsoleState = {
			customers: customersOf(world),
			steps: stepsOf(this.emulator),
			failures: sorted(this.actions.failures),
			person: personOf(world).friendlyName,
		};
		return JSON.stringify(state);
	}
}
