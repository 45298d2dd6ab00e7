/**
 * The gateway in front of deployed code: `https://….twil.io/PATH` is answered by what the environment runs now.
 * @see https://www.twilio.com/docs/serverless/functions-assets/visibility
 * @module
 */
import { ConnectionReset } from '../../../core/faults';
import type { TwilioRequest, TwilioResponse } from '../../../core/http';
import type { World } from '../../../core/world';
import type { ServerlessEnvironment } from '../model';
import { isTooLarge } from '../platform';
import { forwardToFunction } from './forward';
import { DeployedRuntime } from './runtime';
import { whyRefused } from './visibility';

type Live = NonNullable<ReturnType<World['serverless']['live']>>;

export class Hosting {
	/** By environment SID; the key says what it was started from. */
	private readonly running = new Map<string, { key: string; runtime: DeployedRuntime }>();
	/** Those that still answer their last requests are among them. */
	private readonly runtimes = new Set<DeployedRuntime>();
	/** By build SID, the origins of servers that run a build already. */
	private readonly servers = new Map<string, string>();
	private stopped = false;

	/** @param proxyVariables the variables with which a Function takes the emulator for Twilio */
	constructor(
		private readonly world: World,
		private readonly proxyVariables: () => Readonly<Record<string, string>>,
	) {}

	/**
	 * Leaves a build to a server that runs it already, as long as that build is live: its Functions are asked there, and
	 * the variables that count are the server's own.
	 * @param origin `http://localhost:PORT`
	 */
	leaveTo(buildSid: string, origin: string): void {
		this.servers.set(buildSid, origin);
	}

	/** Whether the domain belongs to an environment. Nothing may run there yet. */
	serves(host: string): boolean {
		return this.world.serverless.environmentAt(host) !== undefined;
	}

	/**
	 * Answers a request to a deployed domain. A Function's runtime starts at its first request, and again after a
	 * deployment or when a variable changed: those count without a deployment
	 * (https://github.com/twilio-labs/serverless-toolkit/issues/378).
	 * @throws ConnectionReset when the caller left before the answer
	 */
	async answer(request: TwilioRequest, caller: AbortSignal): Promise<TwilioResponse> {
		const { serverless, account } = this.world;
		const environment = serverless.environmentAt(request.host);
		const live = environment && serverless.live(environment);
		if (!live || this.stopped) return plain(404, `Nothing is deployed to ${request.host}`);
		const path = decode(request.path);
		const asset = live.assets.find((version) => version.path === path);
		const version = asset ?? live.functions.find((each) => each.path === path);
		if (!version) return plain(404, 'Not found');
		const refused = whyRefused(version, request, account.authToken);
		if (refused) return plain(refused.status, refused.body);
		if (asset) return { status: 200, headers: { 'content-type': asset.contentType }, body: asset.content };
		if (isTooLarge({ ...this.contextOf(environment), PATH: path })) {
			// GUESS: the status and the words; one invocation would settle them.
			return plain(500, 'Error 82006: Environment Context too large');
		}
		try {
			return await this.run(environment, live, request, caller);
		} catch (error) {
			if (caller.aborted) throw new ConnectionReset('The caller left before the Function answered');
			throw error;
		}
	}

	/** Ends what runs in an environment, after the requests it is answering. */
	release(environmentSid: string): void {
		this.running.get(environmentSid)?.runtime.retire();
		this.running.delete(environmentSid);
	}

	/** Ends everything now. No process and no file stays. */
	async stop(): Promise<void> {
		this.stopped = true;
		this.running.clear();
		await Promise.all([...this.runtimes].map((runtime) => runtime.stop()));
		this.runtimes.clear();
	}

	private async run(
		environment: ServerlessEnvironment,
		live: Live,
		request: TwilioRequest,
		caller: AbortSignal,
	): Promise<TwilioResponse> {
		const { timeLimitMs } = this.world.serverless;
		const server = this.servers.get(live.build.sid);
		if (server !== undefined) return forwardToFunction(server, request, timeLimitMs, caller);
		const { runtime, forget } = this.runtimeOf(environment, live);
		try {
			return await runtime.invoke(request, timeLimitMs, caller);
		} catch (error) {
			if (!caller.aborted) forget();
			throw error;
		}
	}

	private runtimeOf(
		environment: ServerlessEnvironment,
		{ build, functions, assets }: Live,
	): { runtime: DeployedRuntime; forget: () => void } {
		const { serverless } = this.world;
		const variables = this.contextOf(environment);
		const key = JSON.stringify([build.sid, variables]);
		const known = this.running.get(environment.sid);
		const forget = () => this.release(environment.sid);
		if (known?.key === key) return { runtime: known.runtime, forget };
		forget();
		const runtime = new DeployedRuntime({
			functions,
			assets,
			dependencies: build.dependencies,
			environment: { ...this.proxyVariables(), ...variables },
			onLine: (line) => serverless.output.push(line),
		});
		this.runtimes.add(runtime);
		this.running.set(environment.sid, { key, runtime });
		return { runtime, forget };
	}

	/**
	 * What Twilio puts into the context besides the variables. Not PATH: the runtime sets that for each request, and one
	 * given here would hide it.
	 */
	private contextOf(environment: ServerlessEnvironment): Record<string, string> {
		const { serverless, account } = this.world;
		const withCredentials = serverless.services.get(environment.serviceSid)?.includeCredentials ?? false;
		return {
			...serverless.variablesOf(environment),
			...(withCredentials && { ACCOUNT_SID: account.accountSid, AUTH_TOKEN: account.authToken }),
			DOMAIN_NAME: environment.domainName,
			SERVICE_SID: environment.serviceSid,
			ENVIRONMENT_SID: environment.sid,
		};
	}
}

function decode(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

function plain(status: number, body: string): TwilioResponse {
	return { status, headers: { 'content-type': 'text/plain' }, body };
}
