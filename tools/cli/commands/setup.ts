/**
 * `npm run setup`: fixes what doctor finds wrong. Every change is shown before it is made, and asked for; `--yes`
 * agrees to all, `--dry-run` makes none, `--undo FILE` takes back those of an earlier run.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { requireSetting } from '../../../src/settings';
import { readEnvironment, setInFile } from '../../account/environment';
import { SetupError } from '../../account/errors';
import { liveResource } from '../../account/live-resource';
import { describeAccount, requireHomeRegion } from '../../account/open';
import { ENV_FILE, ROOT } from '../../account/project';
import { ONLY_OPTIONS, onlyOf, viewAccount } from '../../account/project-view';
import { applyFixes, type Dialog } from '../../doctor/engine/apply-fixes';
import type { Finding } from '../../doctor/engine/check';
import type { Resource } from '../../doctor/engine/resource';
import { examine } from '../../doctor/engine/run';
import { undoChanges } from '../../doctor/engine/undo';
import { laterUndoLogs, markUndone, readUndoLog, UndoLog } from '../../doctor/engine/undo-log';
import { PRODUCTS } from '../../doctor/products';
import { resourcesWith } from '../../doctor/resources';
import { wantsColor } from '../ui/colors';
import { exitCodeOf, findingLines } from '../ui/findings';
import { onCtrlC, runCommand, UsageError } from '../ui/terminal';

/** How long one look, or one change, may take, in milliseconds: a write is followed to its end for two minutes. */
const TIME_LIMIT_MS = 150_000;

/** Beside `.env`: the emulated account of `npm start` has both in a place of its own. */
const UNDO_FOLDER = join(dirname(ENV_FILE), 'setup-undo');

const USAGE = `npm run setup [-- OPTIONS]   fixes what npm run doctor finds; shows each change and asks

  --dry-run            shows the changes and makes none
  --yes                agrees to all of them
  --undo FILE          takes back what an earlier run changed
  --voice-only, --messaging-only   leaves out what concerns the other`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			yes: { type: 'boolean', default: false },
			'dry-run': { type: 'boolean', default: false },
			...ONLY_OPTIONS,
			undo: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	// Without `--` in front of it npm takes this option for its own and only leaves a note.
	const dryRun = values['dry-run'] || process.env.npm_config_dry_run === 'true';
	if (!dryRun && !values.yes && !process.stdin.isTTY) {
		throw new UsageError(
			'Setup asks before each change, and there is nobody to ask here. Say --yes to agree to all of them, or --dry-run to see them.',
		);
	}
	const view = () => viewAccount(ENV_FILE, process.env, { ...onlyOf(values), timeLimitMs: TIME_LIMIT_MS });
	const startedAt = new Date().toISOString();
	const path = join(UNDO_FOLDER, `${startedAt.replace(/[:.]/g, '')}.json`);
	const resources = resourcesWith({ env: envResource, live: liveResource });
	const account = view();
	const accountSid = requireSetting(account.settings, 'ACCOUNT_SID');
	requireHomeRegion(account.environment, process.env);
	// Without an answer the checks say why, and what to do about it.
	const description = await describeAccount(account).catch(() => accountSid);
	console.log(`Account: ${description}`);
	const undo = new UndoLog(path, accountSid, startedAt);
	const shown = relative(process.cwd(), path);
	const tellUndo = () => {
		if (undo.isEmpty) return;
		console.log(`\nWhat was there before is in ${shown}. To take it back: npm run setup -- --undo ${shown}`);
	};
	const dialog = dialogOf(values.yes, tellUndo);
	if (values.undo !== undefined) {
		const changes = readUndoLog(values.undo, accountSid);
		const [later] = laterUndoLogs(values.undo, accountSid);
		if (later !== undefined) {
			throw new SetupError(
				`Setup changed more since, which may rest on what ${values.undo} speaks of. Take that back first: npm run setup -- --undo ${relative(process.cwd(), later)}`,
			);
		}
		const { undone, already, left } = await undoChanges(changes, { open: view, resources, dialog, dryRun });
		const rest = already > 0 ? ` ${already} had nothing to take back any more.` : '';
		console.log(`\n${undone} of ${undone + already + left} changes taken back.${rest}`);
		process.exitCode = left === 0 || dryRun ? 0 : 1;
		if (left === 0 && !dryRun) markUndone(values.undo, startedAt);
		return;
	}
	try {
		const { examined, done, left } = await applyFixes({
			examine: async () => {
				const fresh = view();
				return { account: fresh, findings: await examine(fresh, PRODUCTS) };
			},
			open: view,
			resources,
			dialog,
			undo,
			deploy,
			dryRun,
		});
		tell(examined.findings, done, left, dryRun);
	} finally {
		tellUndo();
	}
}

function tell(
	findings: readonly Finding[],
	done: readonly string[],
	left: readonly string[],
	dryRun: boolean,
): void {
	process.exitCode = exitCodeOf(findings);
	if (dryRun) {
		console.log(
			left.length > 0
				? '\nDry run: nothing was changed. After these changes setup looks again, and may find more.'
				: 'Dry run: there is nothing that setup would change.',
		);
		return;
	}
	console.log(`\n${findingLines(PRODUCTS, findings, wantsColor(process.stdout, process.env)).join('\n')}`);
	if (done.length === 0) console.log('\nNothing was changed.');
}

/** The `.env` file. Only names that hold no secret are ever set. */
const envResource: Resource = {
	title: '.env',
	// As the checks saw it: what the file leaves open is the shell's.
	read: async () => readEnvironment(ENV_FILE, process.env),
	write: async (_account, _id, whole, changed) => {
		for (const [name] of changed) {
			if (name === undefined) continue;
			const value = String(whole[name] ?? '');
			// An empty line in the file leaves a name to the shell.
			if (value === '' && process.env[name]) {
				throw new SetupError(`${name} is set in the shell, which .env cannot empty. Unset it there.`);
			}
			setInFile(ENV_FILE, name, value);
		}
	},
};

/** A process of its own, with its own steps and messages; without the checks for those who change the code. */
async function deploy(): Promise<void> {
	const command = ['--import', 'tsx', join(ROOT, 'tools/cli/commands/deploy.ts'), '--skip-check'];
	const child = spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
	const [code] = await once(child, 'exit');
	if (code !== 0) throw new SetupError('npm run deploy did not succeed; what it says stands above.');
}

function dialogOf(yes: boolean, lastWords: () => void): Dialog {
	const { stdin, stdout } = process;
	let interrupted = false;
	const finish = () => {
		interrupted = true;
		console.log('\nThe change under way is finished first. Once more Ctrl-C ends at once.');
	};
	// Half a change is worse than one.
	onCtrlC(finish, () => {
		lastWords();
		process.exit(130);
	});
	return {
		show: (line) => console.log(line),
		progress: (line) => {
			if (stdout.isTTY) stdout.write(`\r\u001b[K${line}`);
			else console.log(line);
		},
		agrees: async (question) => {
			if (interrupted) throw new SetupError('Interrupted: nothing more was changed.');
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

void runCommand(main, { goesOn: true });
