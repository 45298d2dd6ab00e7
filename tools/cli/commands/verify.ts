/**
 * `handoff verify`: tests this project's guesses about Twilio on an account, with resources that it creates and deletes.
 * @module
 */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { plural } from '../../account/format';
import { describeAccount, openAccount } from '../../account/open';
import { VERSION } from '../../account/project';
import { Lab } from '../../verify/lab';
import { masked, report } from '../../verify/report';
import { plan, type Result, verify as runProbes, type Verification } from '../../verify/run';
import { type EnvOption, requireEnvFile } from '../options';
import { MARKS, type Paint, painter, wantsColor } from '../ui/colors';
import { widthOf, wrap } from '../ui/layout';
import { print, printError, shown } from '../ui/print';
import { onCtrlC, UsageError } from '../ui/terminal';

interface Options extends EnvOption {
	readonly yes?: true;
	readonly json?: true;
	readonly report?: string;
}

const STYLES = { confirmed: MARKS.ok, refuted: MARKS.wrong, open: MARKS.unreadable } as const;

export function registerVerify(program: Command): void {
	const command = program
		.command('verify')
		.description('test this project’s guesses about Twilio in your account, then clean up')
		.option('--yes', 'skip the confirmation prompt')
		.option('--json', 'print JSON; requires --yes')
		.option('--report <file>', 'write Markdown for an issue: no secrets, SIDs masked');
	command.action(() => verify(command.optsWithGlobals<Options>()));
}

async function verify(options: Options): Promise<void> {
	const { yes = false, json = false } = options;
	if (json && !yes) throw new UsageError('--json requires --yes. Run: npx handoff verify --yes --json');
	const opened = openAccount(requireEnvFile(options, process.env), process.env);
	const { twilio, settings } = opened;
	const account = await describeAccount(opened);
	const terminal = json ? process.stderr : process.stdout;
	const say = (line: string) => print(wrap(line, widthOf(terminal), 4), { to: terminal });
	say(`Account: ${shown(account)}`);
	say('This command creates the following, then deletes it:');
	for (const each of plan()) say(`  - ${each}`);
	say('It doesn’t send messages, place calls, or change anything else.\n');
	if (!yes && !(await agrees())) return;

	const lab = new Lab(twilio, settings);
	onCtrlC(
		() => {
			lab.interrupt();
			printError('\nCleaning up. Press Ctrl-C again to stop immediately.');
		},
		() => {
			for (const each of lab.leftovers()) printError(`Not deleted: ${each}`);
			process.exit(130);
		},
	);
	const paint = painter(wantsColor(terminal, process.env));
	const found = await runProbes(lab, (result) => printResult(result, paint, terminal));
	finish(found, options, paint);
}

async function agrees(): Promise<boolean> {
	if (!process.stdin.isTTY) {
		throw new UsageError('There’s no terminal to confirm at. To continue: npx handoff verify --yes');
	}
	const { confirm } = await import('@clack/prompts');
	const answer = await confirm({ message: 'Continue?', initialValue: false });
	return answer === true;
}

function printResult({ id, status, found }: Result, paint: Paint, to: NodeJS.WriteStream): void {
	const [mark, style] = STYLES[status];
	const line = wrap(`${mark} ${status.padEnd(9)}  ${id}: ${shown(found)}`, widthOf(to), 4);
	print(paint(style, line.slice(0, 1)) + line.slice(1), { to, isColored: true });
}

function finish({ results, left }: Verification, options: Options, paint: Paint): void {
	const count = (status: Result['status']) => results.filter((each) => each.status === status).length;
	const [confirmed, refuted, open] = [count('confirmed'), count('refuted'), count('open')];
	const failed = results.filter(({ failure }) => failure !== undefined).length;
	if (options.json) {
		const shownResults = results.map(({ id, status, found }) => ({ id, status, found: masked(found) }));
		print(
			JSON.stringify(
				{ version: VERSION, confirmed, refuted, open, results: shownResults, left },
				undefined,
				2,
			),
		);
	} else {
		for (const each of results.slice(results.findLastIndex(({ unprobed }) => !unprobed) + 1)) {
			printResult(each, paint, process.stdout);
		}
		print(`\n${confirmed} confirmed, ${refuted} refuted, ${open} open (docs/guesses.md).`);
		print('This command hasn’t been tested on a live account. A refuted guess may be a bug in its probe.');
	}
	for (const each of left) printError(`Not deleted: ${each}`);
	if (left.length === 0 && !options.json) print('Everything it created was deleted.');
	if (failed > 0) printError(`${plural(failed, 'probe')} failed. To try again: npx handoff verify`);
	if (options.report !== undefined) {
		writeFileSync(options.report, report({ results, left }, { version: VERSION, date: new Date() }));
		if (!options.json) print(`Report written to ${options.report}`);
	}
	process.exitCode = refuted > 0 || left.length > 0 ? 1 : failed > 0 ? 2 : 0;
}
