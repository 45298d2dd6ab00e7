/**
 * `handoff deploy`: Functions and flow go live together.
 * @module
 */
import type { Command } from 'commander';
import { redact } from '../../../src/redact';
import { environmentOf } from '../../account/env/environment';
import { type Account, openAccount } from '../../account/open';
import { deployProject } from '../../deploy/deploy';
import type { DeploymentPlan } from '../../deploy/deployment-plan';
import type { LiveProject, Reporting } from '../../deploy/reporting';
import {
	ALLOW_OLDER,
	commandFor,
	confirmProduction,
	type EnvOption,
	requireEnvFile,
	requireTerminal,
	YES,
} from '../options';
import { widthOf, wrap } from '../ui/layout';
import { print, printError, shown } from '../ui/print';
import { Steps } from '../ui/terminal';

export interface DeployOptions {
	readonly dryRun?: boolean;
	readonly force?: boolean;
	readonly allowOlder?: boolean;
	readonly skipCheck?: boolean;
	readonly json?: boolean;
	/** Production is not asked about. */
	readonly yes?: boolean;
	/** What to deploy in place of this folder. */
	readonly source?: Parameters<typeof deployProject>[0]['source'];
	/** The unique name or the SID. */
	readonly replaceService?: string;
	/** Receives the tests that the live endpoints have passed. */
	readonly onTested?: Parameters<typeof deployProject>[0]['onTested'];
}

export function registerDeploy(program: Command): void {
	const command = program
		.command('deploy')
		.description('deploy the Functions and the flow together')
		.option('--dry-run', 'show the changes without making them')
		.option('--force', 'overwrite edits made to the live flow in the Console')
		.option(...ALLOW_OLDER)
		.option(...YES)
		.option(
			'--replace-service <name>',
			'replace the Functions of this service, even if this project didn’t deploy it',
		)
		.option('--skip-check', 'skip the type, lint, and format checks')
		.option('--json', 'print JSON');
	command.action(async () => {
		const options = command.optsWithGlobals<DeployOptions & EnvOption>();
		await deploy(openAccount(requireEnvFile(options, process.env), process.env), options);
	});
}

/**
 * Deploys and shows each step. With `json` the output is the result alone, and the steps go to standard error.
 * @throws {SetupError | HandoffError} when it fails; what is live was printed before
 */
export async function deploy(account: Account, options: DeployOptions): Promise<void> {
	const { dryRun = false, force = false, skipCheck = false } = options;
	const { allowOlder = false, replaceService, onTested, source } = options;
	await changeProject<DeploymentPlan>(account, options, {
		work: (reporting, onPlan) =>
			deployProject({
				...reporting,
				onPlan,
				...{ dryRun, force, allowOlder, skipCheck, replaceService, onTested, source },
			}),
		whenNothing: 'Everything is up to date.',
		repeat: source ? 'run the command again without --dry-run' : commandFor(account, 'deploy'),
		planJson: (plan) => ({
			functions: { build: plan.functions.build, variables: plan.functions.variables },
			flow: { action: plan.flow.action, changes: plan.flow.changes.map(redact) },
			// The same for people, a line each.
			changes: plan.changes,
		}),
	});
}

interface Change<Plan> {
	readonly work: (reporting: Reporting, onPlan: (plan: Plan) => Promise<void>) => Promise<LiveProject>;
	/** What to print when the plan has no change. */
	readonly whenNothing: string;
	/** What to do after a dry run. */
	readonly repeat: string;
	readonly planJson: (plan: Plan) => object;
}

/** Shows the steps, the plan and what is live then; asks before production is changed. */
export async function changeProject<Plan extends { readonly changes: readonly string[] }>(
	account: Account,
	{ dryRun = false, json = false, yes = false }: Pick<DeployOptions, 'dryRun' | 'json' | 'yes'>,
	{ work, whenNothing, repeat, planJson }: Change<Plan>,
): Promise<void> {
	const { environment } = account;
	if (!dryRun) requireTerminal(environment, yes);
	const terminal = json ? process.stderr : process.stdout;
	const log = (text: string) => print(wrap(text, widthOf(terminal), 4), { to: terminal });
	const steps = new Steps(terminal);
	let plan: Plan | undefined;
	let live: LiveProject | undefined;
	let ok = false;
	try {
		live = await work(
			{
				account,
				runStep: (title, step, describe) => steps.run(title, step, describe),
				onFailure: (each) => {
					live = each;
					printError(each.description);
				},
			},
			async (each) => {
				plan = each;
				for (const change of each.changes) log(`  ${shown(change)}`);
				if (each.changes.length === 0) log(`  ${whenNothing}`);
				else if (!dryRun) await confirmProduction(environment, yes);
			},
		);
		ok = true;
		log(
			dryRun
				? `Dry run: nothing was changed. To apply: ${repeat}`
				: `\n${live.description}\nTo check the account: ${commandFor(account, 'doctor')}`,
		);
	} finally {
		if (json) {
			const about = {
				accountSid: account.settings.ACCOUNT_SID ?? null,
				environment: environmentOf(environment),
				dryRun,
				ok,
			};
			const result = { ...about, plan: plan ? planJson(plan) : null, live: liveJson(live) };
			print(JSON.stringify(result, undefined, 2));
		}
	}
}

/** A half is left out when it could not be read, null when there is none. */
function liveJson(live: LiveProject | undefined): object {
	const { domain, serviceSid, environmentSid, buildSid } = live?.deployment ?? {};
	const { flow } = live ?? {};
	return {
		functions: live?.deployment && { domain, serviceSid, environmentSid, buildSid },
		flow: flow && { sid: flow.sid, revision: flow.revision, status: flow.status },
	};
}
