/**
 * `npm run doctor --json`: without `--` in front of it npm takes the option itself, and the command sees only an
 * environment variable (https://docs.npmjs.com/cli/v11/using-npm/config#environment-variables).
 * @module
 */
import type { Command, Option } from 'commander';
import { UsageError } from './ui/terminal';

/** Options that change nothing in the account, so they can be added even if they weren’t meant. */
const HARMLESS: readonly string[] = [
	'--dry-run',
	'--json',
	'--verbose',
	'--voice-only',
	'--messaging-only',
	'--skip-check',
];

/**
 * Finds the options that npm intercepted.
 * @param args what the command was given
 * @returns the options to add to the arguments, and notes on those that were left out: npm sets `--yes` and `--force` for
 *   anyone who has them in `.npmrc`, which is no consent to changing an account
 * @throws {UsageError} for an option with a value, which npm may have torn apart
 */
export function argumentsKeptByNpm(
	program: Command,
	args: readonly string[],
	environment: NodeJS.ProcessEnv,
): { readonly added: readonly string[]; readonly notes: readonly string[] } {
	const script = environment.npm_lifecycle_event;
	const command = program.commands.find((each) => each.name() === script && script === args[0]);
	if (!command) return { added: [], notes: [] };
	const subcommand = command.commands.find((each) => each.name() === args[1]);
	const kept = [command, subcommand, program]
		.flatMap((each) => each?.options ?? [])
		.filter((option) => isKept(option, environment) && !args.includes(option.long ?? ''));
	const line = (option: Option) => `npx handoff ${[...args, option.flags].join(' ')}`;
	const [torn] = kept.filter(({ required }) => required);
	if (torn) throw new UsageError(`npm intercepted ${torn.long}. Run: ${line(torn)}`);
	const long = kept.flatMap((option) => option.long ?? []);
	return {
		added: long.filter((name) => HARMLESS.includes(name)),
		notes: kept
			.filter((option) => !HARMLESS.includes(option.long ?? ''))
			.map((option) => `npm intercepted ${option.long}, so it was ignored. To use it: ${line(option)}`),
	};
}

function isKept({ long, required }: Option, environment: NodeJS.ProcessEnv): boolean {
	const value = environment[`npm_config_${long?.slice(2).replaceAll('-', '_')}`];
	return required ? value !== undefined && value !== '' : value === 'true';
}
