/**
 * Deploys the Functions, and reads back what is live then.
 * @module
 */
import type { Twilio } from 'twilio';
import { HandoffError } from '../../src/http/errors';
import { asking } from '../account/asking';
import {
	type Deployment,
	findService,
	readBuild,
	readDeploymentIn,
	type Variables,
} from '../account/deployed';
import { SetupError } from '../account/errors';
import { activateBuild, applyVariables } from './activate';
import { adviceOn } from './build-advice';
import type { FinishedBuild, LocalBundle } from './bundle';
import { DEPLOYMENT_RECORD, deploymentRecord, planFunctions } from './functions-plan';
import { UploadError, type UploadOptions, uploadAndActivate } from './upload';

/** The library itself gives a build five minutes (serverless-api, `waitForSuccessfulBuild`). */
const TIME_LIMIT_MS = 10 * 60_000;

export interface DeployOptions
	extends Pick<UploadOptions, 'root' | 'credentials' | 'environmentSuffix' | 'onStatus' | 'agent'> {
	readonly client: Twilio;
	/** The service's unique name; it is created when the account has none. */
	readonly serviceName: string;
	/** What is to be live: `localBundle`, or a build of this service. */
	readonly local: LocalBundle | FinishedBuild;
	/** What is: `readDeployment`. */
	readonly live: Deployment | undefined;
	/** `desiredVariables` */
	readonly variables: Variables;
	readonly timeLimitMs?: number;
}

/**
 * Does what `planFunctions` plans for the same three inputs. With nothing to do it makes no request; when only variables
 * differ it sets them without a build. Whatever fails before the last step, activating the new build, leaves the old one
 * live.
 * @returns what is live now
 * @throws {SetupError} when a build or its activation fails: why, what is live, how to continue
 * @throws {HandoffError} when Twilio refuses a request of our own
 * @example
 * const live = await readDeployment(client, serviceName, 'dev');
 * const variables = desiredVariables(readSettings(env));
 * const deployment = await deployFunctions({ root, client, credentials, serviceName, environmentSuffix: 'dev',
 * 	local: await localBundle(root), live, variables, onStatus: console.error });
 */
export async function deployFunctions(options: DeployOptions): Promise<Deployment> {
	const { client, local, live, variables } = options;
	const plan = planFunctions(local, live, variables);
	if (live && plan.build === 'none') {
		if (plan.nothingToDo) return live;
		const names = new Set([...plan.variables.set, ...plan.variables.change]);
		const set = Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)));
		await applyVariables(client, live, set, plan.variables.remove);
		return { ...live, variables: without({ ...live.variables, ...set }, plan.variables.remove) };
	}
	const deployed = await deployBuild(options);
	// The library removes no variable.
	const { remove } = planFunctions(local, deployed, variables).variables;
	const record = { [DEPLOYMENT_RECORD]: deploymentRecord(local, deployed.buildSid) };
	try {
		await applyVariables(client, deployed, record, remove);
	} catch (cause) {
		const why = cause instanceof Error ? ` ${cause.message}` : '';
		throw new SetupError(
			`The new build ${deployed.buildSid} is live at https://${deployed.domain}, but its variables are incomplete.${why} Run the command again to finish.`,
			{ cause },
		);
	}
	return { ...deployed, variables: without({ ...deployed.variables, ...record }, remove) };
}

/** Uploads, builds, activates, and reads back the result. */
async function deployBuild(options: DeployOptions): Promise<Deployment> {
	const { client, live, serviceName, environmentSuffix, timeLimitMs = TIME_LIMIT_MS } = options;
	const serviceSid =
		live?.serviceSid ??
		(await findService(client, serviceName)) ??
		(await createService(client, serviceName));
	const read = () => readDeploymentIn(client, serviceSid, environmentSuffix);
	// A build takes long. Between this and the activation are the writes of the variables, which have no version to compare.
	const beforeActivation = async () => {
		const now = await readBuild(client, serviceSid, environmentSuffix);
		if (now !== live?.buildSid)
			throw new SetupError(`someone else deployed build ${now} during this deployment`);
	};
	const { local, variables } = options;
	const put =
		'buildSid' in local
			? activate(client, { serviceSid, ...local }, environmentSuffix, { beforeActivation, variables })
			: uploadAndActivate({ ...options, local, serviceSid, timeLimitMs, beforeActivation });
	const failure = await put.then(
		() => undefined,
		(error: unknown) => {
			if (error instanceof UploadError) return error;
			throw error;
		},
	);
	// The network may be what failed; what can still be read goes into the message.
	const now = await read().then(
		(deployment) => ({ deployment }),
		() => undefined,
	);
	if (!failure && now?.deployment) return now.deployment;
	const reason = !failure
		? 'The Functions were deployed.'
		: failure.buildFailed
			? // GUESS(build-failure-cause): the most frequent cause, as in https://github.com/twilio-labs/serverless-toolkit/issues/390.
				`Twilio couldn’t build the Functions (build ${failure.buildSid} failed). Its API doesn’t report the reason. The most common cause is a dependency in package.json that Twilio can’t install. See ${consoleUrl(serviceSid, live)}.`
			: `The Functions couldn’t be deployed: ${failure.message}.`;
	const advice = failure && adviceOn(failure.message);
	throw new SetupError([reason, advice, whatIsLive(live, now)].filter(Boolean).join(' '), { cause: failure });
}

/** @throws {UploadError} as an upload would */
async function activate(...given: Parameters<typeof activateBuild>): Promise<void> {
	try {
		await activateBuild(...given);
	} catch (error) {
		if (!(error instanceof HandoffError) && !(error instanceof SetupError)) throw error;
		throw new UploadError(error.message, given[1].buildSid, false);
	}
}

/** As the library creates one (serverless-api, dist/api/services.js), which would also take over another project's service. */
async function createService(client: Twilio, serviceName: string): Promise<string> {
	const { sid } = await asking(`creating the Functions service ${serviceName}`, () =>
		client.serverless.v1.services.create({
			uniqueName: serviceName,
			friendlyName: serviceName,
			includeCredentials: true,
			uiEditable: false,
		}),
	);
	return sid;
}

/** @param now `undefined` when it could not be read */
function whatIsLive(
	before: Deployment | undefined,
	now: { readonly deployment: Deployment | undefined } | undefined,
): string {
	if (!now) {
		const was = before ? ` It was build ${before.buildSid} at https://${before.domain} before.` : '';
		return `The live deployment couldn’t be read.${was} Run the command again later.`;
	}
	const { deployment } = now;
	if (!deployment) return 'Nothing is live yet. Fix the error, then run the command again.';
	const at = `Build ${deployment.buildSid}`;
	if (deployment.buildSid !== before?.buildSid) {
		return `${at} is live at https://${deployment.domain} anyway. Run the command again to rebuild and record it.`;
	}
	// They are set just before the new build is activated.
	const changed = Object.entries(deployment.variables)
		.filter(([name, value]) => before.variables[name] !== value)
		.map(([name]) => name);
	const variables =
		changed.length > 0 ? `, with these variables already changed: ${changed.sort().join(', ')}` : '';
	return `${at} is still live at https://${deployment.domain}${variables}. Fix the error, then run the command again.`;
}

/** As `twilio-run` links to it (dist/printers/utils.js). */
function consoleUrl(serviceSid: string, live: Deployment | undefined): string {
	const editor = `https://console.twilio.com/us1/develop/functions/editor/${serviceSid}`;
	return live ? `${editor}/environment/${live.environmentSid}` : editor;
}

function without(variables: Variables, names: readonly string[]): Variables {
	return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}
