/**
 * `handoff recent`: the last handoffs, with outcome, time and reason. It only reads.
 * @module
 */
import { type Command, Option } from 'commander';
import { requireCredentials } from '../../account/credentials';
import { viewAccount } from '../../doctor/project-view';
import { type Recent, recentHandoffs } from '../../recent';
import { type EnvOption, requireEnvFile } from '../options';
import { wantsColor } from '../ui/colors';
import { widthOf } from '../ui/layout';
import { print } from '../ui/print';
import { recentLines } from '../ui/recent';
import { showing, UsageError } from '../ui/terminal';
import { requireAccess } from './trace';

const TIME_LIMIT_MS = 120_000;
const MAX_HANDOFFS = 100;
const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** Studio and TaskRouter keep data for 30 days. */
const KEPT_MS = 30 * UNITS.d;

interface Options extends EnvOption {
	readonly json?: true;
	readonly limit: number;
	readonly since: number;
}

export function registerRecent(program: Command): void {
	const command = program
		.command('recent')
		.description('list recent handoffs and how often each failure occurred (read-only)')
		.option('--limit <count>', `number of handoffs, up to ${MAX_HANDOFFS}`, parseLimit, 20)
		.addOption(
			new Option('--since <age>', 'how far back to look, such as 30m, 24h, or 7d')
				.argParser(parseAge)
				.default(24 * UNITS.h, '24h'),
		)
		.option('--json', 'print JSON')
		.addHelpText(
			'after',
			`
Makes about 10 requests to Twilio, plus one per execution of the flow (up to 100) and one per handoff without a
task, 5 at a time. Handoffs that /handoff refused before it started the flow appear only in the Functions’ log.`,
		);
	command.action(() => recent(command.optsWithGlobals<Options>()));
}

/** @throws {UsageError} */
export function parseLimit(text: string): number {
	const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
	if (limit >= 1 && limit <= MAX_HANDOFFS) return limit;
	throw new UsageError(`--limit must be a number from 1 to ${MAX_HANDOFFS}.`);
}

/** @returns milliseconds. @throws {UsageError} */
export function parseAge(text: string): number {
	const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
	const ms = unit === 'm' || unit === 'h' || unit === 'd' ? Number(count) * UNITS[unit] : 0;
	if (ms > 0 && ms <= KEPT_MS) return ms;
	throw new UsageError('--since must be a duration such as 30m, 24h, or 7d, up to 30d.');
}

async function recent(options: Options): Promise<void> {
	const account = viewAccount(requireEnvFile(options, process.env), process.env, {
		timeLimitMs: TIME_LIMIT_MS,
	});
	requireCredentials(account.settings);
	const { stdout } = process;
	const wanted = { since: new Date(Date.now() - options.since), limit: options.limit };
	const found = await showing(
		options.json ? { write: () => true } : stdout,
		'Reading the last handoffs',
		async () => {
			const [found] = await Promise.all([recentHandoffs(account, wanted), requireAccess(account)]);
			return found;
		},
	);
	process.exitCode = exitCodeOf(found);
	const look = { color: wantsColor(stdout, process.env), width: widthOf(stdout) };
	if (options.json) print(JSON.stringify(found, undefined, 2));
	else print(recentLines(found, look).join('\n'), { isColored: true });
}

function exitCodeOf({ failures, openClaims, unreadable }: Recent): number {
	if (Object.keys(failures).length > 0 || openClaims > 0) return 1;
	return unreadable.length > 0 ? 2 : 0;
}
