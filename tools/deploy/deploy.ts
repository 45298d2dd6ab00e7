/**
 * Deploys Functions and flow together.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { buildOnce } from '../../build';
import { requireSetting, SETTING_NAMES, type Settings } from '../../src/settings';
import type { FlowValues } from '../../studio/render/render';
import { versionOf } from '../../studio/version';
import type { SmokeCheck } from '../account/account-view';
import type { Deployment, Variables } from '../account/deployed';
import { checkSettable, environmentOf, setInFile } from '../account/env/environment';
import { unknownSpeech } from '../account/env/voices';
import { SetupError } from '../account/errors';
import { type LiveState, readLive, whatIsLive } from '../account/live-project';
import { type Account, describeAccount } from '../account/open';
import { gitRevision, isServiceName, ROOT, readTemplate, SERVICE_NAME, VERSION } from '../account/project';
import { FLOW_SETTING } from '../account/studio/flow';
import { resolveFlowValues } from '../account/studio/flow-values';
import { flowNameOf, type LiveFlow } from '../account/studio/live-flow';
import { type FinishedBuild, type LocalBundle, localBundle } from './bundle';
import { checkContextSize } from './context-size';
import { type DeploymentPlan, planDeployment } from './deployment-plan';
import { deployFlow } from './flow';
import { planFlow } from './flow-plan';
import { refuseFlow } from './flow-refusals';
import { findForeign, refuseForeign } from './foreign';
import { deployFunctions } from './functions';
import { desiredVariables, keyOfAgent, planFunctions } from './functions-plan';
import { addRelease, formatHistory, HISTORY, isSameRelease, readHistory, releaseOf } from './history';
import { refuseOlderFunctions } from './older';
import { smokeTest } from './smoke-test';

/** Stands for the domain that Twilio assigns with the first deployment. */
const UNKNOWN_DOMAIN = 'the-domain-twilio-will-give.twil.io';

/**
 * Runs one step and shows it.
 * @param title what is being done, as in "Building the Functions"
 * @param describe what to show of the result
 * @returns the result of `work`
 */
type RunStep = <T>(title: string, work: () => T | Promise<T>, describe?: (result: T) => string) => Promise<T>;

/** What is to be live. */
export interface Source {
	/** As in a sentence: `environment staging`. */
	readonly where: string;
	/** Of the Functions. */
	readonly version: string;
	readonly bundle: LocalBundle | FinishedBuild;
	/** The flow with its placeholders. */
	readonly template: unknown;
	readonly gitRevision: string | undefined;
}

export interface Reporting {
	/** As `openAccount` returns it. */
	readonly account: Account;
	readonly runStep: RunStep;
	/** Receives what is live after a failure, before the error is thrown. */
	readonly onFailure?: (live: LiveProject) => void;
}

export interface DeployProjectOptions extends Reporting {
	/** What is to be live: this folder, unless given. */
	readonly source?: { readonly title: string; readonly read: () => Promise<Source> } | undefined;
	/** Receives what will change, before anything does. It may ask first. */
	readonly onPlan: (plan: DeploymentPlan) => void | Promise<void>;
	/** Receives the tests that the live endpoints at this domain have passed. */
	readonly onTested?: ((domain: string, tests: readonly SmokeCheck[]) => void) | undefined;
	/** Ends after the plan. */
	readonly dryRun?: boolean;
	/** Overwrites edits made to the live flow in the Console. */
	readonly force?: boolean;
	/** Deploys a version older than the live one, or one that a rollback replaced. */
	readonly allowOlder?: boolean;
	/** Unique name or SID of a service that may be replaced although this project did not deploy it. */
	readonly replaceService?: string | undefined;
	/** Leaves out types, lint and format, for a pipeline that has just checked them. */
	readonly skipCheck?: boolean;
}

/** What is live, and the same in one line. */
export interface LiveProject extends Readonly<LiveState> {
	readonly description: string;
}

/**
 * Checks, builds, compares with what is live, and deploys what differs: Functions first, since the flow calls them, then
 * the flow, then the flow's SID in the variables and in `.env`. Last it tests the live endpoints.
 * @returns what is live then
 * @throws {SetupError} when a check or the plan forbids it, or a deployment fails
 * @throws {HandoffError} when a setting is missing, or Twilio refuses or does not answer
 * @example
 * const steps = new Steps(process.stdout);
 * await deployProject({ account: openAccount(ENV_FILE, process.env), runStep: steps.run.bind(steps), onPlan: show });
 */
export function deployProject(options: DeployProjectOptions): Promise<LiveProject> {
	return reporting(options, (state) => deploy(options, state));
}

/** Runs what changes the project, and reports what is live then, also when it fails. */
export async function reporting(
	options: Reporting,
	change: (state: LiveState) => Promise<void>,
): Promise<LiveProject> {
	const state: LiveState = {};
	try {
		await change(state);
	} catch (error) {
		await readLive(options.account, state).catch(() => undefined);
		options.onFailure?.({ ...state, description: whatIsLive(state) });
		throw error;
	}
	return { ...state, description: whatIsLive(state) };
}

async function deploy(options: DeployProjectOptions, state: LiveState): Promise<void> {
	const { account, runStep } = options;
	const { twilio } = account;
	const environment = environmentOf(account.environment);
	if (!options.skipCheck && !options.source) await runStep('Checking types, lint and format', check);
	const warnings = unknownSpeech(account.settings);
	const checked = () => {
		checkSettings(account.settings);
		// Its value is known when the account has changed already.
		if (!options.dryRun && account.settings[FLOW_SETTING] === undefined)
			checkSettable(account.envFile, FLOW_SETTING, `FW${'0'.repeat(32)}`);
	};
	await runStep('Checking settings', checked, warnings.length > 0 ? () => warnings.join(' ') : undefined);
	const given = options.source && (await runStep(options.source.title, options.source.read));
	if (!given) await runStep('Building the Functions', buildOnce);
	const asked = askAll(account, state);
	await runStep(
		'Account',
		() => asked.description,
		(description) => description,
	);
	await runStep(
		'Reading the account',
		() => asked.live,
		() => whatIsLive(state),
	);
	const resolved = await runStep('Looking up workflow and task channels', () => asked.values);
	const values = withUrl(resolved, state);
	const settings = {
		...account.settings,
		...keyOfAgent(account.profile, state.deployment?.variables),
		TWILIO_FLEX_WORKFLOW_SID: values.TWILIO_FLEX_WORKFLOW_SID,
	};
	const source = given ?? (await thisFolder());
	const { bundle: local, where } = source;
	const planTheFlow = (each: FlowValues) =>
		planFlow(state.flow ?? undefined, each, source.gitRevision, source.template, flowNameOf(environment));
	const before = await releaseOf(twilio, state);
	const known = readHistory(state.deployment?.variables ?? {}, state.flow?.sid);
	const variables = desiredVariables(withFlowSid(settings, state.flow));
	const functionsPlan = planFunctions(local, state.deployment ?? undefined, variables);
	await runStep('Comparing the Functions', async () => {
		if (!options.allowOlder && state.deployment && functionsPlan.build !== 'none')
			await refuseOlderFunctions(state.deployment, source.version, before, where);
		checkContextSize(state.deployment?.variables ?? {}, variables);
		// In any other case our record is with what would be replaced.
		if (functionsPlan.build !== 'first' && functionsPlan.build !== 'foreign') return;
		refuseForeign(await findForeign(twilio, SERVICE_NAME, environment, local), options.replaceService);
	});
	const flowPlan = await runStep(
		'Comparing the flow',
		async () => {
			const plan = planTheFlow(values);
			await refuseFlow(account, plan, options, where);
			return plan;
		},
		({ action, changes }) =>
			action === 'update' ? `${changes.length} to change` : action === 'create' ? 'new' : 'no change',
	);
	await options.onPlan(planDeployment(functionsPlan, flowPlan, 'buildSid' in local ? local : undefined));
	if (options.dryRun) return;
	state.deployment = await runStep(
		'Functions',
		() => putFunctionsLive(account, state, local, variables),
		({ domain, buildSid }) =>
			`https://${domain}, build ${buildSid}${functionsPlan.nothingToDo ? ' (no change)' : ''}`,
	);
	// The first deployment decides the domain, and the flow calls it.
	const plan = functionsPlan.build === 'first' ? planTheFlow(withUrl(resolved, state)) : flowPlan;
	state.flow = await runStep(
		'Studio flow',
		() => deployFlow(twilio, plan),
		({ sid, revision, definition }) =>
			`${versionOf(definition)}, ${sid} revision ${revision}${plan.action === 'nothing' ? ' (no change)' : ''}`,
	);
	const { sid } = state.flow;
	await runStep(
		`${FLOW_SETTING} for TAC (.env) and the Functions`,
		async () => {
			const now = await releaseOf(twilio, state, source.version);
			const isNew = now && !(before && isSameRelease(before, now));
			const history = isNew && { [HISTORY]: formatHistory(addRelease(known, before, now)) };
			const final = { ...desiredVariables(withFlowSid(settings, state.flow)), ...history };
			state.deployment = await putFunctionsLive(account, state, local, final);
			// One in the shell is as good: the file need not be created for it.
			return account.settings[FLOW_SETTING] !== sid && setInFile(account.envFile, FLOW_SETTING, sid);
		},
		(changed) => (changed ? sid : `${sid} (no change)`),
	);
	const { deployment } = state;
	const tests = await runStep('Testing the live endpoints', () =>
		testEndpoints({ settings, environment: account.environment }, deployment.domain, source.version),
	);
	options.onTested?.(deployment.domain, tests);
}

async function thisFolder(): Promise<Source> {
	return {
		where: 'this folder',
		version: VERSION,
		bundle: await localBundle(ROOT),
		template: readTemplate(),
		gitRevision: gitRevision(),
	};
}

function check(): void {
	// By a shell: on Windows npm is a script, which nothing else starts.
	const options = { cwd: ROOT, encoding: 'utf8', shell: true } as const;
	const { status, stdout, stderr } = spawnSync('npm run --silent check:code', options);
	if (status !== 0)
		throw new SetupError(`npm run check:code failed; nothing was changed.\n${stdout}${stderr}`);
}

function withFlowSid(settings: Settings, flow: LiveFlow | null | undefined): Settings {
	return !flow ? settings : { ...settings, [FLOW_SETTING]: flow.sid };
}

/** Asks for all at once what the first steps show one by one. */
function askAll(account: Account, state: LiveState) {
	const asked = {
		description: describeAccount(account),
		live: readLive(account, state),
		values: resolveFlowValues(account.twilio, account.settings, `https://${UNKNOWN_DOMAIN}`),
	};
	// The step that shows it fails; one that is not reached doesn't.
	for (const each of Object.values(asked)) each.catch(() => {});
	return asked;
}

function withUrl(values: FlowValues, { deployment }: LiveState): FlowValues {
	return deployment ? { ...values, FUNCTIONS_URL: `https://${deployment.domain}` } : values;
}

/** Everything that can be checked without the account. */
function checkSettings(settings: Settings): void {
	for (const name of SETTING_NAMES) if (settings[name] !== undefined) requireSetting(settings, name);
	for (const name of ['TWILIO_API_KEY', 'TWILIO_API_SECRET'] as const) requireSetting(settings, name);
	if (!isServiceName(SERVICE_NAME)) {
		throw new SetupError(
			`package.json has the name "${SERVICE_NAME}". It becomes the name of the Functions service, which takes up to 50 letters, digits and dashes. Nothing was changed.`,
		);
	}
}

function putFunctionsLive(
	{ twilio, credentials: { username, password }, environment }: Account,
	{ deployment }: LiveState,
	local: LocalBundle | FinishedBuild,
	variables: Variables,
): Promise<Deployment> {
	return deployFunctions({
		root: ROOT,
		client: twilio,
		// Without the account's SID: serverless-api would take that for the username.
		credentials: { username, password },
		serviceName: SERVICE_NAME,
		environmentSuffix: environmentOf(environment),
		local,
		live: deployment ?? undefined,
		variables,
	});
}

/** @throws {SetupError} when a test fails */
export async function testEndpoints(
	{ settings, environment }: Pick<Account, 'settings' | 'environment'>,
	domain: string,
	version: string,
): Promise<readonly SmokeCheck[]> {
	// The key that TAC uses: this tests that it is accepted.
	const credentials = {
		username: requireSetting(settings, 'TWILIO_API_KEY'),
		password: requireSetting(settings, 'TWILIO_API_SECRET'),
	};
	const checks = await smokeTest(`https://${domain}`, credentials, version);
	const failed = checks.filter(({ ok }) => !ok).map(({ name, found }) => `  ${name}: found ${found}`);
	if (failed.length > 0) {
		throw new SetupError(
			`The deployment is live, but these tests of it failed:\n${failed.join('\n')}\nTo go back: npx handoff rollback --environment ${environmentOf(environment)}`,
		);
	}
	return checks;
}
