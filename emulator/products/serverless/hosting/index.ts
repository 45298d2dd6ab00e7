/**
 * The gateway in front of deployed code: a request to `https://….twil.io/PATH` goes to the live build of the environment.
 * @see https://www.twilio.com/docs/serverless/functions-assets/visibility
 * @module
 */
import { ConnectionReset } from '../../../core/faults';
import type { TwilioRequest, TwilioResponse } from '../../../core/http';
import type { World } from '../../../core/world';
import type { ServerlessEnvironment } from '../model';
import { isTooLarge } from '../platform';
import { forwardToFunction } from './forward';
import { FunctionLogs, type LineReceiver } from './function-logs';
import { DeployedRuntime } from './runtime';
import { refusalOf } from './visibility';

type LiveBuild = NonNullable<ReturnType<World['serverless']['live']>>;

interface Running {
	readonly key: string;
	readonly runtime: DeployedRuntime;
	readonly logs: FunctionLogs;
}

export class Hosting {
	/** Runs each deployment in one process, as Twilio does while it is warm. One of its Functions that exits takes it down. */
	isWarm = false;
	/** By environment SID; the key identifies the build and the variables. */
	private readonly running = new Map<string, Running>();
	/** Includes retired runtimes with requests in progress. */
	private readonly runtimes = new Set<DeployedRuntime>();
	/** By build SID, the servers that already run a build. */
	private readonly servers = new Map<string, { readonly origin: string; readonly logs?: FunctionLogs }>();
	private stopped = false;

	/** @param proxyVariables the environment variables that redirect a Function's requests to the emulator */
	constructor(
		private readonly world: World,
		private readonly proxyVariables: () => Readonly<Record<string, string>>,
	) {}

	/**
	 * Forwards requests for a build to a server that already runs it, as long as the build is live. The Functions then have
	 * the server's own variables.
	 * @param origin `http://localhost:PORT`
	 * @returns receives what the server prints from now on, for the environment's Logs
	 */
	leaveTo(buildSid: string, origin: string): LineReceiver {
		const { serverless } = this.world;
		const environment = [...serverless.environments.values()].find((each) => each.buildSid === buildSid);
		const logs = environment && new FunctionLogs(serverless, environment, buildSid);
		this.servers.set(buildSid, { origin, ...(logs && { logs }) });
		return (line, stream) => logs?.printed(line, stream);
	}

	/** Whether the domain belongs to an environment, even one without a deployment. */
	serves(host: string): boolean {
		return this.world.serverless.environmentAt(host) !== undefined;
	}

	/**
	 * Handles a request to a deployed domain. The runtime starts with the first request to a Function, and again after a
	 * deployment or a change of a variable, which needs no deployment
	 * (https://github.com/twilio-labs/serverless-toolkit/issues/378).
	 * @throws ConnectionReset when the client leaves before the response
	 */
	async answer(request: TwilioRequest, client: AbortSignal): Promise<TwilioResponse> {
		const { serverless, account } = this.world;
		const environment = serverless.environmentAt(request.host);
		const live = environment && serverless.live(environment);
		if (!live || this.stopped) return plain(404, `Nothing is deployed to ${request.host}`);
		const path = decode(request.path);
		const asset = live.assets.find((version) => version.path === path);
		const version = asset ?? live.functions.find((each) => each.path === path);
		if (!version) return plain(404, 'Not found');
		const refusal = refusalOf(version, request, account.authToken);
		if (refusal) return plain(refusal.status, refusal.body);
		if (asset) return { status: 200, headers: { 'content-type': asset.contentType }, body: asset.content };
		if (isTooLarge({ ...this.contextOf(environment), PATH: path })) {
			// GUESS(context-too-large-status): the status and the message; one invocation would settle them.
			return plain(500, 'Error 82006: Environment Context too large');
		}
		try {
			return await this.run(environment, live, version.resourceSid, request, client);
		} catch (error) {
			if (client.aborted) throw new ConnectionReset('The client left before the Function responded');
			throw error;
		}
	}

	/** Stops what an environment runs, after the requests in progress. */
	release(environmentSid: string): void {
		this.running.get(environmentSid)?.runtime.retire();
		this.running.delete(environmentSid);
	}

	/** Stops everything now, and removes every process and file. */
	async stop(): Promise<void> {
		this.stopped = true;
		this.running.clear();
		await Promise.all([...this.runtimes].map((runtime) => runtime.stop()));
		this.runtimes.clear();
	}

	private async run(
		environment: ServerlessEnvironment,
		live: LiveBuild,
		functionSid: string,
		request: TwilioRequest,
		client: AbortSignal,
	): Promise<TwilioResponse> {
		const { timeLimitMs } = this.world.serverless;
		const server = this.servers.get(live.build.sid);
		if (server !== undefined) {
			server.logs?.starts(functionSid);
			return forwardToFunction(server.origin, request, timeLimitMs, client);
		}
		const { runtime, logs } = this.runtimeOf(environment, live);
		const forget = () => this.release(environment.sid);
		logs.starts(functionSid);
		try {
			return await runtime.invoke(request, timeLimitMs, client);
		} catch (error) {
			if (!client.aborted) forget();
			throw error;
		}
	}

	private runtimeOf(environment: ServerlessEnvironment, { build, functions, assets }: LiveBuild): Running {
		const { serverless } = this.world;
		const variables = this.contextOf(environment);
		const key = JSON.stringify([build.sid, variables]);
		const known = this.running.get(environment.sid);
		if (known?.key === key) return known;
		this.release(environment.sid);
		const logs = new FunctionLogs(serverless, environment, build.sid);
		const runtime = new DeployedRuntime({
			functions,
			assets,
			dependencies: build.dependencies,
			environment: { ...this.proxyVariables(), ...variables },
			warm: this.isWarm,
			onLine: (line, stream) => {
				serverless.output.push(line);
				if (runtime.isUp) logs.printed(line, stream);
			},
		});
		this.runtimes.add(runtime);
		const running = { key, runtime, logs };
		this.running.set(environment.sid, running);
		return running;
	}

	/**
	 * The variables, and what Twilio adds to the context. Without PATH: the runtime sets it for each request, and a value
	 * here would hide that.
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
