/**
 * Twilio on a laptop: a world, the REST APIs over it, and a TLS proxy through which unmodified clients reach them.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addProducts, type Products } from '../products';
import { answerAsAgent } from './agent-server';
import { authenticate } from './authentication';
import { clientEnvironment } from './client-environment';
import { ConnectionReset, Faults, play } from './faults';
import { notFound, Router, TwilioError, type TwilioRequest, type TwilioResponse } from './http';
import { REFUSAL, type RunningProxy, startProxy } from './proxy';
import { refuseUnsupported } from './query';
import { type RecordedRequest, recordResponse, toRecord } from './recorded';
import { sid } from './sids';
import { World } from './world';

interface EmulatorOptions {
	readonly world?: World;
	/** Where the proxy listens; any free port by default. */
	readonly port?: number | undefined;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export class Emulator {
	readonly router = new Router();
	readonly faults = new Faults();
	/** Every request, oldest first, those made in process included. */
	readonly requests: RecordedRequest[] = [];
	/** What handlers threw that was not a TwilioError: bugs of the emulator, answered with 500. */
	readonly crashes: unknown[] = [];
	private readonly stopping = new AbortController();
	private proxy: RunningProxy | undefined;
	private directory = '';

	readonly runner: Products['runner'];
	readonly phone: Products['phone'];
	readonly taskRouter: Products['taskRouter'];
	readonly capture: Products['capture'];
	readonly hosting: Products['hosting'];

	private constructor(readonly world: World) {
		const { runner, phone, taskRouter, capture, hosting } = addProducts(this.router, world, {
			handle: (request, signal) => this.handle(request, signal),
			env: () => this.env(),
		});
		this.runner = runner;
		this.phone = phone;
		this.taskRouter = taskRouter;
		this.capture = capture;
		this.hosting = hosting;
	}

	/**
	 * Starts an emulator, on a free port unless given one.
	 * @example
	 * const emulator = await Emulator.start();
	 * const { conversation } = emulator.world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
	 * spawn('node', ['agent.js'], { env: { ...process.env, ...emulator.env() } });
	 * await emulator.stop();
	 */
	static async start({ world = new World(), port }: EmulatorOptions = {}): Promise<Emulator> {
		const emulator = new Emulator(world);
		emulator.proxy = await startProxy((request, signal) => emulator.handle(request, signal), port);
		emulator.directory = await mkdtemp(join(tmpdir(), 'twilio-emulator-'));
		await writeFile(emulator.caPath, emulator.proxy.ca);
		return emulator;
	}

	/** Where the proxy listens, `http://127.0.0.1:PORT`. */
	get proxyUrl(): string {
		if (!this.proxy) throw new Error('The emulator is not running');
		return this.proxy.url;
	}

	/** Takes a connection of a client that knows of no proxy and believes it has reached `*.twilio.com`. */
	accept(socket: Socket): void {
		if (!this.proxy) throw new Error('The emulator is not running');
		this.proxy.accept(socket);
	}

	/** The file with the certificate authority that clients must trust; `stop` deletes it. */
	get caPath(): string {
		return join(this.directory, 'ca.pem');
	}

	/** The environment in which a client reaches the emulator instead of Twilio. */
	env(): Record<string, string> {
		return clientEnvironment(this.proxyUrl, this.caPath);
	}

	/**
	 * Answers a request: faults, authentication, routing, errors. The proxy calls it, and so do the products that make
	 * requests themselves.
	 * @param signal aborts when the client no longer waits.
	 * @throws ConnectionReset when a fault leaves the request without a response.
	 */
	async handle(original: TwilioRequest, signal?: AbortSignal): Promise<TwilioResponse> {
		const request = { ...original, method: original.method.toUpperCase(), host: baseHost(original.host) };
		const record = toRecord(original);
		this.requests.push(record);
		const signals = signal ? AbortSignal.any([signal, this.stopping.signal]) : this.stopping.signal;
		try {
			const fault = this.faults.take(request);
			if (fault) record.fault = fault;
			const response = await (fault
				? play(fault, () => this.answer(request, signals), signals)
				: this.answer(request, signals));
			recordResponse(record, response);
			return { ...response, headers: { 'twilio-request-id': sid('RQ'), ...response.headers } };
		} finally {
			record.durationMs = Date.now() - record.startedAt;
		}
	}

	/** Ends every connection, even a hanging one, and what was deployed; deletes its files. Safe to call twice. */
	async stop(): Promise<void> {
		this.stopping.abort();
		this.taskRouter.stop();
		await this.proxy?.stop();
		this.proxy = undefined;
		await this.hosting.stop();
		if (this.directory) await rm(this.directory, { recursive: true, force: true });
	}

	private async answer(request: TwilioRequest, signal: AbortSignal): Promise<TwilioResponse> {
		const { agentDomain, agentOrigins } = this.world;
		const isAgent = request.host !== '' && request.host === agentDomain;
		const isDeployed = this.hosting.serves(request.host);
		if (!isAgent && !isDeployed && !/(^|\.)twilio\.com$/.test(request.host)) {
			const body = `${REFUSAL}. The request was for ${request.host || 'a URL without a host'}\n`;
			return { status: 502, headers: { 'content-type': 'text/plain' }, body };
		}
		try {
			if (isAgent) return await answerAsAgent(agentOrigins, request, signal);
			if (isDeployed) return await this.hosting.answer(request, signal);
			const { route, params } = this.route(request);
			if (route.authenticated) {
				authenticate(this.world, request.headers.authorization);
				refuseUnsupported(request, route.parameters);
			}
			return await route.handler(request, params);
		} catch (error) {
			if (error instanceof TwilioError) return error.toResponse();
			// A request that its client, or the end of the emulator, breaks off is no bug.
			if (error instanceof ConnectionReset || signal.aborted) throw error;
			this.crashes.push(error);
			return new TwilioError(500, 20500, 'An internal server error has occurred').toResponse();
		}
	}

	private route({ method, host, path }: TwilioRequest) {
		try {
			const route = this.router.find(method, host, path);
			if (route) return route;
			if (METHODS.some((other) => this.router.find(other, host, path))) {
				throw new TwilioError(405, 20004, 'Method not allowed');
			}
		} catch (error) {
			// A path with invalid percent-encoding matches no route.
			if (!(error instanceof URIError)) throw error;
		}
		throw notFound(path);
	}
}

/** `conversations.ie1.twilio.com` and `api.dublin.ie1.twilio.com` are the same API in another region. */
function baseHost(host: string): string {
	return host.toLowerCase().replace(/^([\w-]+)(\.[\w-]+){1,2}\.twilio\.com$/, '$1.twilio.com');
}
