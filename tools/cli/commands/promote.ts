/**
 * `handoff promote <from> <to>`: what one environment runs goes live in another.
 * @module
 */
import type { Command } from 'commander';
import { type Account, openAccount } from '../../account/open';
import { readSource } from '../../deploy/promote';
import { ALLOW_OLDER, type EnvOption, environmentName, requireEnvFile, YES } from '../options';
import { UsageError } from '../ui/terminal';
import { type DeployOptions, deploy } from './deploy';

type Options = EnvOption & DeployOptions & { readonly environment?: string };

export function registerPromote(program: Command): void {
	const command = program
		.command('promote')
		.description('deploy exactly what runs in one environment to another')
		.argument('<from>', 'source environment', environmentName)
		.argument('<to>', 'target environment', environmentName)
		.option('--dry-run', 'show the changes without making them')
		.option('--force', 'overwrite edits made to the live flow in the Console')
		.option(...ALLOW_OLDER)
		.option(...YES)
		.option(
			'--replace-service <name>',
			'replace the Functions of this service, even if this project didn’t deploy it',
		)
		.option('--json', 'print JSON');
	command.action(async (from: string, to: string) => {
		const { env, environment, ...options } = command.optsWithGlobals<Options>();
		if (from === to || env !== undefined || environment !== undefined) {
			throw new UsageError(
				'promote takes two different environments, without --env or --environment. Run: npx handoff promote staging prod',
			);
		}
		const [source, target] = [openEnvironment(from), openEnvironment(to)];
		const title = `Reading environment ${from}`;
		await deploy(target, { ...options, source: { title, read: () => readSource(source, target) } });
	});
}

function openEnvironment(name: string): Account {
	// A flow SID in the shell can belong to one of the two at most.
	const { TWILIO_STUDIO_HANDOFF_FLOW_SID: _, ...others } = process.env;
	const shell = { ...others, HANDOFF_ENVIRONMENT: name };
	return openAccount(requireEnvFile({}, shell), shell);
}
