/**
 * `npm run doctor`: looks at the account and says what is wrong, what it will cause and how to fix it. It only reads.
 * @module
 */
import { parseArgs } from 'node:util';
import { requireSetting } from '../../../src/settings';
import { statusOf } from '../../../src/twilio/errors';
import type { AccountView } from '../../account/account-view';
import { SetupError } from '../../account/errors';
import { ENV_FILE } from '../../account/project';
import { ONLY_OPTIONS, onlyOf, viewAccount } from '../../account/project-view';
import { examine } from '../../doctor/engine/run';
import { PRODUCTS } from '../../doctor/products';
import { traceHandoff } from '../../trace';
import { wantsColor } from '../ui/colors';
import { exitCodeOf, findingLines, findingsJson } from '../ui/findings';
import { runCommand } from '../ui/terminal';
import { traceJson, traceLines } from './trace';

/** How long the reads may take together, in milliseconds: a product that hangs holds up the answer no longer. */
const TIME_LIMIT_MS = 15_000;
/** A trace goes from product to product: one that hangs must leave time for those after it. */
const TRACE_TIME_LIMIT_MS = 60_000;

/** The command itself failed, rather than a check. */
const COULD_NOT_RUN = 3;

const USAGE = `npm run doctor [-- OPTIONS]   looks at the account; reads only

  --conversation ID    follows one handoff: conv_conversation_…, CA…, FN…, CH… or WT…
  --json               for machines (npm run -s doctor -- --json)
  --voice-only, --messaging-only   leaves out what concerns the other`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			json: { type: 'boolean', default: false },
			...ONLY_OPTIONS,
			conversation: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	const account = viewAccount(ENV_FILE, process.env, {
		...onlyOf(values),
		timeLimitMs: values.conversation === undefined ? TIME_LIMIT_MS : TRACE_TIME_LIMIT_MS,
	});
	const color = wantsColor(process.stdout, process.env);
	if (values.conversation !== undefined) {
		for (const name of ['ACCOUNT_SID', 'AUTH_TOKEN'] as const) requireSetting(account.settings, name);
		await requireAccess(account);
		const trace = await traceHandoff(account, values.conversation);
		process.exitCode = { ok: 0, wrong: 1, unknown: 2 }[trace.verdict.status];
		console.log(values.json ? traceJson(trace) : traceLines(trace, { color }).join('\n'));
		return;
	}
	const { isTTY } = process.stdout;
	if (isTTY && !values.json) process.stdout.write('… Looking at the account');
	const findings = await examine(account, PRODUCTS);
	if (isTTY && !values.json) process.stdout.write('\r\u001b[K');
	process.exitCode = exitCodeOf(findings);
	console.log(
		values.json
			? findingsJson(account.settings.ACCOUNT_SID, findings)
			: findingLines(PRODUCTS, findings, color).join('\n'),
	);
}

/** Refused credentials are one story, not one for each product. */
async function requireAccess({ twilio, settings }: AccountView): Promise<void> {
	try {
		await twilio.api.v2010.accounts(requireSetting(settings, 'ACCOUNT_SID')).fetch();
	} catch (error) {
		if (statusOf(error) === 401) {
			throw new SetupError('Twilio refuses ACCOUNT_SID and AUTH_TOKEN: npm run doctor tells more.');
		}
	}
}

void runCommand(main, { failure: COULD_NOT_RUN });
