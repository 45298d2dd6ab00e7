/**
 * `handoff rollback`: rolls Functions and flow back together to the previous deployment.
 * @module
 */
import type { Command } from 'commander';
import { openAccount } from '../../account/open';
import { type RollbackPlan, rollBackProject } from '../../deploy/rollback';
import { commandFor, type EnvOption, requireEnvFile, YES } from '../options';
import { changeProject, type DeployOptions } from './deploy';

export function registerRollback(program: Command): void {
	const command = program
		.command('rollback')
		.description('roll back the Functions and the flow to the previous deployment')
		.option('--dry-run', 'show the changes without making them')
		.option('--force', 'overwrite edits made to the live flow in the Console; keeps drafts')
		.option(...YES)
		.option('--json', 'print JSON');
	command.action(async () => {
		const options = command.optsWithGlobals<DeployOptions & EnvOption>();
		const account = openAccount(requireEnvFile(options, process.env), process.env);
		const { dryRun = false, force = false } = options;
		await changeProject<RollbackPlan>(account, options, {
			work: (reporting, onPlan) => rollBackProject({ ...reporting, onPlan, dryRun, force }),
			whenNothing: 'Nothing to roll back.',
			repeat: commandFor(account, 'rollback'),
			planJson: ({ from, to }) => ({ from, to }),
		});
	});
}
