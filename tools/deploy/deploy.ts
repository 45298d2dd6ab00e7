/**
 * Deploys Functions and flow together.
 * @module
 */
import { buildOnce } from '../../build';
import { checkSettable } from '../account/env/environment';
import { unknownSpeech } from '../account/env/voices';
import { type LiveState, readLive } from '../account/live-project';
import { type Account, describeAccount } from '../account/open';
import { FLOW_SETTING } from '../account/studio/flow';
import { resolveFlowValues } from '../account/studio/flow-values';
import { type CompareOptions, compare } from './compare';
import { type DeploymentPlan, planDeployment } from './deployment-plan';
import { type GoLiveOptions, goLive } from './go-live';
import { checkCode, checkSettings } from './local-checks';
import { type LiveProject, reporting, showAccount } from './reporting';
import { type Source, thisFolder } from './source';

/** Stands for the domain that Twilio assigns with the first deployment. */
const UNKNOWN_DOMAIN = 'the-domain-twilio-will-give.twil.io';

export interface DeployProjectOptions extends CompareOptions, GoLiveOptions {
	/** What to deploy: this folder, unless given. */
	readonly source?: { readonly title: string; readonly read: () => Promise<Source> } | undefined;
	/** Receives what will change, before anything does. It may ask first. */
	readonly onPlan: (plan: DeploymentPlan) => void | Promise<void>;
	/** Ends after the plan. */
	readonly dryRun?: boolean;
	/** Skips the type, lint, and format checks, for a pipeline that has just run them. */
	readonly skipCheck?: boolean;
}

/**
 * Checks, builds, compares with what is live, and deploys what differs: Functions first, since the flow calls them, then
 * the flow, then the flow's SID in the variables and in `.env`. Last it tests the live endpoints.
 * @returns what is live then
 * @throws {SetupError} when a check or the plan forbids it, or a deployment fails
 * @throws {HandoffError} when a setting is missing, or Twilio refuses or does not respond
 * @example
 * const steps = new Steps(process.stdout);
 * await deployProject({ account: openAccount(ENV_FILE, process.env), runStep: steps.run.bind(steps), onPlan: show });
 */
export function deployProject(options: DeployProjectOptions): Promise<LiveProject> {
	return reporting(options, (state) => deploy(options, state));
}

async function deploy(options: DeployProjectOptions, state: LiveState): Promise<void> {
	const given = await prepare(options);
	const { description, live, values } = askAll(options.account, state);
	await showAccount(options, state, { description: () => description, live: () => live });
	const resolved = await options.runStep('Looking up workflow and task channels', () => values);
	const source = given ?? (await thisFolder());
	const comparison = await compare(options, state, source, resolved);
	const { bundle } = source;
	const promoted = 'buildSid' in bundle ? bundle : undefined;
	await options.onPlan(planDeployment(comparison.functions, comparison.flow, promoted));
	if (!options.dryRun) await goLive(options, state, comparison);
}

/** The steps that need no account: the checks, and reading what is to be deployed. @returns `undefined` for this folder, which is built then */
async function prepare({
	account: { settings, envFile },
	runStep,
	source,
	skipCheck,
	dryRun,
}: DeployProjectOptions): Promise<Source | undefined> {
	if (!skipCheck && !source) await runStep('Checking types, lint, and format', checkCode);
	const warnings = unknownSpeech(settings);
	const checked = () => {
		checkSettings(settings);
		// Its value is known when the account has changed already.
		if (!dryRun && settings[FLOW_SETTING] === undefined)
			checkSettable(envFile, FLOW_SETTING, `FW${'0'.repeat(32)}`);
	};
	await runStep('Checking settings', checked, warnings.length > 0 ? () => warnings.join(' ') : undefined);
	if (source) return runStep(source.title, source.read);
	await runStep('Building the Functions', buildOnce);
	return undefined;
}

/** Starts all the reads at once that the first steps show one by one. */
function askAll(account: Account, state: LiveState) {
	const asked = {
		description: describeAccount(account),
		live: readLive(account, state),
		values: resolveFlowValues(account.twilio, account.settings, `https://${UNKNOWN_DOMAIN}`),
	};
	// The step that awaits a read reports its failure; without this, one that is never awaited would crash the process.
	for (const each of Object.values(asked)) each.catch(() => {});
	return asked;
}
