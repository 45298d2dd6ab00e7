/**
 * `handoff doctor`: shows what is wrong in the account, what it causes, and how to fix it. It only reads.
 * @module
 */
import type { Command } from 'commander';
import { environmentOf } from '../../account/env/environment';
import { describeAccount } from '../../account/open';
import { ENVIRONMENT } from '../../account/project';
import type { Finding } from '../../doctor/engine/check';
import { examine } from '../../doctor/engine/run';
import { PRODUCTS } from '../../doctor/products';
import { viewAccount } from '../../doctor/project-view';
import { addOnlyOptions, type EnvOption, type OnlyOptions, onlyOf, requireEnvFile } from '../options';
import { wantsColor } from '../ui/colors';
import { whyUnreachable } from '../ui/explain';
import { exitCodeOf, findingLines, findingsJson, forEnvironment } from '../ui/findings';
import { widthOf } from '../ui/layout';
import { print, printError, shown } from '../ui/print';
import { showing } from '../ui/terminal';

/** How long the reads may take together, in milliseconds: a product that hangs must not hold up the result. */
const TIME_LIMIT_MS = 15_000;
/** How long to look for the reason when nothing could be read. */
const DIAGNOSIS_MS = 5_000;

/** The check that reads the account itself. */
const GATE = 'agent-connect/credentials';

interface Options extends EnvOption, OnlyOptions {
	readonly json?: true;
	readonly verbose?: true;
}

export function registerDoctor(program: Command): void {
	const command = program
		.command('doctor')
		.description('check the account for problems (read-only)')
		.option('--json', 'print JSON')
		.option('--verbose', 'show every check, including those that passed');
	addOnlyOptions(command);
	command.action(() => doctor(command.optsWithGlobals<Options>()));
}

async function doctor(options: Options): Promise<void> {
	const open = (timeLimitMs: number) =>
		viewAccount(requireEnvFile(options, process.env), process.env, { ...onlyOf(options), timeLimitMs });
	const account = open(TIME_LIMIT_MS);
	const { stdout } = process;
	const screen = options.json ? { write: () => true } : stdout;
	const seen = await showing(screen, 'Checking the account', () => examine(account, PRODUCTS));
	const findings = forEnvironment(seen, account);
	process.exitCode = exitCodeOf(findings);
	if (options.json) {
		print(findingsJson(account.settings.ACCOUNT_SID, findings));
		return;
	}
	await explainOutage(findings, () => describeAccount(open(DIAGNOSIS_MS)));
	const gate = findings.find(({ check }) => check === GATE);
	if (gate?.status === 'unreadable') printError('');
	if (gate?.status === 'ok') {
		const name = environmentOf(account.environment);
		const where = name === ENVIRONMENT ? '' : `, environment ${name}`;
		print(`Account: ${shown(gate.found)} (${account.settings.ACCOUNT_SID})${where}\n`);
	}
	const { verbose = false } = options;
	const look = { color: wantsColor(stdout, process.env), width: widthOf(stdout), verbose };
	print(findingLines(PRODUCTS, findings, look).join('\n'), { isColored: true });
}

/** When not even the account could be read, the reason comes first. */
export async function explainOutage(
	findings: readonly Finding[],
	readAccount: () => Promise<unknown>,
): Promise<void> {
	const gate = findings.find(({ check }) => check === GATE);
	if (gate?.status !== 'unreadable') return;
	const why = await readAccount().then(
		() => undefined,
		(error: unknown) => whyUnreachable(error, { proxy: process.env.HTTPS_PROXY }),
	);
	printError(`Could not reach Twilio. ${why ?? ''}`.trimEnd());
}
