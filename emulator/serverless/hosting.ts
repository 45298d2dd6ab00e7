/**
 * The gateway in front of deployed code: `https://….twil.io/PATH` is answered by what the environment runs now.
 * @see https://www.twilio.com/docs/serverless/functions-assets/visibility
 * @module
 */
import { validateRequest, validateRequestWithBody } from 'twilio';
import { ConnectionReset } from '../faults';
import type { TwilioRequest, TwilioResponse } from '../http';
import type { World } from '../world';
import type { ServerlessEnvironment } from './model';
import { DeployedRuntime } from './runtime';

export class Hosting {
	/** By environment SID; the key says what it was started from. */
	private readonly running = new Map<string, { key: string; runtime: DeployedRuntime }>();
	/** Those that still answer their last requests are among them. */
	private readonly runtimes = new Set<DeployedRuntime>();
	private stopped = false;

	/** @param proxyVariables the variables with which a Function takes the emulator for Twilio */
	constructor(
		private readonly world: World,
		private readonly proxyVariables: () => Readonly<Record<string, string>>,
	) {}

	/** Whether the domain belongs to an environment. Nothing may run there yet. */
	serves(host: string): boolean {
		return this.world.serverless.environmentAt(host) !== undefined;
	}

	/**
	 * Answers a request to a deployed domain. A Function's runtime starts at its first request, and again after a
	 * deployment or when a variable changed: those count without a deployment
	 * (https://github.com/twilio-labs/serverless-toolkit/issues/378).
	 *
	 * GUESS: the refusals' words, and 403 for what is private. The published request flow speaks of a 400 for a bad
	 * signature; one curl to a protected and to a private Function would settle it.
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
		if (version.visibility === 'private')
			return plain(403, 'Private: only Functions of this service reach it');
		if (version.visibility === 'protected' && !isSigned(request, account.authToken)) {
			return plain(403, 'Unauthorized - you are not authenticated to perform this request');
		}
		if (asset) return { status: 200, headers: { 'content-type': asset.contentType }, body: asset.content };
		const { runtime, forget } = this.runtimeOf(environment, live);
		try {
			return await runtime.invoke(request, serverless.timeLimitMs, caller);
		} catch (error) {
			if (caller.aborted) throw new ConnectionReset('The caller left before the Function answered');
			forget();
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

	private runtimeOf(
		environment: ServerlessEnvironment,
		{ build, functions, assets }: NonNullable<ReturnType<World['serverless']['live']>>,
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

/** Checks as twilio-node does, over the public URL as it was sent. */
function isSigned(
	{ host, path, rawQuery = '', headers, form, body }: TwilioRequest,
	authToken: string,
): boolean {
	const signature = headers['x-twilio-signature'];
	if (signature === undefined) return false;
	const url = `https://${host}${path}${rawQuery && `?${rawQuery}`}`;
	if (new URLSearchParams(rawQuery).has('bodySHA256')) {
		return validateRequestWithBody(authToken, signature, url, body);
	}
	const fields = Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
	return validateRequest(authToken, signature, url, fields);
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
