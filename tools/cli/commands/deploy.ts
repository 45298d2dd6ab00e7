/**
 * `handoff deploy`: Functions and flow go live together.
 * @module
 */
import type { Command } from 'commander';
import { redact } from '../../../src/redact';
import { type Account, openAccount } from '../../account/open';
import { deployProject, type LiveProject } from '../../deploy/deploy';
import type { DeploymentPlan } from '../../deploy/deployment-plan';
import { ALLOW_OLDER, type EnvOption, requireEnvFile } from '../options';
import { widthOf, wrap } from '../ui/layout';
import { print, printError, shown } from '../ui/print';
import { Steps } from '../ui/terminal';

export interface DeployOptions {
	readonly dryRun?: boolean;
	readonly force?: boolean;
	readonly allowOlder?: boolean;
	readonly skipCheck?: boolean;
	readonly json?: boolean;
	/** The unique name or the SID. */
	readonly replaceService?: string;
	/** Receives the tests that the live endpoints have passed. */
	readonly onTested?: Parameters<typeof deployProject>[0]['onTested'];
}

export function registerDeploy(program: Command): void {
	const command = program
		.command('deploy')
		.description('put the Functions and the flow live, together')
		.option('--dry-run', 'show what would change; change nothing')
		.option('--force', 'overwrite edits made to the live flow in the Console')
		.option(...ALLOW_OLDER)
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
 * Deploys and shows each step. With `json` the output is the result alone, and the steps go to standard error.
 * @throws {SetupError | HandoffError} when it fails; what is live was printed before
 */
export async function deploy(account: Account, options: DeployOptions): Promise<void> {
	const { dryRun = false, json = false, force = false, skipCheck = false } = options;
	const { allowOlder = false, replaceService, onTested } = options;
	const terminal = json ? process.stderr : process.stdout;
	const log = (text: string) => print(wrap(text, widthOf(terminal), 4), { to: terminal });
	const steps = new Steps(terminal);
	let plan: DeploymentPlan | undefined;
	let live: LiveProject | undefined;
	let ok = false;
	try {
		live = await deployProject({
			account,
			runStep: (title, work, describe) => steps.run(title, work, describe),
			onPlan: (each) => {
				plan = each;
				for (const change of each.changes) log(`  ${shown(change)}`);
				if (each.changes.length === 0) log('  Everything is live already.');
			},
			onFailure: (each) => {
				live = each;
				printError(each.description);
			},
			...{ dryRun, force, allowOlder, skipCheck, replaceService, onTested },
		});
		ok = true;
		log(
			dryRun
				? 'Dry run: nothing was changed. To deploy: npx handoff deploy'
				: `\n${live.description}\nTo check the account: npx handoff doctor`,
		);
	} finally {
		if (json) print(resultJson({ accountSid: account.settings.ACCOUNT_SID ?? null, dryRun, ok }, plan, live));
	}
}

function resultJson(about: object, plan: DeploymentPlan | undefined, live: LiveProject | undefined): string {
	const { domain, serviceSid, environmentSid, buildSid } = live?.deployment ?? {};
	const { flow } = live ?? {};
	return JSON.stringify(
		{
			...about,
			plan: plan
				? {
						functions: { build: plan.functions.build, variables: plan.functions.variables },
						flow: { action: plan.flow.action, changes: plan.flow.changes.map(redact) },
						// The same for people, a line each.
						changes: plan.changes,
					}
				: null,
			live: {
				// Left out when it could not be read, null when there is none.
				functions: live?.deployment && { domain, serviceSid, environmentSid, buildSid },
				flow: flow && { sid: flow.sid, revision: flow.revision, status: flow.status },
			},
		},
		undefined,
		2,
	);
}
