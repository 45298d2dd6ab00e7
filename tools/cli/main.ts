/**
 * The one command, `handoff`: what it can do, and how it ends. Each subcommand is a file in `commands/`.
 *
 * Exit codes: 0 all is well, 1 something is wrong or failed, 2 could not be determined, 3 could not run.
 * @module
 */
import { Command } from 'commander';
import { readEnvironment } from '../account/env/environment';
import { VERSION } from '../account/project';
import { registerDemo } from './commands/demo';
import { registerDeploy } from './commands/deploy';
import { registerDoctor } from './commands/doctor';
import { registerFlow } from './commands/flow';
import { registerHistory } from './commands/history';
import { registerPromote } from './commands/promote';
import { registerRecent } from './commands/recent';
import { registerRollback } from './commands/rollback';
import { registerSetup } from './commands/setup';
import { registerStart } from './commands/start';
import { registerTrace } from './commands/trace';
import { registerVerify } from './commands/verify';
import { argumentsKeptByNpm } from './npm';
import { environmentName, requestedEnvFile } from './options';
import { explain } from './ui/explain';
import { printError } from './ui/print';
import { type Ending, runCommand } from './ui/terminal';

/** These report on an account: 1 and 2 are their answers, so a failure of their own is 3. */
const REPORTS: readonly string[] = ['doctor', 'trace', 'recent', 'verify'];

/** @param ending is set for the subcommand that is about to run */
export function createProgram(ending: Partial<Ending> = {}): Command {
	const program = new Command('handoff')
		.description('The AI-to-human handoff for Twilio: checks, sets up, deploys and follows it.')
		.usage('<command> [options]')
		.version(VERSION)
		.option('--env <file>', 'settings file (default: .env of this project, or $HANDOFF_ENV_FILE)')
		.option('--environment <name>', 'its own Functions, flow and settings file, .env.NAME', environmentName)
		.addHelpText(
			'after',
			'\nExit codes: 0 all is well, 1 something is wrong or failed, 2 could not be determined, 3 could not run.',
		)
		.configureHelp({ showGlobalOptions: true })
		.hook('preAction', (_program, command) => {
			const { environment } = command.optsWithGlobals<{ readonly environment?: string }>();
			// From there, whoever reads settings has it.
			if (environment !== undefined) process.env.HANDOFF_ENVIRONMENT = environment;
			ending.failure = REPORTS.includes(command.name()) ? 3 : 1;
			// Whoever reads the output may have seen enough, as `head` has; setup has work to finish.
			ending.goesOn = command.name() === 'setup';
		});
	const register = [
		registerDoctor,
		registerSetup,
		registerTrace,
		registerRecent,
		registerVerify,
		registerDeploy,
		registerPromote,
		registerHistory,
		registerRollback,
		registerFlow,
		registerStart,
		registerDemo,
	];
	for (const each of register) each(program);
	for (const command of everyCommand(program)) {
		command.exitOverride().showHelpAfterError(`Run: npx ${pathOf(command)} --help`);
	}
	return program;
}

/** @param argv as in `process.argv` */
export async function main(argv: readonly string[]): Promise<void> {
	const ending: Ending = { failure: 1, goesOn: false };
	const program = createProgram(ending);
	const run = async () => {
		const given = argv.slice(2);
		const { added, notes } = argumentsKeptByNpm(program, given, process.env);
		for (const note of notes) printError(note);
		await program.parseAsync([...given, ...added], { from: 'user' });
	};
	await runCommand(run, ending, (error) => explain(error, environmentOf(program)));
}

/** For explaining a failure; what cannot be read is not the failure to explain. */
function environmentOf(program: Command): { readonly envFile: string; readonly proxy?: string | undefined } {
	const envFile = requestedEnvFile(program.opts(), process.env);
	try {
		const environment = readEnvironment(envFile, process.env);
		return { envFile, proxy: environment.HTTPS_PROXY ?? environment.HTTP_PROXY };
	} catch {
		return { envFile };
	}
}

function everyCommand(command: Command): Command[] {
	return [command, ...command.commands.flatMap(everyCommand)];
}

function pathOf(command: Command): string {
	return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
