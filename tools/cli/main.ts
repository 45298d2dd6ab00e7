/**
 * The one command, `handoff`: what it can do, and how it ends. Each subcommand is a file in `commands/`.
 *
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

/** These report on an account: their exit codes 1 and 2 are results, so 3 means that the command itself failed. */
const REPORTS: readonly string[] = ['doctor', 'trace', 'recent', 'verify'];

const EXIT_CODES =
	'Exit codes: 0 success, 1 a problem was found or the command failed, 2 some data couldn’t be read, 3 could not run.';

/** @param ending is set for the subcommand that is about to run */
export function createProgram(ending: Partial<Ending> = {}): Command {
	const program = new Command('handoff')
		.description('Set up, deploy, and troubleshoot the AI-to-human handoff for Twilio.')
		.usage('<command> [options]')
		.version(VERSION)
		.option('--env <file>', 'settings file (default: .env of this project, or $HANDOFF_ENV_FILE)')
		.option(
			'--environment <name>',
			'environment to use, with its own Functions, flow, and settings file (.env.NAME)',
			environmentName,
		)
		// Also at the end of the help of every subcommand.
		.addHelpText('afterAll', `\n${EXIT_CODES}`)
		.configureHelp({ showGlobalOptions: true })
		.hook('preAction', (_program, command) => {
			const { environment } = command.optsWithGlobals<{ readonly environment?: string }>();
			// Settings are read from there.
			if (environment !== undefined) process.env.HANDOFF_ENVIRONMENT = environment;
			ending.failure = REPORTS.includes(command.name()) ? 3 : 1;
			// The reader may close the pipe early, as `head` does; setup must finish anyway.
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
