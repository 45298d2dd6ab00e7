/**
 * `npm run setup`: mends what doctor finds wrong. Every change is shown before it is made, and asked for; `--yes`
 * agrees to all, `--dry-run` makes none, `--undo FILE` takes back those of an earlier run.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { examine } from '../setup/doctor';
import { SetupError } from '../setup/errors';
import { PRODUCTS } from '../setup/products';
import type { Resource } from '../setup/resource';
import { resourcesWith } from '../setup/resources';
import { type Dialog, setUp } from '../setup/set-up';
import { takeBack } from '../setup/take-back';
import { readUndoFile, UndoFile } from '../setup/undo-file';
import { requireSetting } from '../src/settings';
import { readEnvironment, setInFile } from './environment';
import { exitCodeOf, findingLines, wantsColor } from './findings';
import { ENV_FILE, ROOT } from './project';
import { viewAccount } from './project-view';
import { runCommand, UsageError } from './terminal';

/** How long one round may talk to Twilio, in milliseconds: writes are followed to their end. */
const TIME_LIMIT_MS = 600_000;

const UNDO_FOLDER = 'setup-undo';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			yes: { type: 'boolean', default: false },
			'dry-run': { type: 'boolean', default: false },
			'voice-only': { type: 'boolean', default: false },
			undo: { type: 'string' },
		},
	});
	// Without `--` in front of it npm takes this option for its own and only leaves a note.
	const dryRun = values['dry-run'] || process.env.npm_config_dry_run === 'true';
	if (!dryRun && !values.yes && !process.stdin.isTTY) {
		throw new UsageError(
			'Setup asks before each change, and there is nobody to ask here. Say --yes to agree to all of them, or --dry-run to see them.',
		);
	}
	const view = () =>
		viewAccount(ENV_FILE, process.env, { voiceOnly: values['voice-only'], timeLimitMs: TIME_LIMIT_MS });
	const dialog = dialogOf(values.yes);
	const resources = resourcesWith(envResource);
	const account = view();
	const accountSid = requireSetting(account.settings, 'ACCOUNT_SID');
	if (values.undo !== undefined) {
		const entries = readUndoFile(values.undo, accountSid, account.environment);
		const left = await takeBack(entries, account, resources, dialog, dryRun);
		console.log(`\n${entries.length - left} of ${entries.length} changes taken back.`);
		process.exitCode = left === 0 || dryRun ? 0 : 1;
		return;
	}
	const startedAt = new Date().toISOString();
	const path = join(UNDO_FOLDER, `${startedAt.replace(/[:.]/g, '')}.json`);
	const undo = new UndoFile(join(ROOT, path), accountSid, account.environment, startedAt);
	const { examined, done, left } = await setUp({
		examine: async () => {
			const fresh = view();
			return { account: fresh, findings: await examine(fresh, PRODUCTS) };
		},
		resources,
		dialog,
		undo,
		deploy,
		dryRun,
	});
	const { findings } = examined;
	const color = wantsColor(process.stdout, process.env);
	if (!dryRun) console.log(`\n${findingLines(PRODUCTS, findings, color).join('\n')}`);
	if (dryRun) {
		console.log(
			left.length > 0
				? '\nDry run: nothing was changed. After these changes setup looks again, and may find more.'
				: 'Dry run: there is nothing that setup would change.',
		);
	} else if (done.length === 0) console.log('\nNothing was changed.');
	if (!undo.isEmpty) console.log(`\nWhat was there before is in ${path}: npm run setup -- --undo ${path}`);
	process.exitCode = exitCodeOf(findings);
}

/** The `.env` file. Only names that hold no secret are ever set. */
const envResource: Resource = {
	title: '.env',
	// As the checks saw it: what the file leaves open is the shell's.
	read: async () => readEnvironment(ENV_FILE, process.env),
	write: async (_account, _id, whole, changed) => {
		for (const [name] of changed) {
			if (name !== undefined) setInFile(ENV_FILE, name, String(whole[name] ?? ''));
		}
	},
};

/** A process of its own, with its own steps and messages; without the checks for those who change the code. */
async function deploy(): Promise<void> {
	const command = ['--import', 'tsx', join(ROOT, 'cli', 'deploy.ts'), '--skip-check'];
	const child = spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
	const [code] = await once(child, 'exit');
	if (code !== 0) throw new SetupError('npm run deploy did not succeed; what it says stands above.');
}

function dialogOf(yes: boolean): Dialog {
	const { stdin, stdout } = process;
	return {
		show: (line) => console.log(line),
		progress: (line) => {
			if (stdout.isTTY) stdout.write(`\r\u001b[K${line}`);
			else console.log(line);
		},
		agrees: async (question) => {
			if (yes) return true;
			const terminal = createInterface({ input: stdin, output: stdout });
			const aborted = new AbortController();
			terminal.once('SIGINT', () => aborted.abort());
			// The end of the input is no answer either.
			terminal.once('close', () => aborted.abort());
			try {
				const answer = await terminal.question(`${question} [y/N] `, { signal: aborted.signal });
				return /^y(es)?$/i.test(answer.trim());
			} catch (cause) {
				throw new SetupError('\nInterrupted: nothing more was changed.', { cause });
			} finally {
				terminal.close();
			}
		},
	};
}

void runCommand(main);
