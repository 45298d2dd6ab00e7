/**
 * `handoff trace <id>`: follows one handoff through every product. It only reads.
 * @module
 */
import type { Command } from 'commander';
import { fromTwilio, statusOf } from '../../../src/twilio/errors';
import type { AccountView } from '../../account/account-view';
import { isApiKey, readAccount, requireCredentials } from '../../account/credentials';
import { SetupError } from '../../account/errors';
import { viewAccount } from '../../doctor/project-view';
import { traceHandoff } from '../../trace';
import { type EnvOption, requireEnvFile } from '../options';
import { wantsColor } from '../ui/colors';
import { whyUnreachable } from '../ui/explain';
import { widthOf } from '../ui/layout';
import { print } from '../ui/print';
import { showing, UsageError } from '../ui/terminal';
import { traceJson, traceLines } from '../ui/trace';

/** A trace goes from product to product: one that hangs must leave time for those after it. */
const TIME_LIMIT_MS = 60_000;

interface Options extends EnvOption {
	readonly json?: true;
}

export function registerTrace(program: Command): void {
	const command = program
		.command('trace')
		.description('trace one handoff across all products (read-only)')
		.usage('[options] <id>')
		.argument('[id]', 'conv_conversation_…, CA…, FN…, CH…, or WT…')
		.option('--json', 'print JSON');
	command.action((id: string | undefined) => {
		if (id === undefined) throw new UsageError('Missing ID. Run: npx handoff trace <id>');
		return trace(id, command.optsWithGlobals<Options>());
	});
}

async function trace(id: string, options: Options): Promise<void> {
	const account = viewAccount(requireEnvFile(options, process.env), process.env, {
		timeLimitMs: TIME_LIMIT_MS,
	});
	requireCredentials(account.settings);
	const { stdout } = process;
	const screen = options.json ? { write: () => true } : stdout;
	const traced = await showing(screen, 'Tracing the handoff', async () => {
		const [traced] = await Promise.all([traceHandoff(account, id), requireAccess(account)]);
		return traced;
	});
	process.exitCode = { ok: 0, wrong: 1, unknown: 2 }[traced.verdict.status];
	const look = { color: wantsColor(stdout, process.env), width: widthOf(stdout) };
	if (options.json) print(traceJson(traced));
	else print(traceLines(traced, look).join('\n'), { isColored: true });
}

/**
 * Refused credentials, and no connection, are reported once, not once for each product.
 * @throws {SetupError | HandoffError}
 */
export async function requireAccess({ twilio }: AccountView): Promise<void> {
	try {
		await readAccount(twilio);
	} catch (cause) {
		if (statusOf(cause) === 401) {
			const names = isApiKey(twilio) ? 'TWILIO_API_KEY and TWILIO_API_SECRET' : 'AUTH_TOKEN';
			throw new SetupError(`Twilio rejected ACCOUNT_SID with ${names}.`, { cause });
		}
		if (whyUnreachable(cause) !== undefined) throw fromTwilio('reading the account', cause);
	}
}
