/**
 * Twilio on a laptop: a world, the REST APIs over it, and a TLS proxy through which unmodified clients reach them.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hosting } from '../products/serverless/hosting';
import { addServerless } from '../products/serverless/routes';
import { addStudio } from '../products/studio/routes';
import { StudioRunner } from '../products/studio/runner';
import { Phone } from '../products/voice/phone';
import { answerStranger } from './agent-server';
import { authenticate, maskAuthorization } from './authentication';
import { ConnectionReset, type Fault, Faults, play } from './faults';
import { notFound, Router, TwilioError, type TwilioRequest, type TwilioResponse } from './http';
import { REFUSAL, type RunningProxy, startProxy } from './proxy';
import { addResources } from './routes';
import { sid } from './sids';
import { World } from './world';

/** One request as it came and what became of it. */
export interface RecordedRequest {
	readonly method: string;
	readonly url: string;
	/** The `authorization` header says who called, not with what secret. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly startedAt: number;
	/** `undefined` while under way, and for good when no answer left. */
	status?: number;
	durationMs?: number;
	fault?: Fault;
}

export interface EmulatorOptions {
	readonly world?: World;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export class Emulator {
	readonly router = new Router();
	readonly faults = new Faults();
	/** Every request, oldest first, those made in process included. */
	readonly requests: RecordedRequest[] = [];
	/** What handlers threw that was no TwilioError: bugs of the emulator, answered with 500. */
	readonly crashes: unknown[] = [];
	private readonly stopping = new AbortController();
	private proxy: RunningProxy | undefined;
	private directory = '';

	/** Runs the flows of the world. */
	readonly runner: StudioRunner;
	/** Makes calls, and carries out the TwiML they meet. */
	readonly phone: Phone;
	/** Runs what is deployed to the Serverless API. */
	readonly hosting: Hosting;

	private constructor(readonly world: World) {
		const handle = (request: TwilioRequest, signal?: AbortSignal) => this.handle(request, signal);
		this.runner = new StudioRunner(world, { handle });
		this.phone = new Phone(world, { handle });
		addResources(this.router, world);
		addStudio(this.router, world, this.runner);
		this.hosting = new Hosting(world, () => this.env());
		addServerless(this.router, world, this.hosting);
	}

	/**
	 * Starts an emulator on a free port.
	 * @example
	 * const emulator = await Emulator.start();
	 * const { conversation } = emulator.world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
	 * spawn('node', ['agent.js'], { env: { ...process.env, ...emulator.env() } });
	 * await emulator.stop();
	 */
	static async start({ world = new World() }: EmulatorOptions = {}): Promise<Emulator> {
		const emulator = new Emulator(world);
		emulator.proxy = await startProxy((request, signal) => emulator.handle(request, signal));
		emulator.directory = await mkdtemp(join(tmpdir(), 'twilio-emulator-'));
		await writeFile(emulator.caPath, emulator.proxy.ca);
		return emulator;
	}

	/** Where the proxy listens, `http://127.0.0.1:PORT`. */
	get proxyUrl(): string {
		if (!this.proxy) throw new Error('The emulator is not running');
		return this.proxy.url;
	}

	/** The file with the certificate authority that clients must trust; gone once the emulator stops. */
	get caPath(): string {
		return join(this.directory, 'ca.pem');
	}

	/**
	 * The environment in which a client takes the emulator for Twilio: twilio-node reads `HTTP_PROXY` and Node
	 * `NODE_EXTRA_CA_CERTS`, Python's httpx `HTTPS_PROXY` and `SSL_CERT_FILE`, requests `REQUESTS_CA_BUNDLE`, curl
	 * `HTTPS_PROXY`, `http_proxy` (in lower case only) and `CURL_CA_BUNDLE`. All but `NODE_EXTRA_CA_CERTS` replace the
	 * roots a client trusts: such a process reaches nothing but the emulator over TLS.
	 */
	env(): Record<string, string> {
		return {
			HTTP_PROXY: this.proxyUrl,
			HTTPS_PROXY: this.proxyUrl,
			http_proxy: this.proxyUrl,
			https_proxy: this.proxyUrl,
			NO_PROXY: 'localhost,127.0.0.1',
			no_proxy: 'localhost,127.0.0.1',
			NODE_EXTRA_CA_CERTS: this.caPath,
			SSL_CERT_FILE: this.caPath,
			REQUESTS_CA_BUNDLE: this.caPath,
			TWILIO_CA_BUNDLE: this.caPath,
			CURL_CA_BUNDLE: this.caPath,
		};
	}

	/**
	 * Answers a request: faults, authentication, routing, errors. The proxy calls it, and so does what runs inside
	 * the emulator itself and talks to Twilio's APIs.
	 * @param signal aborts when the caller no longer waits.
	 * @throws ConnectionReset when a fault leaves the request without an answer.
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
			record.status = response.status;
			return { ...response, headers: { 'twilio-request-id': sid('RQ'), ...response.headers } };
		} finally {
			record.durationMs = Date.now() - record.startedAt;
		}
	}

	/** Ends every connection, even a hanging one, and what was deployed; takes its files away. Safe to call twice. */
	async stop(): Promise<void> {
		this.stopping.abort();
		await this.proxy?.stop();
		this.proxy = undefined;
		await this.hosting.stop();
		if (this.directory) await rm(this.directory, { recursive: true, force: true });
	}

	private async answer(request: TwilioRequest, signal: AbortSignal): Promise<TwilioResponse> {
		if (request.host !== '' && request.host === this.world.agentDomain) return answerStranger(request);
		const isDeployed = this.hosting.serves(request.host);
		if (!isDeployed && !/(^|\.)twilio\.com$/.test(request.host)) {
			const body = `${REFUSAL}. It was asked for ${request.host || 'a URL without a host'}\n`;
			return { status: 502, headers: { 'content-type': 'text/plain' }, body };
		}
		try {
			if (isDeployed) return await this.hosting.answer(request, signal);
			const route = this.route(request);
			if (route.authenticated) authenticate(this.world, request.headers.authorization);
			return await route.handler(request, route.params);
		} catch (error) {
			if (error instanceof TwilioError) return error.toResponse();
			if (error instanceof ConnectionReset) throw error;
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
			// A path that is no valid percent-encoding names nothing.
			if (!(error instanceof URIError)) throw error;
		}
		throw notFound(path);
	}
}

/** `conversations.ie1.twilio.com` and `api.dublin.ie1.twilio.com` are the same API in another region. */
function baseHost(host: string): string {
	return host.toLowerCase().replace(/^([\w-]+)(\.[\w-]+){1,2}\.twilio\.com$/, '$1.twilio.com');
}

function toRecord(request: TwilioRequest): RecordedRequest {
	const { method, host, path, query, headers, body } = request;
	const { authorization, ...others } = headers;
	return {
		method,
		url: `https://${host}${path}${query.size > 0 ? `?${query}` : ''}`,
		headers:
			authorization === undefined ? others : { ...others, authorization: maskAuthorization(authorization) },
		body,
		startedAt: Date.now(),
	};
}
