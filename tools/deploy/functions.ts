/**
 * Puts the Functions live with Twilio's own tool, and tells afterwards what is.
 * @module
 */
import type { Twilio } from 'twilio';
import { asking } from '../account/asking';
import { SetupError } from '../account/errors';
import type { LocalBundle } from './bundle';
import { applyVariables, type Deployment, findService, readDeployment } from './deployment';
import { DEPLOYMENT_RECORD, deploymentRecord, planFunctions, type Variables } from './plan';
import { adviceOn } from './refusal';
import { runDeployTool, type ToolOptions } from './tool';

/** The tool itself gives a build five minutes (serverless-api, `waitForSuccessfulBuild`). */
const TIME_LIMIT_MS = 10 * 60_000;
const BUILDS_LISTED = 50;
/** Of what the tool prints, this much goes into an error. */
const LINES_SHOWN = 6;

export interface DeployOptions extends Pick<ToolOptions, 'root' | 'credentials' | 'environmentSuffix'> {
	readonly client: Twilio;
	/** The service's unique name; it is created when the account has none. */
	readonly serviceName: string;
	/** What is to be live: `localBundle`. */
	readonly local: LocalBundle;
	/** What is: `readDeployment`. */
	readonly live: Deployment | undefined;
	/** `desiredVariables` */
	readonly variables: Variables;
	/** The environment the tool runs in; `HTTP_PROXY` and the like belong there. */
	readonly environment: ToolOptions['environment'];
	readonly onLine?: ToolOptions['onLine'];
	readonly timeLimitMs?: number;
}

/**
 * Does what `planFunctions` says for the same three inputs. With nothing to do it makes no request; when only variables
 * differ it sets them without a build. Whatever fails before the last step, the switch to the new build, leaves the
 * old one live.
 * @returns what is live now
 * @throws {SetupError} when the tool fails: what is live, what Twilio says of the build, how to go on
 * @throws {HandoffError} when Twilio refuses a request of our own
 * @example
 * const live = await readDeployment(client, serviceName, 'dev');
 * const variables = desiredVariables(readSettings(env));
 * const deployment = await deployFunctions({ root, client, credentials, serviceName, environmentSuffix: 'dev',
 * 	local: await localBundle(root), live, variables, environment: process.env, onLine: console.error });
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
	// What the tool does not do: it removes no variable.
	const { remove } = planFunctions(local, deployed, variables).variables;
	const record = { [DEPLOYMENT_RECORD]: deploymentRecord(local, deployed.buildSid) };
	try {
		await applyVariables(client, deployed, record, remove);
	} catch (cause) {
		const why = cause instanceof Error ? ` ${cause.message}` : '';
		throw new SetupError(
			`The new build ${deployed.buildSid} is live at https://${deployed.domain}, but its variables are not finished.${why} Run the command again: it goes on from there, with one more build if ${DEPLOYMENT_RECORD} is what is missing.`,
			{ cause },
		);
	}
	return { ...deployed, variables: without({ ...deployed.variables, ...record }, remove) };
}

/** Runs the tool and reads back what became of it. */
async function deployBuild(options: DeployOptions): Promise<Deployment> {
	const { client, live, serviceName, environmentSuffix, timeLimitMs = TIME_LIMIT_MS } = options;
	const serviceSid =
		live?.serviceSid ??
		(await findService(client, serviceName)) ??
		(await createService(client, serviceName));
	const builtBefore = await newestBuild(client, serviceSid);
	const printed: string[] = [];
	const onLine = (line: string) => {
		printed.push(line);
		options.onLine?.(line);
	};
	const { ok } = await runDeployTool({ ...options, serviceSid, timeLimitMs, onLine });
	// The network may be what failed; what can still be learned goes into the message.
	const now = await readDeployment(client, serviceName, environmentSuffix).then(
		(deployment) => ({ deployment }),
		() => undefined,
	);
	if (ok && now?.deployment && now.deployment.buildSid !== live?.buildSid) return now.deployment;
	const built = await newestBuild(client, serviceSid).catch(() => undefined);
	const isNew = built && built.sid !== builtBefore?.sid;
	// GUESS: what it mostly is; so it was in https://github.com/twilio-labs/serverless-toolkit/issues/390.
	const reason =
		isNew && built.status === 'failed'
			? `Twilio could not build the Functions (build ${built.sid} failed). Its API does not say why; most often a dependency in package.json cannot be installed there. Look at ${consoleUrl(serviceSid, live)}.`
			: ok && now
				? 'twilio-run deploy succeeded, yet not where it was sent; see whether .twilioserverlessrc names another environment.'
				: `twilio-run deploy ${ok ? 'succeeded' : 'failed'}. It said: ${said(printed)}.`;
	const advice = adviceOn(printed.map(unboxed).join(' '));
	throw new SetupError([reason, advice, whatIsLive(live, now)].filter(Boolean).join(' '));
}

/**
 * What the tool says after it has begun, without the box it draws around it. While it waits for a build it does not
 * catch what the network throws, and Node prints the error with its stack.
 */
function said(printed: readonly string[]): string {
	const begun = printed.findLastIndex((line) => line.includes('Deploying Function'));
	const words = printed.slice(begun + 1).map(unboxed);
	const thrown = words.find((line) => /^\w*Error: /.test(line));
	const lines = thrown === undefined ? words.filter((line) => line !== '') : [thrown];
	return lines.slice(0, LINES_SHOWN).join(' ') || 'nothing';
}

function unboxed(line: string): string {
	return line.replace(/^[\s│✖]+/, '').trim();
}

/** As the tool makes one (serverless-api, dist/api/services.js). Its SID is what keeps the tool from looking elsewhere. */
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

/** In which order Twilio lists them, no source says. */
async function newestBuild(
	client: Twilio,
	serviceSid: string,
): Promise<{ readonly sid: string; readonly status: string } | undefined> {
	const builds = await asking('listing the builds', () =>
		client.serverless.v1.services(serviceSid).builds.list({ limit: BUILDS_LISTED }),
	);
	const [newest] = builds.sort((a, b) => b.dateCreated.getTime() - a.dateCreated.getTime());
	return newest;
}

/** @param now `undefined` when it could not be read */
function whatIsLive(
	before: Deployment | undefined,
	now: { readonly deployment: Deployment | undefined } | undefined,
): string {
	if (!now) {
		const was = before ? ` Before, it was build ${before.buildSid} at https://${before.domain}.` : '';
		return `What is live now could not be read.${was} Run the command again once Twilio answers: it compares before it changes anything.`;
	}
	const { deployment } = now;
	if (!deployment) return 'Nothing is live yet. Fix it and run the command again.';
	const at = `Build ${deployment.buildSid}`;
	if (deployment.buildSid !== before?.buildSid) {
		return `${at} is live at https://${deployment.domain} all the same. Run the command again: it will build once more and make a note of it.`;
	}
	// The tool sets them just before it switches to the new build.
	const changed = Object.entries(deployment.variables)
		.filter(([name, value]) => before.variables[name] !== value)
		.map(([name]) => name);
	const variables =
		changed.length > 0 ? `, with these variables already new: ${changed.sort().join(', ')}` : '';
	return `${at} is still live at https://${deployment.domain}${variables}. Fix it and run the command again.`;
}

/** As the tool shows it (twilio-run, dist/printers/utils.js). */
function consoleUrl(serviceSid: string, live: Deployment | undefined): string {
	const editor = `https://console.twilio.com/us1/develop/functions/editor/${serviceSid}`;
	return live ? `${editor}/environment/${live.environmentSid}` : editor;
}

function without(variables: Variables, names: readonly string[]): Variables {
	return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}
