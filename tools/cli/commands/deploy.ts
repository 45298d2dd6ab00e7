/**
 * `handoff deploy`: Functions and flow go live together.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { buildOnce } from '../../../build';
import { redact } from '../../../src/redact';
import { requireSetting, SETTING_NAMES, type Settings } from '../../../src/settings';
import type { FlowValues } from '../../../studio/render/render';
import { versionOf } from '../../../studio/version';
import { setInFile } from '../../account/environment';
import { SetupError } from '../../account/errors';
import { resolveFlowValues } from '../../account/flow-values';
import { findLiveFlow, type LiveFlow } from '../../account/live-flow';
import { type Account, describeAccount, flowSidOf, openAccount } from '../../account/open';
import {
	ENVIRONMENT,
	gitRevision,
	isServiceName,
	ROOT,
	readTemplate,
	SERVICE_NAME,
	VERSION,
} from '../../account/project';
import { deployFlow, type FlowPlan, planFlow, refuseDrift } from '../../deploy/flow';
import {
	checkContextSize,
	type Deployment,
	deployFunctions,
	desiredVariables,
	type FunctionsPlan,
	findForeign,
	localBundle,
	planFunctions,
	readDeployment,
	refuseForeign,
	smokeTest,
} from '../../doctor/functions';
import { type EnvOption, requireEnvFile } from '../options';
import { widthOf, wrap } from '../ui/layout';
import { Steps } from '../ui/terminal';

const FLOW_SID = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';

/** Stands for the domain that Twilio gives the Functions when they are first deployed. */
const UNKNOWN_DOMAIN = 'the-domain-twilio-will-give.twil.io';

export interface DeployOptions {
	readonly dryRun?: boolean;
	readonly force?: boolean;
	readonly skipCheck?: boolean;
	readonly json?: boolean;
	/** The unique name or the SID. */
	readonly replaceService?: string;
}

/** What is live, as last seen; `undefined` before it was read, `null` when there is nothing. */
interface State {
	deployment?: Deployment | null;
	flow?: LiveFlow | null;
}

export function registerDeploy(program: Command): void {
	const command = program
		.command('deploy')
		.description('put the Functions and the flow live, together')
		.option('--dry-run', 'show what would change; change nothing')
		.option('--force', 'overwrite edits made to the live flow in the Console')
		.option(
			'--replace-service <name>',
			'replace the Functions of this service, which this project did not deploy',
		)
		.option('--skip-check', 'skip types, lint and format, for a pipeline that has just checked them')
		.option('--json', 'print JSON');
	command.action(async () => {
		const options = command.optsWithGlobals<DeployOptions & EnvOption>();
		await deploy(openAccount(requireEnvFile(options, process.env), process.env), options);
	});
}

/**
 * @throws {SetupError | HandoffError} when it fails; what is live was printed before
 */
export async function deploy(account: Account, options: DeployOptions): Promise<void> {
	const state: State = {};
	// With --json the output is the result alone.
	const terminal = options.json ? process.stderr : process.stdout;
	const log = (text: string) => terminal.write(`${wrap(text, widthOf(terminal), 4)}\n`);
	const result: Result = {};
	try {
		await run(account, state, options, new Steps(terminal), log, result);
	} catch (error) {
		await read(account, state).catch(() => undefined);
		console.error(whatIsLive(state));
		throw error;
	} finally {
		if (options.json) console.log(resultJson(account, state, options, result));
	}
}

/** What the command has done so far, for machines. */
interface Result {
	plan?: { readonly functions: FunctionsPlan; readonly flow: FlowPlan };
	ok?: boolean;
}

function resultJson(
	{ settings }: Account,
	{ deployment, flow }: State,
	{ dryRun = false }: DeployOptions,
	{ plan, ok = false }: Result,
): string {
	const { domain, serviceSid, environmentSid, buildSid } = deployment ?? {};
	return JSON.stringify(
		{
			accountSid: settings.ACCOUNT_SID ?? null,
			dryRun,
			ok,
			plan: plan
				? {
						functions: { build: plan.functions.build, variables: plan.functions.variables },
						flow: { action: plan.flow.action, changes: plan.flow.changes.map(redact) },
					}
				: null,
			live: {
				// Left out when it could not be read, null when there is none.
				functions: deployment && { domain, serviceSid, environmentSid, buildSid },
				flow: flow && { sid: flow.sid, revision: flow.revision, status: flow.status },
			},
		},
		undefined,
		2,
	);
}

/** Reads what is live. What cannot be read counts as unknown, and the other half is kept. */
async function read({ twilio, settings }: Account, state: State): Promise<void> {
	const flowSid = state.flow?.sid ?? flowSidOf(settings);
	delete state.deployment;
	delete state.flow;
	const [deployment, flow] = await Promise.allSettled([
		readDeployment(twilio, SERVICE_NAME, ENVIRONMENT),
		findLiveFlow(twilio, flowSid),
	]);
	if (deployment.status === 'fulfilled') state.deployment = deployment.value ?? null;
	if (flow.status === 'fulfilled') state.flow = flow.value ?? null;
	for (const half of [deployment, flow]) if (half.status === 'rejected') throw half.reason;
}

async function run(
	account: Account,
	state: State,
	options: DeployOptions,
	steps: Steps,
	log: (text: string) => void,
	result: Result,
): Promise<void> {
	if (!options.skipCheck) await steps.run('Checking types, lint and format', check);
	await steps.run('Checking settings and version', () => checkSettings(account.settings));
	await steps.run('Building the Functions', buildOnce);
	await steps.run(
		'Account',
		() => describeAccount(account),
		(description) => description,
	);
	await steps.run(
		'Reading the account',
		() => read(account, state),
		() => whatIsLive(state),
	);
	const { twilio } = account;
	const values = await steps.run('Looking up workflow and task channels', () => valuesFor(account, state));
	const settings = { ...account.settings, TWILIO_FLEX_WORKFLOW_SID: values.TWILIO_FLEX_WORKFLOW_SID };
	const local = await localBundle(ROOT);
	const variables = desiredVariables(withFlowSid(settings, state.flow));
	const functionsPlan = planFunctions(local, state.deployment ?? undefined, variables);
	await steps.run('Comparing the Functions', async () => {
		checkContextSize(state.deployment?.variables ?? {}, variables);
		// Anything else carries our note.
		if (functionsPlan.build !== 'first' && functionsPlan.build !== 'foreign') return;
		refuseForeign(await findForeign(twilio, SERVICE_NAME, ENVIRONMENT, local), options.replaceService);
	});
	const flowPlan = await steps.run(
		'Comparing the flow',
		() => {
			const plan = planFlow(state.flow ?? undefined, values, gitRevision(), readTemplate());
			if (!options.force) refuseDrift(plan);
			return plan;
		},
		({ action, changes }) =>
			action === 'update' ? `${changes.length} to change` : action === 'create' ? 'new' : 'no change',
	);
	result.plan = { functions: functionsPlan, flow: flowPlan };
	for (const line of planLines(functionsPlan, flowPlan)) log(line);
	if (options.dryRun) {
		result.ok = true;
		log('Dry run: nothing was changed. To deploy: npx handoff deploy');
		return;
	}
	state.deployment = await steps.run(
		'Functions',
		() => putFunctionsLive(account, state, local, variables),
		({ domain, buildSid }) =>
			`https://${domain}, build ${buildSid}${functionsPlan.nothingToDo ? ' (no change)' : ''}`,
	);
	// The first deployment decides the domain, and the flow's requests go there.
	const plan =
		functionsPlan.build === 'first'
			? planFlow(state.flow ?? undefined, await valuesFor(account, state), gitRevision(), readTemplate())
			: flowPlan;
	state.flow = await steps.run(
		'Studio flow',
		() => deployFlow(twilio, plan),
		({ sid, revision, definition }) =>
			`${versionOf(definition)}, ${sid} revision ${revision}${plan.action === 'nothing' ? ' (no change)' : ''}`,
	);
	const { sid } = state.flow;
	await steps.run(
		`${FLOW_SID} for TAC (.env) and the Functions`,
		async () => {
			// The shell's is as good: the file need not be made for it.
			const changed = account.settings[FLOW_SID] !== sid && setInFile(account.envFile, FLOW_SID, sid);
			const now = desiredVariables(withFlowSid(settings, state.flow));
			state.deployment = await putFunctionsLive(account, state, local, now);
			return changed;
		},
		(changed) => (changed ? sid : `${sid} (no change)`),
	);
	await steps.run('Checking the live endpoints', () => smoke(settings, state.deployment));
	result.ok = true;
	log(`\n${whatIsLive(state)}\nTo check the account: npx handoff doctor`);
}

function check(): void {
	// By a shell: on Windows npm is a script, which only a shell starts.
	const options = { cwd: ROOT, encoding: 'utf8', shell: true } as const;
	const { status, stdout, stderr } = spawnSync('npm run --silent check', options);
	if (status !== 0) throw new SetupError(`npm run check failed; nothing was changed.\n${stdout}${stderr}`);
}

function withFlowSid(settings: Settings, flow: LiveFlow | null | undefined): Settings {
	return !flow ? settings : { ...settings, [FLOW_SID]: flow.sid };
}

function valuesFor({ twilio, settings }: Account, { deployment }: State): Promise<FlowValues> {
	return resolveFlowValues(twilio, settings, `https://${deployment?.domain ?? UNKNOWN_DOMAIN}`);
}

/** What the files alone show to be wrong, before the account is touched. */
function checkSettings(settings: Settings): void {
	for (const name of SETTING_NAMES) if (settings[name] !== undefined) requireSetting(settings, name);
	for (const name of ['TWILIO_API_KEY', 'TWILIO_API_SECRET'] as const) requireSetting(settings, name);
	if (!isServiceName(SERVICE_NAME)) {
		throw new SetupError(
			`package.json has the name "${SERVICE_NAME}". The Functions service gets it, and takes at most 50 letters, digits and dashes. Nothing was changed.`,
		);
	}
	const { version }: { version?: unknown } = JSON.parse(
		readFileSync(join(ROOT, 'assets', 'version.json'), 'utf8'),
	);
	if (version !== VERSION) {
		throw new SetupError(
			`assets/version.json says version ${version}, package.json ${VERSION}. Make them the same; nothing was changed.`,
		);
	}
}

function putFunctionsLive(
	{ twilio, settings }: Account,
	{ deployment }: State,
	local: Awaited<ReturnType<typeof localBundle>>,
	variables: ReturnType<typeof desiredVariables>,
): Promise<Deployment> {
	return deployFunctions({
		root: ROOT,
		client: twilio,
		credentials: {
			username: requireSetting(settings, 'ACCOUNT_SID'),
			password: requireSetting(settings, 'AUTH_TOKEN'),
		},
		serviceName: SERVICE_NAME,
		environmentSuffix: ENVIRONMENT,
		local,
		live: deployment ?? undefined,
		variables,
		environment: process.env,
	});
}

/** Names only: a variable's value may be a secret. */
function planLines({ build, variables }: FunctionsPlan, { action, changes, live }: FlowPlan): string[] {
	const builds = {
		none: [],
		first: ['Functions: the first build'],
		changed: ['Functions: a new build, since the code changed'],
		foreign: ['Functions: a new build, since what is live was not deployed by this command'],
	};
	const lines = [
		...builds[build],
		...variables.set.map((name) => `Functions: sets ${name}`),
		...variables.change.map((name) => `Functions: changes ${name}`),
		...variables.remove.map((name) => `Functions: removes ${name}`),
		...(action === 'create' ? ['Flow: a new one'] : []),
		...(action === 'update' ? changes.map((change) => `Flow ${live?.sid}: ${change}`) : []),
	];
	return lines.length === 0 ? ['  Everything is live already.'] : lines.map((line) => `  ${redact(line)}`);
}

async function smoke(settings: Settings, deployment: Deployment | null | undefined): Promise<void> {
	if (!deployment) return;
	// The key TAC authenticates with: that it is accepted is the point.
	const credentials = {
		username: requireSetting(settings, 'TWILIO_API_KEY'),
		password: requireSetting(settings, 'TWILIO_API_SECRET'),
	};
	const checks = await smokeTest(`https://${deployment.domain}`, credentials, VERSION);
	const wrong = checks.filter(({ ok }) => !ok).map(({ name, found }) => `  ${name}: found ${found}`);
	if (wrong.length > 0) {
		throw new SetupError(
			`The deployment is live, and does not respond as expected:\n${wrong.join('\n')}\nTo go back: activate the earlier build in the Console (Functions and Assets, Deployments), and run: npx handoff flow rollback`,
		);
	}
}

function whatIsLive({ deployment, flow }: State): string {
	const functions = deployment
		? `Functions at https://${deployment.domain} (build ${deployment.buildSid})`
		: deployment === null
			? 'no Functions'
			: 'Functions that could not be read';
	const studio = flow
		? `flow ${flow.sid} revision ${flow.revision}${flow.status === 'published' ? '' : ` (a ${flow.status})`}`
		: flow === null
			? 'no flow'
			: 'a flow that could not be read';
	return `Live: ${functions}; ${studio}.`;
}
