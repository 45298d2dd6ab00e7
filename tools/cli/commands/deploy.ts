/**
 * `npm run deploy`: Functions and flow go live together. `--dry-run` shows what would change and changes nothing;
 * `--force` overwrites edits made to the live flow in the Console; `--replace-service NAME` names the service whose
 * Functions may be replaced although this project did not deploy them; `--skip-check` leaves out types, lint and format,
 * for a pipeline that has just checked them.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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
	ENV_FILE,
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
import { runCommand, Steps } from '../ui/terminal';

const FLOW_SID = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';

/** Stands for the domain that Twilio gives the Functions when they are first deployed. */
const UNKNOWN_DOMAIN = 'the-domain-twilio-will-give.twil.io';

type Options = Readonly<Record<'dry-run' | 'force' | 'skip-check', boolean>> & {
	/** The unique name or the SID. */
	readonly 'replace-service'?: string | undefined;
};

/** What is live, as last seen; `undefined` before it was read, `null` when there is nothing. */
interface State {
	deployment?: Deployment | null;
	flow?: LiveFlow | null;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			'dry-run': { type: 'boolean', default: false },
			force: { type: 'boolean', default: false },
			'replace-service': { type: 'string' },
			'skip-check': { type: 'boolean', default: false },
		},
	});
	// Without `--` in front of it npm takes the option for its own and only leaves a note. Not so `--force`: the same note
	// is there for anyone whose .npmrc says so, and they never meant somebody's edit in the Console.
	const options = { ...values, 'dry-run': values['dry-run'] || process.env.npm_config_dry_run === 'true' };
	const account = openAccount(ENV_FILE, process.env);
	const state: State = {};
	try {
		await deploy(account, state, options);
	} catch (error) {
		await read(account, state).catch(() => undefined);
		console.error(whatIsLive(state));
		throw error;
	}
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

async function deploy(account: Account, state: State, options: Options): Promise<void> {
	const steps = new Steps(process.stdout);
	if (!options['skip-check']) await steps.run('Checking types, lint and format', check);
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
		// Otherwise our note is with what would be replaced.
		if (functionsPlan.build !== 'first' && functionsPlan.build !== 'foreign') return;
		refuseForeign(await findForeign(twilio, SERVICE_NAME, ENVIRONMENT, local), options['replace-service']);
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
	showPlan(functionsPlan, flowPlan);
	if (options['dry-run']) {
		console.log('Dry run: nothing was changed.');
		return;
	}
	state.deployment = await steps.run(
		'Functions',
		() => putFunctionsLive(account, state, local, variables),
		({ domain, buildSid }) =>
			`https://${domain}, build ${buildSid}${functionsPlan.nothingToDo ? ' (no change)' : ''}`,
	);
	// The first deployment decides the domain, and the flow calls it.
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
	await steps.run('Asking the live endpoints', () => smoke(settings, state.deployment));
	console.log(`\n${whatIsLive(state)}`);
}

function check(): void {
	// By a shell: on Windows npm is a script, which nothing else starts.
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

/** All that can be told from the files alone, before the account is touched. */
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
function showPlan({ build, variables }: FunctionsPlan, { action, changes, live }: FlowPlan): void {
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
	for (const line of lines) console.log(`  ${redact(line)}`);
	if (lines.length === 0) console.log('  Everything is live already.');
}

async function smoke(settings: Settings, deployment: Deployment | null | undefined): Promise<void> {
	if (!deployment) return;
	// The key TAC calls with: that it opens the door is the point.
	const credentials = {
		username: requireSetting(settings, 'TWILIO_API_KEY'),
		password: requireSetting(settings, 'TWILIO_API_SECRET'),
	};
	const checks = await smokeTest(`https://${deployment.domain}`, credentials, VERSION);
	const wrong = checks.filter(({ ok }) => !ok).map(({ name, found }) => `  ${name}: found ${found}`);
	if (wrong.length > 0) {
		throw new SetupError(
			`The deployment is live, and does not answer as it should:\n${wrong.join('\n')}\nTo go back: activate the build before in the Console (Functions and Assets, Deployments), and npm run flow -- rollback.`,
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

void runCommand(main);
