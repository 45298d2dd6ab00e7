/**
 * `npm run deploy`: Functions and flow go live together. `--dry-run` shows what would change and changes nothing;
 * `--force` overwrites edits somebody made to the live flow in the Console; `--skip-check` leaves out types, lint and
 * format, for a pipeline that has just checked them.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildOnce } from '../build';
import { SetupError } from '../setup/errors';
import {
	type Deployment,
	deployFunctions,
	desiredVariables,
	type FunctionsPlan,
	localBundle,
	planFunctions,
	readDeployment,
	smokeTest,
} from '../setup/functions';
import { requireSetting, type Settings } from '../src/settings';
import { deployFlow, type FlowPlan, planFlow, refuseDrift } from '../studio/deploy';
import { findLiveFlow, type LiveFlow } from '../studio/live-flow';
import { resolveFlowValues } from '../studio/values';
import { versionOf } from '../studio/version';
import { type Account, openAccount } from './account';
import { setInFile } from './environment';
import { ENV_FILE, ENVIRONMENT, gitRevision, ROOT, readTemplate, SERVICE_NAME, VERSION } from './project';
import { runCommand, Steps } from './terminal';

const FLOW_SID = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';

/** Stands for the domain that Twilio gives the Functions when they are first deployed. */
const UNKNOWN_DOMAIN = 'the-domain-twilio-will-give.twil.io';

type Options = Readonly<Record<'dry-run' | 'force' | 'skip-check', boolean>>;

/** What is live, kept up to date step by step, so that a failure can say it. */
interface State {
	deployment?: Deployment | undefined;
	flow?: LiveFlow | undefined;
}

async function main(): Promise<void> {
	const { values: options } = parseArgs({
		options: {
			'dry-run': { type: 'boolean', default: false },
			force: { type: 'boolean', default: false },
			'skip-check': { type: 'boolean', default: false },
		},
	});
	const state: State = {};
	try {
		await deploy(state, options);
	} catch (error) {
		console.error(whatIsLive(state));
		throw error;
	}
}

async function deploy(state: State, options: Options): Promise<void> {
	const steps = new Steps(process.stdout);
	if (!options['skip-check']) await steps.run('Checking types, lint and format', check);
	await steps.run('Building the Functions', buildOnce);
	const account = openAccount(ENV_FILE, process.env);
	const { twilio, settings } = account;
	await steps.run(
		'Reading the account',
		async () => {
			[state.deployment, state.flow] = await Promise.all([
				readDeployment(twilio, SERVICE_NAME, ENVIRONMENT),
				findLiveFlow(twilio, settings[FLOW_SID]),
			]);
		},
		() => whatIsLive(state),
	);
	const local = await localBundle(ROOT);
	const variables = desiredVariables(withFlowSid(settings, state.flow));
	const functionsPlan = planFunctions(local, state.deployment, variables);
	const flowPlan = await steps.run(
		'Comparing the flow',
		async () => {
			const plan = await planFor(account, state);
			if (!options.force) refuseDrift(plan);
			return plan;
		},
		({ action, changes }) =>
			action === 'update' ? `${changes.length} changes` : action === 'create' ? 'new' : 'no change',
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
		flowPlan.action === 'create' || functionsPlan.build === 'first'
			? await planFor(account, state)
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
			const changed = setInFile(account.envFile, FLOW_SID, sid);
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
	const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'check'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	if (status !== 0) throw new SetupError(`npm run check failed; nothing was changed.\n${stdout}${stderr}`);
}

function withFlowSid(settings: Settings, flow: LiveFlow | undefined): Settings {
	return flow === undefined ? settings : { ...settings, [FLOW_SID]: flow.sid };
}

async function planFor({ twilio, settings }: Account, { deployment, flow }: State): Promise<FlowPlan> {
	const values = await resolveFlowValues(twilio, settings, `https://${deployment?.domain ?? UNKNOWN_DOMAIN}`);
	return planFlow(flow, values, gitRevision(), readTemplate());
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
		live: deployment,
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
	for (const line of lines) console.log(`  ${line}`);
	if (lines.length === 0) console.log('  Everything is live already.');
}

async function smoke(settings: Settings, deployment: Deployment | undefined): Promise<void> {
	if (!deployment) return;
	const credentials = {
		username: requireSetting(settings, 'ACCOUNT_SID'),
		password: requireSetting(settings, 'AUTH_TOKEN'),
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
		: 'no Functions';
	const studio = flow ? `flow ${flow.sid} revision ${flow.revision}` : 'no flow';
	return `Live: ${functions}; ${studio}.`;
}

void runCommand(main);
