/**
 * Uploads, builds and activates Functions and assets with Twilio's own library, the one under `twilio-run deploy`.
 * @module
 */
import type { Agent } from 'node:https';
import * as z from 'zod';
import { isRecord } from '../../src/json';
import type { Variables } from '../account/deployed';
import { lazy } from '../account/lazy';
import { HOME_REGION } from '../account/region';
import type { LocalBundle } from './bundle';

/** For one request, an upload among them. The library has no limit of its own. */
const REQUEST_MS = 60_000;
/** After a 429, each after twice the time: 31 s in all. The library's default of ten takes 17 minutes. */
const RETRIES = 5;

export interface UploadOptions {
	/** The project's folder. */
	readonly root: string;
	/** The account's SID and its auth token. */
	readonly credentials: { readonly username: string; readonly password: string };
	readonly serviceSid: string;
	/** `dev`, or `''` for the environment without a suffix. */
	readonly environmentSuffix: string;
	readonly local: Pick<LocalBundle, 'settings' | 'dependencies'>;
	/** Set just before the new build is activated. Those that are set already and not named here stay. */
	readonly variables: Variables;
	readonly timeLimitMs: number;
	/** Called when the build is done, before anything that runs is changed. @throws {Error} to leave it as it is */
	readonly beforeActivation?: () => Promise<void>;
	/** Receives the library's own words for each step: `Uploading 6 Functions`. */
	readonly onStatus?: (status: string) => void;
	/** The way to Twilio. By default `HTTP_PROXY`, when it is set. */
	readonly agent?: Agent;
}

/** A deployment that did not finish. Whether its last request arrived is unknown. */
export class UploadError extends Error {
	/**
	 * @param message what Twilio or the network reported, secrets masked
	 * @param buildSid the new build, once it has begun
	 * @param buildFailed Twilio could not build it, and doesn't report why
	 */
	constructor(
		message: string,
		readonly buildSid: string | undefined,
		readonly buildFailed: boolean,
	) {
		super(message);
	}
}

/**
 * Deploys what is built in `root`. It is given the service's SID, so that it neither looks for a service nor replaces
 * one, and reads no `.env` and no `.twiliodeployinfo`.
 *
 * The first request that fails ends it. The library would not: an error while it waits for a build is an unhandled
 * rejection, it polls on after its own timeout, and it drops the cause of a failed upload (serverless-api 5.7.0,
 * dist/api/builds.js and dist/api/functions.js).
 * @throws {UploadError}
 */
export async function uploadAndActivate(options: UploadOptions): Promise<void> {
	const { credentials, serviceSid, local, variables, timeLimitMs, agent } = options;
	const deadline = Date.now() + timeLimitMs;
	const ready = lazy(async () => options.beforeActivation?.());
	// Loaded here: it takes 100 ms, and most commands do not deploy.
	const { TwilioServerlessApiClient } = await import('@twilio-labs/serverless-api');
	// With an edge and no region the library makes up a host that does not exist (dist/api/utils/api-client.js).
	const region = process.env.TWILIO_EDGE ? { region: HOME_REGION } : {};
	const client = new TwilioServerlessApiClient({ ...credentials, ...region, retryLimit: RETRIES });
	let status = 'Starting';
	client.on('status-update', ({ message }: { readonly message: string }) => {
		status = message;
		options.onStatus?.(message);
	});
	let buildSid: string | undefined;
	let isOver = false;
	let timer: NodeJS.Timeout | undefined;
	const failure = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`not finished after ${timeLimitMs / 1_000} s`)), timeLimitMs);
		client.request = new Proxy(client.request, {
			async apply(request, _client, [method, path, given]) {
				try {
					if (isOver) return await never;
					if (method === 'post' && /\/(Variables|Deployments)(\/|$)/.test(path)) await ready();
					// A second more than is left: the message should be the deployment's, not the request's.
					const timeout = Math.min(REQUEST_MS, deadline - Date.now() + 1_000);
					const sent = { ...given, timeout, ...(agent && { agent: { https: agent } }) };
					const send: Send = (...how) => Reflect.apply(request, client, how);
					const response = await send(method, path, sent).catch((error: unknown) => {
						if (method === 'post' && path.endsWith('/Variables')) return setTaken(send, path, sent, error);
						throw error;
					});
					if (method === 'post' && /\/Builds$/.test(path)) buildSid = sidOf(response);
					return response;
				} catch (error) {
					reject(error);
					return never;
				}
			},
		});
	});
	const { functionsFolder, assetsFolder, runtime } = local.settings;
	try {
		const deployed = client.deployLocalProject({
			...credentials,
			cwd: options.root,
			envPath: '',
			env: variables,
			serviceSid,
			serviceName: '',
			pkgJson: { dependencies: local.dependencies },
			functionsEnv: options.environmentSuffix,
			functionsFolderName: functionsFolder,
			assetsFolderName: assetsFolder,
			...(runtime !== undefined && { runtime }),
		});
		await Promise.race([deployed, failure]);
	} catch (error) {
		const mask = masking([credentials.password, variables.TWILIO_API_SECRET], credentials);
		// For a failed build the library throws the build's status.
		const buildFailed = error === 'failed';
		throw new UploadError(`${mask(messageOf(error))} (at: ${status})`, buildSid, buildFailed);
	} finally {
		isOver = true;
		clearTimeout(timer);
	}
}

/** For a request that must not go out or whose failure is reported already. It does not keep the process alive. */
const never = new Promise<never>(() => {});

type Send = (method: string, path: string, given: object) => Promise<unknown>;

const variables = z.object({
	body: z.object({ variables: z.array(z.object({ key: z.string(), sid: z.string() })) }),
});

/**
 * Sets a variable that someone else has created since the library listed them.
 * @throws `error`, that of its creation, when it is not there
 */
async function setTaken(send: Send, path: string, given: object, error: unknown): Promise<unknown> {
	const key = 'form' in given && isRecord(given.form) ? given.form.Key : undefined;
	const { form: _, ...others } = { form: undefined, ...given };
	const { body } = variables.parse(await send('get', `${path}?PageSize=100`, others));
	const taken = body.variables.find((each) => each.key === key);
	if (!taken) throw error;
	return send('post', `${path}/${taken.sid}`, given);
}

function sidOf(response: unknown): string | undefined {
	const body = isRecord(response) ? response.body : undefined;
	return isRecord(body) && typeof body.sid === 'string' ? body.sid : undefined;
}

/** Twilio's message, if there was a response; the library's own otherwise. */
function messageOf(error: unknown): string {
	const response = isRecord(error) ? error.response : undefined;
	const body = isRecord(response) ? response.body : undefined;
	// The response to an upload is read as text.
	const [, inText] = (typeof body === 'string' && /"message":\s*"([^"]+)"/.exec(body)) || [];
	if (inText !== undefined) return inText;
	if (isRecord(body) && typeof body.message === 'string') return body.message;
	return isRecord(error) && typeof error.message === 'string' ? error.message : String(error);
}

/** Masks secrets wherever they appear in a text, the header that Basic authentication makes of a pair included. */
function masking(
	secrets: readonly (string | undefined)[],
	{ username, password }: UploadOptions['credentials'],
): (text: string) => string {
	const basic = Buffer.from(`${username}:${password}`).toString('base64');
	const all = [...secrets, basic].filter((secret) => secret !== undefined);
	return (text) => all.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}
