/**
 * `npm run doctor`: looks at the account and says what is wrong, what it will cause and how to mend it. It only reads.
 * @module
 */
import { parseArgs } from 'node:util';
import { examine } from '../setup/doctor';
import { PRODUCTS } from '../setup/products';
import { traceHandoff, traceJson, traceLines } from '../setup/trace';
import { exitCodeOf, findingLines, findingsJson, wantsColor } from './findings';
import { ENV_FILE } from './project';
import { viewAccount } from './project-view';
import { runCommand } from './terminal';

/** How long the reads may take together, in milliseconds. One that hangs is given up before. */
const TIME_LIMIT_MS = 30_000;

/** The command itself failed, rather than a check. */
const COULD_NOT_RUN = 3;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			json: { type: 'boolean', default: false },
			'voice-only': { type: 'boolean', default: false },
			conversation: { type: 'string' },
		},
	});
	const account = viewAccount(ENV_FILE, process.env, {
		voiceOnly: values['voice-only'],
		timeLimitMs: TIME_LIMIT_MS,
	});
	const color = wantsColor(process.stdout, process.env);
	if (values.conversation !== undefined) {
		const trace = await traceHandoff(account, values.conversation);
		console.log(values.json ? traceJson(trace) : traceLines(trace, { color }).join('\n'));
		process.exitCode = { ok: 0, wrong: 1, unknown: 2 }[trace.verdict.status];
		return;
	}
	const findings = await examine(account, PRODUCTS);
	console.log(
		values.json
			? findingsJson(account.settings.ACCOUNT_SID, findings)
			: findingLines(PRODUCTS, findings, color).join('\n'),
	);
	process.exitCode = exitCodeOf(findings);
}

void runCommand(main, COULD_NOT_RUN);
